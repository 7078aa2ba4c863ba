/// What one step of training did.
public struct TrainingReport: Sendable, Equatable {
    /// The step, counted from 1.
    public let step: Int
    /// How much of the run lies behind with it, above 0 and up to 1.
    public let progress: Double
    /// The mean loss of each objective over the step's examples that count; nil where none does.
    public let losses: [Double?]
    /// The norm of the gradients before clipping; nil where nothing clips.
    public let gradientNorm: Double?
    /// The learning rate.
    public let learningRate: Double
    /// The tokens read, or the rows where a model reads features.
    public let tokens: Int
    /// What each objective measured on the step's last batch, by name, such as an adversary's "accuracy".
    public let figures: [[String: Double]]

    /// Makes a report.
    public init(
        step: Int, progress: Double, losses: [Double?], gradientNorm: Double?, learningRate: Double, tokens: Int,
        figures: [[String: Double]] = []
    ) {
        self.step = step
        self.progress = progress
        self.losses = losses
        self.gradientNorm = gradientNorm
        self.learningRate = learningRate
        self.tokens = tokens
        self.figures = figures
    }
}
