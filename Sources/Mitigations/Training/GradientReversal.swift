internal import MatrixKernels
internal import NumericalKernels
public import Transformers

/// An adversary tells the group from what the model makes of an example, and the model learns to make that hard: the
/// adversary's gradient reaches the model times minus the strength (Ganin et al. 2016; Li, Baldwin, Cohn 2018).
///
/// The model minimises its own loss - strength · the mean cross-entropy of the adversaries; each adversary minimises its
/// own. Rows whose group is not known leave both as they are. With a strength of 0 the model learns as without an adversary,
/// bit for bit. For several attributes, take an objective for each.
public struct GradientReversal: Objective {
    private var core: AdversarialCore

    /// Makes adversaries with fresh weights.
    ///
    /// - Parameters:
    ///   - attribute: What the adversaries tell: the group of each example.
    ///   - labels: The label of each example, from 0, `[examples]`; may be empty where the condition reads none.
    ///   - width: The width of what the adversaries read: of the model's states or the number of its logits.
    ///   - settings: What the adversaries read, how many they are, and how they learn.
    ///   - strength: What the adversaries' reversed gradient is multiplied by, over the run.
    ///   - seed: Of the adversaries' first weights.
    public init(
        _ attribute: ProtectedAttribute, labels: [Int32], width: Int, settings: AdversarySettings = AdversarySettings(),
        strength: AdversaryStrength, seed: UInt64
    ) {
        core = AdversarialCore(
            attribute, labels: labels, width: width, settings: settings, strength: strength, seed: seed)
    }

    /// "adversary on", the attribute, and where it reads if that is not the head.
    public var name: String { "adversary on \(core.adversary.attribute.name)\(core.adversary.settings.input.place)" }
    /// The adversaries' weights.
    public var parameters: Parameters? {
        get { core.adversary.parameters }
        set { if let newValue { core.adversary.parameters = newValue } }
    }
    /// Whether the adversary's rate does.
    public var followsSchedule: Bool { core.adversary.settings.followsSchedule }
    /// The controller's memory.
    public var state: [Double] {
        get { core.strength.state }
        set { core.strength.state = newValue }
    }
    /// What `AdversaryFigure` names.
    public var figures: [String: Double] { core.figures }
    /// An Adam of the adversary's own.
    public func optimizer(for gradients: Parameters) -> Optimizer? { core.optimizer(for: gradients) }
    /// Asks for the states that the adversary reads.
    public mutating func prepare(_ batch: inout TrainingBatch) { core.adversary.settings.input.prepare(&batch) }

    /// Returns the adversaries' loss, lets them learn, and adds its reversed gradients.
    public mutating func add(to step: inout ObjectiveStep) -> Double? {
        let strength = core.strength.value(progress: step.batch.progress)
        guard let (loss, gradients) = core.learn(from: &step) else { return nil }
        // Adding zeros could change the model's bits: a sum of gradients may be -0.
        if strength != 0 {
            var reversed = gradients
            reversed.scale(by: Float(-strength))
            core.adversary.settings.input.add(reversed, to: &step)
        }
        return loss
    }
}
