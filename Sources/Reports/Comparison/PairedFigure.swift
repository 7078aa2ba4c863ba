public import FairnessMetrics

/// The interval of a change of a group's figure that knows which rows changed, where somebody had both outcomes of each row.
///
/// Two results alone cannot give it; see `NumberChange.bounds`.
public struct PairedFigure: Sendable, Equatable {
    /// Who the group is; no attributes means everybody.
    public let key: GroupKey
    /// The figure's id.
    public let metric: String
    /// The interval of after minus before.
    public let interval: Interval

    /// Takes an interval at the audits' level of confidence.
    public init(key: GroupKey, metric: String, interval: Interval) {
        (self.key, self.metric, self.interval) = (key, metric, interval)
    }

    /// The figures that are shares of rows of which every outcome is right or wrong, yes or no, and over which rows: all of
    /// them, or those of one label.
    public enum Share: String, Sendable, CaseIterable {
        /// Decisions equal to the label, of all rows.
        case accuracy
        /// Positive decisions, of all rows.
        case selectionRate = "selection_rate"
        /// Positive decisions, of rows labelled positive.
        case truePositiveRate = "true_positive_rate"
        /// Negative decisions, of rows labelled positive.
        case falseNegativeRate = "false_negative_rate"
        /// Positive decisions, of rows labelled negative.
        case falsePositiveRate = "false_positive_rate"
        /// Negative decisions, of rows labelled negative.
        case trueNegativeRate = "true_negative_rate"

        /// Whether a row of this label and decision counts; nil if it is not of the rows the share is of.
        func counts(label: Bool, decision: Bool) -> Bool? {
            switch self {
            case .accuracy: label == decision
            case .selectionRate: decision
            case .truePositiveRate: label ? decision : nil
            case .falseNegativeRate: label ? !decision : nil
            case .falsePositiveRate: label ? nil : decision
            case .trueNegativeRate: label ? nil : !decision
            }
        }
    }

    /// Judges the change of every share of a group by its rows (Agresti and Min 2005); a share of fewer rows than an
    /// interval needs is left out.
    ///
    /// - Parameters:
    ///   - key: The group that the rows are of.
    ///   - labels: Whether each of the group's rows is labelled positive, `[rows]`.
    ///   - before: The decisions before, `[rows]`.
    ///   - after: The decisions after, `[rows]`.
    ///   - confidence: The level of the intervals.
    public static func figures(
        of key: GroupKey, labels: [Bool], before: [Bool], after: [Bool], confidence: Double
    ) -> [PairedFigure] {
        Share.allCases.compactMap { share in
            let pairs = labels.indices.compactMap { row -> (Double, Double)? in
                guard let first = share.counts(label: labels[row], decision: before[row]),
                    let second = share.counts(label: labels[row], decision: after[row])
                else { return nil }
                return (first ? 1 : 0, second ? 1 : 0)
            }
            let change = PairedEstimates.shares(
                before: pairs.map(\.0), after: pairs.map(\.1), confidence: confidence, of: "rows"
            ).change
            return change.defined.map { PairedFigure(key: key, metric: share.rawValue, interval: $0.interval) }
        }
    }
}
