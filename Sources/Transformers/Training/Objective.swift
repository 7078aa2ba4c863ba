/// Something that training makes smaller: given a batch's outputs it adds a loss and the gradients of it.
///
/// An objective reads hidden states or logits and never runs the model; all of them share one pass and one loop.
///
/// All but `name` and `add(to:)` has a default: most objectives have nothing to learn, to remember or to choose.
public protocol Objective: Sendable {
    /// The name in logs.
    var name: String { get }
    /// What the loss is multiplied by.
    var weight: Double { get }
    /// Parameters of the objective's own, such as an adversary's; nil if it has none.
    var parameters: Parameters? { get set }
    /// Whether the learning rate of those parameters follows the run's schedule.
    var followsSchedule: Bool { get }
    /// Numbers that the objective carries from step to step, always as many; a snapshot keeps them to the last bit.
    var state: [Double] { get set }
    /// What the objective measured on its last batch, by name.
    var figures: [String: Double] { get }
    /// How likely each example is drawn in the round at hand, `[examples]`; nil leaves that to the sampler.
    var sampleWeights: [Double]? { get }
    /// How many rounds an epoch has: how often it asks for `sampleWeights` anew.
    var roundsPerEpoch: Int { get }
    /// Whether the gradients of the model's parameters are computed apart from those of the other objectives, by a
    /// backward pass of their own, for `combine` to put together.
    var isSeparate: Bool { get }

    /// Makes the optimiser of the objective's own parameters; nil takes one like the model's.
    ///
    /// - Parameter gradients: Of the parameters' shapes.
    func optimizer(for gradients: Parameters) -> Optimizer?

    /// Learns that a round begins; before the first one too, and not again when a run goes on.
    mutating func beginRound()

    /// Changes a batch before the pass: which outputs it needs, which tokens are masked.
    mutating func prepare(_ batch: inout TrainingBatch)

    /// Returns the mean loss over the batch, or nil if nothing in it counts, and adds its gradients to `step`.
    mutating func add(to step: inout ObjectiveStep) -> Double?

    /// Puts the separate gradients of a step together with the sum of the others, at the end of the step.
    ///
    /// - Parameters:
    ///   - separate: The gradients of this objective's loss.
    ///   - gradients: Those of all objectives that are not separate, and of separate ones before this one.
    ///   - progress: How much of the run lies behind the step, from 0 to below 1.
    mutating func combine(_ separate: Parameters, into gradients: inout Parameters, progress: Double)
}

extension Objective {
    /// 1.
    public var weight: Double { 1 }
    /// None.
    public var parameters: Parameters? {
        get { nil }
        set {}
    }
    /// It does.
    public var followsSchedule: Bool { true }
    /// None.
    public var state: [Double] {
        get { [] }
        set {}
    }
    /// None.
    public var figures: [String: Double] { [:] }
    /// The sampler's.
    public var sampleWeights: [Double]? { nil }
    /// One.
    public var roundsPerEpoch: Int { 1 }
    /// They are not.
    public var isSeparate: Bool { false }
    /// One like the model's.
    public func optimizer(for gradients: Parameters) -> Optimizer? { nil }
    /// Does nothing.
    public mutating func beginRound() {}
    /// Changes nothing.
    public mutating func prepare(_ batch: inout TrainingBatch) {}
    /// Adds them.
    public mutating func combine(_ separate: Parameters, into gradients: inout Parameters, progress: Double) {
        gradients.add(separate)
    }
}
