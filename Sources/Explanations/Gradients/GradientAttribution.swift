/// What a model's gradients attribute to the words of a text.
public struct GradientAttribution: Sendable {
    /// The text.
    public let text: ExplainedText
    /// What was attributed.
    public let target: ExplainedTarget
    /// What each token has, `[tokens]`, those that frame the text included.
    public let tokens: [Double]
    /// What each word has, the sum of its tokens, `[players]`.
    public let players: [Double]
    /// The model's output for the text.
    public let value: Double
    /// The model's output for the baseline; nil where there is none.
    public let baseValue: Double?
    /// How many gradients were averaged.
    public let steps: Int

    init(
        text: ExplainedText, target: ExplainedTarget, tokens: [Double], value: Double, baseValue: Double?, steps: Int
    ) {
        self.text = text
        self.target = target
        self.tokens = tokens
        players = text.sums(ofTokens: tokens)
        self.value = value
        self.baseValue = baseValue
        self.steps = steps
    }

    /// By how much the tokens' sum misses the difference of the outputs; nil without a baseline.
    public var missing: Double? { baseValue.map { tokens.reduce(0, +) - (value - $0) } }
}
