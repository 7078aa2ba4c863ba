public import MatrixKernels
internal import NumericalKernels

/// A loss between the classifier's outputs and numbers: squared errors for regression, binary cross-entropy for many labels.
public struct TargetsObjective: Objective {
    /// Which loss.
    public enum Kind: Sendable {
        /// The mean squared error.
        case regression
        /// The binary cross-entropy of each label on its own.
        case multiLabel
    }

    /// Which loss.
    public let kind: Kind
    /// The numbers to come near, `[examples, outputs]`.
    public let targets: Matrix

    /// Makes an objective.
    public init(_ kind: Kind, targets: Matrix) {
        self.kind = kind
        self.targets = targets
    }

    /// "regression" or "multi-label".
    public var name: String { kind == .regression ? "regression" : "multi-label" }

    /// Returns the loss and adds its gradients.
    public mutating func add(to step: inout ObjectiveStep) -> Double? {
        guard let logits = step.pass.logits else { preconditionFailure("\(name) of a model without logits") }
        let goals = targets.rows(at: step.batch.examples)
        let result = kind == .regression ? MeanSquaredError()(logits, goals) : BinaryCrossEntropy()(logits, goals)
        step.addLogitGradients(result.gradients)
        return result.value
    }
}
