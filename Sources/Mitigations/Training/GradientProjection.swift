internal import MatrixKernels
internal import NumericalKernels
public import Transformers

/// An adversary tells the group from the model's logits, and the model's gradient loses what would help it (Zhang, Lemoine,
/// Mitchell 2018, "Mitigating Unwanted Biases with Adversarial Learning").
///
/// With g the gradient of the model's other losses and a that of the adversary's loss, both with respect to the model's
/// weights, the model learns from g - (⟨g, a⟩ / ⟨a, a⟩) a - strength · a. The products are sums over all elements. Of several
/// such objectives each changes what those before it left.
public struct GradientProjection: Objective {
    /// Over what the projection is taken.
    public enum Scope: Sendable, Hashable {
        /// All weights as one vector, as in the paper.
        case wholeVector
        /// Each tensor on its own, as AIF360 and fairlearn do; no tensor then helps the adversary.
        case eachTensor
        /// Nothing is projected out; the strength alone acts, as in gradient reversal.
        case nothing
    }

    /// Over what the projection is taken.
    public let scope: Scope
    private var core: AdversarialCore

    /// Makes adversaries with fresh weights.
    ///
    /// - Parameters:
    ///   - attribute: What the adversaries tell: the group of each example.
    ///   - labels: The label of each example, from 0, `[examples]`; may be empty where the condition reads none.
    ///   - width: The number of the model's logits, or the width of its states if the settings say that these are read.
    ///   - settings: `settings.input` is states by default; the paper's adversary reads the logits.
    ///   - strength: How much of the adversaries' gradient is taken off besides, over the run.
    ///   - scope: Over what the projection is taken.
    ///   - seed: Of the adversaries' first weights.
    public init(
        _ attribute: ProtectedAttribute, labels: [Int32], width: Int, settings: AdversarySettings,
        strength: AdversaryStrength, scope: Scope = .wholeVector, seed: UInt64
    ) {
        self.scope = scope
        core = AdversarialCore(
            attribute, labels: labels, width: width, settings: settings, strength: strength, seed: seed)
    }

    /// "projection from", and the attribute.
    public var name: String { "projection from \(core.adversary.attribute.name)" }
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
    /// Always: the projection needs both gradients.
    public var isSeparate: Bool { true }
    /// An Adam of the adversary's own.
    public func optimizer(for gradients: Parameters) -> Optimizer? { core.optimizer(for: gradients) }
    /// Asks for the states that the adversary reads.
    public mutating func prepare(_ batch: inout TrainingBatch) { core.adversary.settings.input.prepare(&batch) }

    /// Returns the adversaries' loss, lets them learn, and adds its gradients.
    public mutating func add(to step: inout ObjectiveStep) -> Double? {
        guard let (loss, gradients) = core.learn(from: &step) else { return nil }
        core.adversary.settings.input.add(gradients, to: &step)
        return loss
    }

    /// Takes the projection on the adversary's gradient and its strength out of the others' gradients.
    public mutating func combine(_ separate: Parameters, into gradients: inout Parameters, progress: Double) {
        let strength = core.strength.value(progress: progress)
        let count = separate.layout.entries.count
        let products = (0..<count).map { gradients.dot(separate, at: $0) }
        let squares = (0..<count).map { separate.dot(separate, at: $0) }
        let (whole, length) = (products.reduce(0, +), squares.reduce(0, +))
        for index in 0..<count {
            let along: Double
            switch scope {
            case .wholeVector: along = length > 0 ? whole / length : 0
            case .eachTensor: along = squares[index] > 0 ? products[index] / squares[index] : 0
            case .nothing: along = 0
            }
            guard along + strength != 0 else { continue }
            gradients.add(separate, scale: Float(-(along + strength)), at: index)
        }
    }
}
