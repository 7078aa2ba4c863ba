internal import Glibc

/// How strongly an adversary's gradient changes the model in the course of a run.
public enum AdversaryStrength: Sendable, Hashable {
    /// The same from the first step on.
    case constant(Double)
    /// `maximum` · (2 / (1 + exp(-`steepness` p)) - 1) with the run's progress p (Ganin et al. 2016, steepness 10).
    case ganin(maximum: Double, steepness: Double = 10)
    /// From 0 in a straight line over the first share of the run, then `maximum`.
    case warmUp(maximum: Double, share: Double)
    /// Whatever holds the adversary near chance.
    case controlled(AdversaryController)

    /// The strength.
    ///
    /// - Parameters:
    ///   - progress: How much of the run lies behind, from 0 to below 1.
    ///   - controlled: What the controller has come to.
    func value(progress: Double, controlled: Double) -> Double {
        switch self {
        case .constant(let value): value
        case .ganin(let maximum, let steepness): maximum * (2 / (1 + exp(-steepness * progress)) - 1)
        case .warmUp(let maximum, let share): maximum * (share > 0 ? min(1, progress / share) : 1)
        case .controlled: controlled
        }
    }
}

/// Raises the strength while the adversary sees more than it should, and lowers it while it sees less.
///
/// The excess is how far the adversary is on the way from chance to certainty, (accuracy - chance) / (1 - chance), where
/// chance is the best that can be had without the model's outputs. Its moving average e moves the strength to
/// strength · exp(`rate` (e - `target`)) after each batch.
public struct AdversaryController: Sendable, Hashable {
    /// The strength to begin with.
    public var initial = 1.0
    /// The excess to hold.
    public var target = 0.02
    /// How fast the strength changes.
    public var rate = 0.1
    /// How much of the average each batch leaves.
    public var memory = 0.95
    /// The strengths that are allowed.
    public var limits = 0.01...100

    /// Makes a controller with the usual values.
    public init() {}

    /// Moves the strength and the average after a batch.
    func update(_ strength: inout Double, _ average: inout Double, excess: Double) {
        average = memory * average + (1 - memory) * excess
        strength = min(limits.upperBound, max(limits.lowerBound, strength * exp(rate * (average - target))))
    }
}

/// A strength with what its controller remembers, if it has one.
struct ControlledStrength: Sendable {
    private let schedule: AdversaryStrength
    /// The controller's strength and its average of the excess; zeros without one.
    var state: [Double]

    init(_ schedule: AdversaryStrength) {
        self.schedule = schedule
        var initial = 0.0
        if case .controlled(let controller) = schedule { initial = controller.initial }
        state = [initial, 0]
    }

    /// The strength at a moment of the run.
    func value(progress: Double) -> Double { schedule.value(progress: progress, controlled: state[0]) }

    /// Lets the controller know how far the adversary is on the way from chance to certainty.
    mutating func observe(excess: Double) {
        guard case .controlled(let controller) = schedule else { return }
        var (strength, average) = (state[0], state[1])
        controller.update(&strength, &average, excess: excess)
        state = [strength, average]
    }
}
