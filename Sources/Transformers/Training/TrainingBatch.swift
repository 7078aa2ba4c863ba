/// The examples that one forward pass reads.
public struct TrainingBatch: Sendable {
    /// Their numbers in the data set, `[sequences]`; objectives find their targets by them.
    public let examples: [Int]
    /// Their tokens, in the same order. An objective may replace some, as masked-language training does.
    public var tokens: PackedTokens
    /// Which outputs are needed.
    public var reading: TextModel.Reading
    /// The forward pass, counted from the start of the run; random choices derive from it and the seed.
    public let number: Int
    /// The seed of the run.
    public let seed: UInt64
}
