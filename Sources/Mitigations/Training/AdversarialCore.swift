internal import MatrixKernels
internal import NumericalKernels
internal import Transformers

/// What the objectives with an adversary have in common: its parameters, its optimiser, its strength and its figures.
struct AdversarialCore: Sendable {
    var adversary: Adversary
    var strength: ControlledStrength
    var figures: [String: Double] = [:]

    init(
        _ attribute: ProtectedAttribute, labels: [Int32], width: Int, settings: AdversarySettings,
        strength: AdversaryStrength, seed: UInt64
    ) {
        adversary = Adversary(attribute, labels: labels, width: width, settings: settings, seed: seed)
        self.strength = ControlledStrength(strength)
    }

    func optimizer(for gradients: Parameters) -> Optimizer {
        Optimizer(.adamW(), for: gradients, learningRate: adversary.settings.learningRate)
    }

    /// Takes all but the last of the adversary's steps, adds the gradients of the last to its sums, moves the controller,
    /// and returns the loss with its gradients of what was read.
    mutating func learn(from step: inout ObjectiveStep) -> (loss: Double, gradients: Matrix)? {
        let inputs = adversary.settings.input.outputs(step)
        let examples = step.batch.examples
        for _ in 1..<adversary.settings.steps {
            guard var early = adversary.outcome(inputs, examples: examples) else { return nil }
            step.update(&adversary.parameters, gradients: &early.own)
        }
        let used = strength.value(progress: step.batch.progress)
        guard let outcome = adversary.outcome(inputs, examples: examples) else { return nil }
        let scale = Float(step.scale)
        step.own?.add(outcome.own, scale: scale)
        figures = [
            AdversaryFigure.loss: outcome.loss, AdversaryFigure.accuracy: outcome.accuracy,
            AdversaryFigure.chance: adversary.chance, AdversaryFigure.entropy: adversary.entropy,
            AdversaryFigure.strength: used, AdversaryFigure.diversity: outcome.diversity,
        ]
        if adversary.chance < 1 {
            strength.observe(excess: (outcome.accuracy - adversary.chance) / (1 - adversary.chance))
        }
        return (outcome.loss, outcome.inputs)
    }
}

/// The names of what an adversary measures on a batch.
public enum AdversaryFigure {
    /// Its mean cross-entropy.
    public static let loss = "adversary loss"
    /// The share of rows whose group it told, weighted as its loss is.
    public static let accuracy = "adversary accuracy"
    /// The best accuracy that can be had without the model's outputs.
    public static let chance = "adversary chance"
    /// The least cross-entropy that can be had without the model's outputs.
    public static let entropy = "adversary entropy"
    /// How strongly its gradient changed the model.
    public static let strength = "adversary strength"
    /// The share of the variance of the groups' marks that a linear adversary explains.
    public static let explained = "adversary explained"
    /// The diversity penalty, before its weight.
    public static let diversity = "adversary diversity"
}
