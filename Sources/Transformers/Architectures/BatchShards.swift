internal import MatrixKernels
internal import NumericalKernels

/// A training batch in parts of whole sequences, each of which runs through the blocks on a thread of its own.
///
/// How many parts there are, and which sequences lie in which, follows from the sequences' lengths alone.
struct BatchShards: Sendable {
    /// The sequences of each part.
    let tokens: [PackedTokens]
    /// Which sequences of the batch they are, rising; and where their tokens lie in it.
    private let sequences: [[Int]], positions: [[Int]]

    /// With fewer tokens in a part than this, its products are too small to be fast.
    static let leastTokens = 256

    /// Cuts a batch into one part, two or four of about as many tokens, long and short sequences in each.
    init(_ batch: PackedTokens) {
        let count = [4, 2].first { batch.tokenCount >= $0 * BatchShards.leastTokens && batch.sequenceCount >= $0 }
        self.init(batch, count: count ?? 1)
    }

    /// Cuts a batch into `count` parts.
    init(_ batch: PackedTokens, count: Int) {
        guard count > 1 else {
            (tokens, sequences, positions) = ([batch], [Array(0..<batch.sequenceCount)], [Array(0..<batch.tokenCount)])
            return
        }
        // The longest first, each to the part that has the fewest tokens by then.
        let lengths = zip(batch.offsets, batch.offsets.dropFirst()).map { $1 - $0 }
        var parts = [[Int]](repeating: [], count: count)
        var sizes = [Int](repeating: 0, count: count)
        for sequence in lengths.indices.sorted(by: { (-lengths[$0], $0) < (-lengths[$1], $1) }) {
            var least = 0
            for part in 1..<count where sizes[part] < sizes[least] { least = part }
            parts[least].append(sequence)
            sizes[least] += lengths[sequence]
        }
        sequences = parts.map { $0.sorted() }
        tokens = sequences.map { batch.sequences(at: $0) }
        positions = sequences.map { $0.flatMap { batch.offsets[$0]..<batch.offsets[$0 + 1] } }
    }

    /// Puts the rows of the parts in the order of the batch: a row of each sequence, or of each token.
    func gathered(_ parts: [Matrix], _ queries: SelfAttention.Queries) -> Matrix {
        guard parts.count > 1 else { return parts[0] }
        var order = [Int](repeating: 0, count: parts.reduce(0) { $0 + $1.rows })
        for (position, row) in rows(queries).joined().enumerated() { order[row] = position }
        return Matrix(stacking: parts).rows(at: order)
    }

    /// Takes the rows of each part out of those of the batch.
    func divided(_ whole: Matrix, _ queries: SelfAttention.Queries) -> [Matrix] {
        tokens.count > 1 ? rows(queries).map { whole.rows(at: $0) } : [whole]
    }

    private func rows(_ queries: SelfAttention.Queries) -> [[Int]] { queries == .all ? positions : sequences }
}
