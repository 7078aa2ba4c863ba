/// The examples that one forward pass reads.
public struct TrainingBatch: Sendable {
    /// Their numbers in the data set, `[examples]`; objectives find their targets by them.
    public let examples: [Int]
    /// What the model reads, in the same order. An objective may change it, as masked-language training does.
    public var input: TrainingInput
    /// The forward pass, counted from the start of the run; random choices derive from it and the seed.
    public let number: Int
    /// How much of the run lies behind this pass, from 0 to below 1; schedules go by it.
    public let progress: Double
    /// The seed of the run.
    public let seed: UInt64

    /// Makes a batch.
    public init(examples: [Int], input: TrainingInput, number: Int, progress: Double = 0, seed: UInt64) {
        self.examples = examples
        self.input = input
        self.number = number
        self.progress = progress
        self.seed = seed
    }

    /// Makes a batch of texts.
    public init(
        examples: [Int], tokens: PackedTokens, reading: TextModel.Reading, number: Int, progress: Double = 0,
        seed: UInt64
    ) {
        self.init(
            examples: examples, input: .tokens(tokens, reading), number: number, progress: progress, seed: seed)
    }

    /// The examples' tokens; for a model of text.
    public var tokens: PackedTokens {
        get { text.tokens }
        set { input = .tokens(newValue, text.reading) }
    }

    /// Which outputs are needed; for a model of text.
    public var reading: TextModel.Reading {
        get { text.reading }
        set { input = .tokens(text.tokens, newValue) }
    }

    private var text: (tokens: PackedTokens, reading: TextModel.Reading) {
        guard case .tokens(let tokens, let reading) = input else { preconditionFailure("features have no tokens") }
        return (tokens, reading)
    }
}
