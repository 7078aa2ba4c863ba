/// What shall be alike in all groups, and how nearly.
public struct ParityConstraint: Sendable, Hashable {
    /// What shall be alike.
    public enum Kind: String, Sendable, CaseIterable {
        /// The share of positive decisions.
        case demographicParity = "demographic_parity"
        /// The share of positive decisions within each label.
        case equalizedOdds = "equalized_odds"
        /// The share of positive decisions among positive rows.
        case truePositiveRateParity = "true_positive_rate_parity"
        /// The share of positive decisions among negative rows.
        case falsePositiveRateParity = "false_positive_rate_parity"
        /// The share of wrong decisions.
        case errorRateParity = "error_rate_parity"
    }

    /// How nearly.
    public enum Bound: Sendable, Hashable {
        /// Each group's rate lies at most so far from that of all rows.
        case difference(Double)
        /// Each group's rate is at least this share of that of all rows and the other way about, but for the slack.
        case ratio(Double, slack: Double)
    }

    /// What shall be alike.
    public var kind: Kind
    /// How nearly.
    public var bound: Bound

    /// Makes a constraint.
    public init(_ kind: Kind, _ bound: Bound = .difference(0.01)) {
        self.kind = kind
        self.bound = bound
    }

    var ratio: Double {
        if case .ratio(let ratio, _) = bound { ratio } else { 1 }
    }

    var slack: Double {
        switch bound {
        case .difference(let slack), .ratio(_, let slack): slack
        }
    }

    /// The number of the condition that a row of this label falls under; nil if the constraint does not concern it.
    func event(isPositive: Bool) -> Int? {
        switch kind {
        case .demographicParity, .errorRateParity: 0
        case .equalizedOdds: isPositive ? 1 : 0
        case .truePositiveRateParity: isPositive ? 0 : nil
        case .falsePositiveRateParity: isPositive ? nil : 0
        }
    }
}
