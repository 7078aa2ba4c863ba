public import MatrixKernels
internal import NumericalKernels

/// What an objective sees of a pass, and where it adds its gradients.
public struct ObjectiveStep: Sendable {
    /// The batch.
    public let batch: TrainingBatch
    /// The model's outputs.
    public let pass: any TrainingPass
    /// The model's parameters.
    public let parameters: Parameters
    /// The gradients so far of the pass's logits, states and head states, of their shapes; nil while there are none.
    public private(set) var logits: Matrix?, states: Matrix?, head: Matrix?
    /// The gradients so far of the pass's lower states; nothing while no objective reads any.
    public private(set) var lower: [Matrix?] = []
    /// The gradients of the model's parameters, for objectives that read these, such as penalties.
    public var gradients: Parameters
    /// The gradients of the objective's own parameters.
    public var own: Parameters?
    /// What every gradient must be multiplied by: the objective's weight times the batch's share of the step.
    public internal(set) var scale = 1.0
    /// The optimiser of the objective's own parameters, and the schedule's share of its rate.
    var ownOptimizer: Optimizer?, ownShare = 1.0

    /// Makes the step of one pass without gradients so far.
    ///
    /// - Parameters:
    ///   - batch: The examples that the pass is of.
    ///   - pass: The model's outputs.
    ///   - parameters: The model's parameters.
    ///   - gradients: The sums to add to.
    ///   - own: The sums of the gradients of the objective's own parameters.
    public init(
        batch: TrainingBatch, pass: any TrainingPass, parameters: Parameters, gradients: Parameters,
        own: Parameters? = nil
    ) {
        self.batch = batch
        self.pass = pass
        self.parameters = parameters
        self.gradients = gradients
        self.own = own
    }

    /// Adds gradients of the mean loss with respect to the logits.
    public mutating func addLogitGradients(_ gradients: Matrix) {
        ObjectiveStep.add(gradients, scale, to: &logits)
    }

    /// Adds gradients of the mean loss with respect to the states.
    public mutating func addStateGradients(_ gradients: Matrix) {
        ObjectiveStep.add(gradients, scale, to: &states)
    }

    /// Adds gradients of the mean loss with respect to the head states.
    public mutating func addHeadGradients(_ gradients: Matrix) {
        precondition(pass.headStates != nil, "gradients of head states that the pass does not have")
        ObjectiveStep.add(gradients, scale, to: &head)
    }

    /// Adds gradients of the mean loss with respect to the lower states of a block.
    public mutating func addLowerGradients(_ gradients: Matrix, block: Int) {
        precondition(pass.lowerStates.indices.contains(block), "gradients of block \(block), which the pass lacks")
        if lower.isEmpty { lower = Array(repeating: nil, count: pass.lowerStates.count) }
        ObjectiveStep.add(gradients, scale, to: &lower[block])
    }

    /// Takes a step of the objective's own optimiser at once, beside the one at the end of the trainer's step.
    ///
    /// - Parameters:
    ///   - own: The objective's own parameters.
    ///   - gradients: Their gradients; set to 0.
    public mutating func update(_ own: inout Parameters, gradients: inout Parameters) {
        ownOptimizer?.update(&own, gradients: &gradients, share: ownShare)
    }

    private static func add(_ gradients: Matrix, _ scale: Double, to sum: inout Matrix?) {
        var total = sum ?? Matrix(rows: gradients.rows, columns: gradients.columns)
        total.add(gradients, scale: Float(scale))
        sum = total
    }
}
