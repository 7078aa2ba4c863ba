public import FairnessMetrics

/// A metric of a group in two audits.
public struct MetricChange: Sendable, Equatable {
    /// The metric's id.
    public let metric: String
    /// The class that it takes for positive, in a multi-class audit.
    public let className: String?
    /// Its values.
    public let change: NumberChange
}

/// A group in two audits, with every metric that either measured.
public struct GroupChange: Sendable, Equatable {
    /// Who the group is; no attributes means everybody.
    public let key: GroupKey
    /// Whether each audit has the group.
    public let isInBefore: Bool, isInAfter: Bool
    /// Its rows; nil if the audit does not have the group or withholds it.
    public let countBefore: Int?, countAfter: Int?
    /// The metrics in the order of the registry, then those of single classes.
    public let metrics: [MetricChange]

    /// The change of a metric, or nil if neither audit measured it.
    public func change(_ metric: String, ofClass name: String? = nil) -> NumberChange? {
        metrics.first { $0.metric == metric && $0.className == name }?.change
    }
}

extension GroupAssessment {
    /// The rows, unless they are withheld.
    var shownCount: Int? { isSuppressed ? nil : count }

    /// Every metric with its class, in the order of reports.
    var namedMetrics: [(metric: String, className: String?, estimate: Estimate)] {
        metrics.filter { $0.metric != "count" }.map { ($0.metric, nil, $0.estimate) }
            + classes.flatMap { entry in entry.metrics.map { ($0.metric, entry.name, $0.estimate) } }
    }
}
