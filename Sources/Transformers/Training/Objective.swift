public import MatrixKernels
internal import NumericalKernels

/// Something that training makes smaller: given a batch's outputs it adds a loss and the gradients of it.
///
/// An objective reads hidden states or logits and never runs the model; all of them share one pass and one loop.
public protocol Objective: Sendable {
    /// The name in logs.
    var name: String { get }
    /// What the loss is multiplied by.
    var weight: Double { get }
    /// Parameters of the objective's own, such as an adversary's; nil if it has none.
    var parameters: Parameters? { get set }

    /// Changes a batch before the pass: which outputs it needs, which tokens are masked.
    mutating func prepare(_ batch: inout TrainingBatch)

    /// Returns the mean loss over the batch, or nil if nothing in it counts, and adds its gradients to `step`.
    mutating func add(to step: inout ObjectiveStep) -> Double?
}

extension Objective {
    /// 1.
    public var weight: Double { 1 }
    /// None.
    public var parameters: Parameters? {
        get { nil }
        set {}
    }
    /// Changes nothing.
    public mutating func prepare(_ batch: inout TrainingBatch) {}
}

/// What an objective sees of a pass, and where it adds its gradients.
public struct ObjectiveStep: Sendable {
    /// The batch.
    public let batch: TrainingBatch
    /// The model's outputs.
    public let pass: TextModel.Pass
    /// The model's parameters.
    public let parameters: Parameters
    /// The gradients so far of the pass's logits and states, of their shapes; nil while there are none.
    public private(set) var logits: Matrix?, states: Matrix?
    /// The gradients of the model's parameters, for objectives that read these, such as penalties.
    public var gradients: Parameters
    /// The gradients of the objective's own parameters.
    public var own: Parameters?
    /// What every gradient must be multiplied by: the objective's weight times the batch's share of the step.
    public internal(set) var scale = 1.0

    init(batch: TrainingBatch, pass: TextModel.Pass, parameters: Parameters, gradients: Parameters) {
        self.batch = batch
        self.pass = pass
        self.parameters = parameters
        self.gradients = gradients
    }

    /// Adds gradients of the mean loss with respect to the logits.
    public mutating func addLogitGradients(_ gradients: Matrix) {
        ObjectiveStep.add(gradients, scale, to: &logits)
    }

    /// Adds gradients of the mean loss with respect to the states.
    public mutating func addStateGradients(_ gradients: Matrix) {
        ObjectiveStep.add(gradients, scale, to: &states)
    }

    private static func add(_ gradients: Matrix, _ scale: Double, to sum: inout Matrix?) {
        var total = sum ?? Matrix(rows: gradients.rows, columns: gradients.columns)
        total.add(gradients, scale: Float(scale))
        sum = total
    }
}
