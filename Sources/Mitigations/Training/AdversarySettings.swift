public import MatrixKernels

/// The shape of an adversary and how it learns.
public struct AdversarySettings: Sendable {
    /// What it reads.
    public var input = AdversaryInput.states
    /// What it knows of the label.
    public var condition = AdversaryCondition.none
    /// The widths of its hidden layers; none makes it linear.
    public var hidden = [256, 256]
    /// The function between them.
    public var activation = Activation.relu
    /// How many adversaries there are, each with other first weights.
    public var count = 1
    /// What the diversity penalty between each two of them is multiplied by.
    public var diversity = 0.0
    /// Its learning rate; it has an Adam of its own.
    public var learningRate = 1e-3
    /// Whether that rate follows the run's schedule instead of staying as it is.
    public var followsSchedule = false
    /// How many steps it takes on a batch; all but the last come before the model hears of it.
    public var steps = 1
    /// What the variance of its first weights is multiplied by; small values let the model begin undisturbed.
    public var gain = 1.0
    /// How much each example counts in its loss, `[examples]`; nil counts all alike.
    public var rowWeights: [Double]?

    /// Makes settings.
    public init() {}
}
