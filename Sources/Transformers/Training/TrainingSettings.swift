/// The choices of a training run.
public struct TrainingSettings: Sendable {
    /// How often each example is read.
    public var epochs: Int
    /// The batches whose gradients are summed into one step.
    public var accumulation = 1
    /// How the learning rate changes, and the share of the steps over which it rises.
    public var shape = LearningRate.Shape.linear, warmUpShare = 0.0
    /// The seed of order, dropout and masks.
    public var seed: UInt64
    /// Whether the model's dropout is on.
    public var usesDropout = true
    /// Whether the backward pass computes blocks again instead of keeping them.
    public var recomputing = false
    /// How what learns begins to learn one block after another; nil lets all of it learn from the start.
    public var unfreezing: GradualUnfreezing?

    /// Makes settings.
    public init(epochs: Int, seed: UInt64) {
        self.epochs = epochs
        self.seed = seed
    }
}
