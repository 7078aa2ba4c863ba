/// Why two groups are treated differently: what each class of players adds to the gap between their means.
///
/// By linearity φ(gap) is the mean of φ over the rows of one group less that over the other's. Means of scores give the gap of
/// demographic parity on scores; attributions of decisions (`ThresholdGame`) give that of selection rates; and of the
/// rows with a positive or a negative label those of true and of false positive rates. The contributions, what the base
/// values differ by, and what no class contributes (nothing, for Shapley and Owen values) add up to the measured gap.
///
/// Intervals are Welch's over rows, which were drawn in each group apart, and hold the error of the explanations too.
public struct GapAttribution: Sendable, Equatable {
    /// Which rows count.
    public enum Kind: String, Sendable, CaseIterable {
        /// All rows: the difference of mean scores, or of selection rates.
        case demographicParity = "demographic_parity_difference"
        /// The rows with a positive label.
        case truePositiveRate = "true_positive_rate_difference"
        /// The rows with a negative label.
        case falsePositiveRate = "false_positive_rate_difference"

        fileprivate func counts(_ row: AttributedRow) -> Bool {
            switch self {
            case .demographicParity: true
            case .truePositiveRate: row.label == true
            case .falsePositiveRate: row.label == false
            }
        }
    }

    /// What one class adds to the gap.
    public struct Contribution: Sendable, Equatable {
        /// The name of the class.
        public let name: String
        /// The contribution with its interval.
        public let value: Attribution.Player
        /// The part of its standard error that the draws of the explanations cause; the rest is which rows were there.
        public let drawnError: Double
    }

    /// Which rows count.
    public let kind: Kind
    /// The name of the group whose mean counts positively, and how many of its rows count.
    public let first: (name: String, rows: Int)
    /// The name of the group that is subtracted, and how many of its rows count.
    public let second: (name: String, rows: Int)
    /// The measured gap.
    public let gap: Attribution.Player
    /// What the base values differ by: as if no class were there.
    public let baseDifference: Attribution.Player
    /// What each class adds, in their order.
    public let contributions: [Contribution]
    /// What neither the base values nor a class accounts for; 0 to rounding for values that add up.
    public let unattributed: Attribution.Player

    /// Divides the gap between two groups.
    ///
    /// - Parameters:
    ///   - rows: Rows of both groups, and of others, which do not count.
    ///   - classes: The names of the classes, as many as each row has contributions.
    ///   - groups: The names of the groups, by number.
    ///   - first: The group whose mean counts positively.
    ///   - second: The group that is subtracted.
    ///   - kind: Which rows count.
    ///   - confidence: Of the intervals.
    /// - Throws: `ExplanationsError` if fewer than two rows of a group count, or a row does not fit.
    public init(
        _ rows: [AttributedRow], classes: [String], groups: [String], first: Int, second: Int,
        kind: Kind = .demographicParity, confidence: Double = 0.95
    ) throws {
        try GroupRows.check(rows, groups: groups)
        for group in [first, second] where !groups.indices.contains(group) || first == second {
            throw ExplanationsError.setting(
                name: "a group of the gap", value: "\(group)",
                remedy: "two different groups from 0 to \(groups.count - 1) have a gap")
        }
        if let row = rows.first, row.contributions.count != classes.count {
            throw ExplanationsError.mismatch(
                what: "names of classes", count: classes.count, expected: row.contributions.count)
        }
        let counted = rows.filter { kind.counts($0) }
        let one = try GroupRows(counted, group: first, name: groups[first])
        let other = try GroupRows(counted, group: second, name: groups[second])
        self.kind = kind
        self.first = (groups[first], one.rows.count)
        self.second = (groups[second], other.rows.count)
        gap = one.value.less(other.value, confidence: confidence)
        baseDifference = one.base.less(other.base, confidence: confidence)
        unattributed = one.rest.less(other.rest, confidence: confidence)
        contributions = zip(classes, zip(one.contributions, other.contributions)).map { name, means in
            Contribution(
                name: name, value: means.0.less(means.1, confidence: confidence),
                drawnError: (means.0.drawnVariance + means.1.drawnVariance).squareRoot())
        }
    }

    /// Whether both say the same.
    public static func == (left: GapAttribution, right: GapAttribution) -> Bool {
        left.kind == right.kind && left.first == right.first && left.second == right.second && left.gap == right.gap
            && left.baseDifference == right.baseDifference && left.contributions == right.contributions
            && left.unattributed == right.unattributed
    }
}
