/// What shall be alike in all groups.
public enum RateConstraint: String, Sendable, CaseIterable {
    /// The share of positive decisions (Dwork et al. 2012).
    case demographicParity = "demographic_parity"
    /// The true positive rate (Hardt, Price, Srebro 2016).
    case equalOpportunity = "equal_opportunity"
    /// The false positive rate (Chouldechova 2017).
    case falsePositiveRate = "false_positive_rate"
    /// The true negative rate; alike where the false positive rate is.
    case trueNegativeRate = "true_negative_rate"
    /// The false negative rate; alike where the true positive rate is.
    case falseNegativeRate = "false_negative_rate"
    /// Both the true and the false positive rate (Hardt, Price, Srebro 2016).
    case equalizedOdds = "equalized_odds"
    /// The share of right decisions (Berk et al. 2021).
    case accuracyParity = "accuracy_parity"

    /// The rates that have to be alike.
    var rates: [Rate] {
        switch self {
        case .demographicParity: [.selection]
        case .equalOpportunity, .falseNegativeRate: [.truePositive]
        case .falsePositiveRate, .trueNegativeRate: [.falsePositive]
        case .equalizedOdds: [.truePositive, .falsePositive]
        case .accuracyParity: [.accuracy]
        }
    }

    /// Whether it is about more than one rate.
    public var isJoint: Bool { self == .equalizedOdds }

    /// A rate of a group.
    enum Rate: Sendable {
        case selection, truePositive, falsePositive, accuracy
    }
}

/// What is made as large as the constraint allows.
public enum DecisionObjective: String, Sendable, CaseIterable {
    /// The weighted share of right decisions.
    case accuracy
    /// The mean of the true positive and the true negative rate of everybody.
    case balancedAccuracy = "balanced_accuracy"
}

/// How many people of each label there are, and how many of them are decided for, by weight.
public struct SelectedMass: Sendable, Equatable {
    /// The weight of positive and of negative labels.
    public var positives = 0.0, negatives = 0.0
    /// The weight, among them, of those decided for; by expectation where a draw decides.
    public var selectedPositives = 0.0, selectedNegatives = 0.0

    /// Makes a mass that is 0.
    public init() {}

    /// The share decided for; nil without weight.
    public var selectionRate: Double? { share(selectedPositives + selectedNegatives, positives + negatives) }
    /// The share decided for among positive labels.
    public var truePositiveRate: Double? { share(selectedPositives, positives) }
    /// The share decided for among negative labels.
    public var falsePositiveRate: Double? { share(selectedNegatives, negatives) }
    /// The share of right decisions.
    public var accuracy: Double? { share(selectedPositives + negatives - selectedNegatives, positives + negatives) }

    func rate(_ rate: RateConstraint.Rate) -> Double? {
        switch rate {
        case .selection: selectionRate
        case .truePositive: truePositiveRate
        case .falsePositive: falsePositiveRate
        case .accuracy: accuracy
        }
    }

    /// What the objective makes of it; nil where it is undefined.
    public func value(_ objective: DecisionObjective) -> Double? {
        switch objective {
        case .accuracy: return accuracy
        case .balancedAccuracy:
            guard let first = truePositiveRate, let second = falsePositiveRate else { return nil }
            return (first + 1 - second) / 2
        }
    }

    /// Adds the mass of other people.
    public static func += (left: inout SelectedMass, right: SelectedMass) {
        left.positives += right.positives
        left.negatives += right.negatives
        left.selectedPositives += right.selectedPositives
        left.selectedNegatives += right.selectedNegatives
    }

    private func share(_ part: Double, _ whole: Double) -> Double? { whole > 0 ? part / whole : nil }
}

extension [SelectedMass] {
    /// The largest difference of the rates that shall be alike; of groups that have none it says nothing.
    func gap(_ constraint: RateConstraint) -> Double {
        constraint.rates.reduce(0) { largest, rate in
            let values = compactMap { $0.rate(rate) }
            return Swift.max(largest, (values.max() ?? 0) - (values.min() ?? 0))
        }
    }

    /// All of them together.
    var total: SelectedMass { reduce(into: SelectedMass()) { $0 += $1 } }
}
