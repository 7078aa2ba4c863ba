/// Sequences of token ids that lie end to end, without padding.
public struct PackedTokens: Sendable {
    /// The ids of all sequences, `[tokens]`.
    public private(set) var ids: [Int32] = []
    /// Which part of a pair each token belongs to, `[tokens]`.
    public private(set) var types: [Int32] = []
    /// Where each sequence begins, and the number of tokens at the end, `[sequences + 1]`.
    public private(set) var offsets = [0]
    /// The row of the position table that each token takes, `[tokens]`; nil where the model counts them itself.
    public private(set) var positions: [Int32]?

    /// Makes a batch without sequences, with room for so many.
    public init(sequences: Int, tokens: Int) {
        ids.reserveCapacity(tokens)
        types.reserveCapacity(tokens)
        offsets.reserveCapacity(sequences + 1)
    }

    /// Packs sequences.
    ///
    /// - Parameters:
    ///   - sequences: Token ids with their special tokens, `[sequences][tokens]`.
    ///   - types: The part of a pair that each token belongs to, of the same shape; zeros if nil.
    public init(_ sequences: [[Int32]], types: [[Int32]]? = nil) {
        precondition(types.map { $0.count == sequences.count } ?? true, "types for other than \(sequences.count)")
        ids.reserveCapacity(sequences.reduce(0) { $0 + $1.count })
        for (number, sequence) in sequences.enumerated() {
            ids.append(contentsOf: sequence)
            if let types {
                precondition(types[number].count == sequence.count, "sequence \(number) has other types than tokens")
                self.types.append(contentsOf: types[number])
            } else {
                self.types.append(contentsOf: repeatElement(0, count: sequence.count))
            }
            offsets.append(ids.count)
        }
    }

    /// Adds a sequence.
    ///
    /// - Parameters:
    ///   - ids: The tokens, special ones included, `[tokens]`.
    ///   - types: The part of a pair that each of them belongs to, `[tokens]`.
    ///   - positions: The row of the position table for each token, as where tokens of a longer sequence were left out
    ///     and the others keep their places; given for all sequences of a batch or for none.
    public mutating func append(ids: [Int32], types: [Int32], positions: [Int32]? = nil) {
        precondition(types.count == ids.count, "\(types.count) types for \(ids.count) tokens")
        precondition(positions.map { $0.count == ids.count } ?? true, "positions for other than \(ids.count) tokens")
        precondition(
            sequenceCount == 0 || (self.positions == nil) == (positions == nil),
            "positions for some of a batch's sequences")
        self.ids.append(contentsOf: ids)
        self.types.append(contentsOf: types)
        if let positions {
            if self.positions == nil { self.positions = [] }
            self.positions?.append(contentsOf: positions)
        }
        offsets.append(self.ids.count)
    }

    /// Replaces one token, counted over all sequences.
    public mutating func replace(at position: Int, with id: Int32) { ids[position] = id }

    /// The number of sequences.
    public var sequenceCount: Int { offsets.count - 1 }
    /// The number of tokens.
    public var tokenCount: Int { ids.count }
    /// Returns the sequences in `range`.
    public func sequences(_ range: Range<Int>) -> PackedTokens {
        var result = PackedTokens([])
        let tokens = offsets[range.lowerBound]..<offsets[range.upperBound]
        result.ids = Array(ids[tokens])
        result.types = Array(types[tokens])
        result.positions = positions.map { Array($0[tokens]) }
        result.offsets = offsets[range.lowerBound...range.upperBound].map { $0 - tokens.lowerBound }
        return result
    }

    /// Returns the sequences with these numbers, in this order.
    func sequences(at numbers: [Int]) -> PackedTokens {
        var result = PackedTokens([])
        if positions != nil { result.positions = [] }
        for number in numbers {
            let tokens = offsets[number]..<offsets[number + 1]
            if let positions { result.positions?.append(contentsOf: positions[tokens]) }
            result.ids.append(contentsOf: ids[tokens])
            result.types.append(contentsOf: types[tokens])
            result.offsets.append(result.ids.count)
        }
        return result
    }

    /// Ranges of sequences in order, each as long as it can be with at most `tokens` tokens, and at least one sequence.
    func shards(of tokens: Int) -> [Range<Int>] {
        var result: [Range<Int>] = []
        var start = 0
        for end in stride(from: 1, through: sequenceCount, by: 1)
        where end == sequenceCount || offsets[end + 1] - offsets[start] > tokens {
            result.append(start..<end)
            start = end
        }
        return result
    }

    /// Ranges of sequences in order, an even number of them where there are as many, each of about as many tokens and of at
    /// most about `tokens`.
    func evenShards(of tokens: Int) -> [Range<Int>] {
        let count = min(sequenceCount, 2 * max(1, (tokenCount + 2 * tokens - 1) / (2 * tokens)))
        var result: [Range<Int>] = []
        var start = 0
        for part in stride(from: 1, through: count, by: 1) {
            let goal = tokenCount * part / count
            // Every part that follows needs a sequence.
            let last = sequenceCount - (count - part)
            var end = start + 1
            while end < last && offsets[end + 1] <= goal { end += 1 }
            result.append(start..<(part == count ? sequenceCount : end))
            start = end
        }
        return result
    }

    /// Where the first token of each sequence lies, `[sequences]`.
    var firsts: [Int] { Array(offsets.dropLast()) }
}
