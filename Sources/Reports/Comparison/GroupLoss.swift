public import FairnessMetrics

/// A group whose own figure got worse: what a smaller gap may have been bought with.
public struct GroupLoss: Sendable, Equatable {
    /// Who lost; no attributes means everybody.
    public let key: GroupKey
    /// The figure that got worse.
    public let metric: String
    /// The class that it takes for positive, in a multi-class audit.
    public let className: String?
    /// The figure before and after.
    public let change: NumberChange
    /// By how much it is worse, above 0.
    public let amount: Double
    /// How many people of the audit after that is, for rates; nil for other figures.
    public let people: Double?
    /// Whether the bounds of the change leave no other reading.
    public let isEvidenced: Bool
    /// Whether the gap of this figure between the groups of the same attributes is smaller after than before.
    public let isBesideSmallerGap: Bool

    /// The figures in which a loss is looked for: whether people get what their label says they should, how often they are
    /// decided rightly, and how wrong the numbers said of them are.
    static let watched = [
        "true_positive_rate", "accuracy", "mean_absolute_error", "root_mean_squared_error",
    ]

    init?(_ key: GroupKey, _ metric: MetricChange, gaps: [DisparityChange]) {
        guard Self.watched.contains(metric.metric),
            let isHigherBetter = GroupMetric.named(metric.metric)?.isHigherBetter,
            let difference = metric.change.difference, let after = metric.change.after?.defined
        else { return nil }
        let loss = isHigherBetter ? -difference : difference
        guard loss > 0 else { return nil }
        self.key = key
        self.metric = metric.metric
        className = metric.className
        change = metric.change
        amount = loss
        people = after.numerator == nil ? nil : after.denominator.map { $0 * loss }
        isEvidenced = metric.change.direction == (isHigherBetter ? .fell : .rose)
        isBesideSmallerGap = gaps.contains {
            $0.subject.metric == metric.metric && $0.subject.className == metric.className
                && $0.subject.aggregation == .difference && $0.subject.attributes.sorted() == key.attributes.sorted()
                && ($0.growth ?? 0) < 0
        }
    }
}
