/// Softmax cross-entropy on the classifier's logits.
public struct ClassificationObjective: Objective {
    /// "classification".
    public let name = "classification"
    /// The class of each example, `[examples]`.
    public let targets: [Int32]
    /// How much each example counts, `[examples]`; nil counts all alike.
    public let rowWeights: [Double]?
    /// The loss.
    public let loss: CrossEntropy

    /// Makes an objective.
    public init(targets: [Int32], rowWeights: [Double]? = nil, loss: CrossEntropy = CrossEntropy()) {
        self.targets = targets
        self.rowWeights = rowWeights
        self.loss = loss
    }

    /// Returns the loss and adds its gradients.
    public mutating func add(to step: inout ObjectiveStep) -> Double? {
        guard let logits = step.pass.logits else { preconditionFailure("classification of a model without logits") }
        let examples = step.batch.examples
        let result = loss(
            logits, examples.map { targets[$0] }, rowWeights: rowWeights.map { all in examples.map { all[$0] } })
        step.addLogitGradients(result.gradients)
        return result.value
    }
}
