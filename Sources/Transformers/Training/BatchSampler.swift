internal import MatrixKernels
internal import NumericalKernels

/// Cuts a data set into batches of texts of like length, in an order that the seed and the epoch decide alone.
///
/// A random order is cut into pools; each pool is sorted by length and cut into batches, and the batches of an epoch are
/// shuffled again. Lengths matter for memory and balance, not for padding: there is none.
public struct BatchSampler: Sendable {
    /// The number of tokens of each example, `[examples]`.
    public let lengths: [Int]
    /// How likely each example is drawn, `[examples]`; nil takes every example once an epoch.
    public let weights: [Double]?
    /// The examples in a batch.
    public let batchSize: Int
    /// The seed of the order.
    public let seed: UInt64

    /// Makes a sampler.
    public init(lengths: [Int], weights: [Double]? = nil, batchSize: Int, seed: UInt64) {
        precondition(batchSize > 0 && !lengths.isEmpty, "batches of \(batchSize) from \(lengths.count) examples")
        precondition(weights.map { $0.count == lengths.count } ?? true, "weights for other examples")
        self.lengths = lengths
        self.weights = weights
        self.batchSize = batchSize
        self.seed = seed
    }

    /// The same sampler with other chances of the examples, `[examples]`.
    public func weighted(_ weights: [Double]) -> BatchSampler {
        BatchSampler(lengths: lengths, weights: weights, batchSize: batchSize, seed: seed)
    }

    /// The batches in an epoch, which draws as many examples as there are.
    public var batchCount: Int { (lengths.count + batchSize - 1) / batchSize }

    /// Returns the examples of each batch of an epoch, `[batches][batchSize or fewer]`.
    public func batches(epoch: Int) -> [[Int]] {
        // Streams from the top down, so that they meet none that count from 0.
        var generator = SeededGenerator(seed: seed, stream: .max - UInt64(epoch))
        let order = drawn(&generator)
        let pool = 50 * batchSize
        var batches: [[Int]] = []
        for start in stride(from: 0, to: order.count, by: pool) {
            // Among equal lengths the random order stays, or a batch would hold neighbours in the file.
            let sorted = (start..<min(order.count, start + pool)).sorted {
                (lengths[order[$0]], $0) < (lengths[order[$1]], $1)
            }.map { order[$0] }
            for first in stride(from: 0, to: sorted.count, by: batchSize) {
                batches.append(Array(sorted[first..<min(sorted.count, first + batchSize)]))
            }
        }
        return batches.shuffled(using: &generator)
    }

    private func drawn(_ generator: inout SeededGenerator) -> [Int] {
        guard let weights else { return lengths.indices.shuffled(using: &generator) }
        var sums: [Double] = []
        for weight in weights { sums.append((sums.last ?? 0) + weight) }
        guard let total = sums.last, total > 0 else { preconditionFailure("weights that sum to nothing") }
        return lengths.indices.map { _ in
            let goal = generator.uniform() * total
            var (low, high) = (0, sums.count - 1)
            while low < high {
                let middle = (low + high) / 2
                if sums[middle] > goal { high = middle } else { low = middle + 1 }
            }
            return low
        }
    }
}
