internal import FairnessMetrics

extension ReportSection {
    /// What each name in the report means.
    static let definitions = ReportSection(
        id: "definitions", title: "Definitions", question: "What does each name mean, to the letter?"
    ) { context in
        let assessment = context.results.assessment
        let metrics = assessment.metricIds.map { MetricWording($0) }
        guard !metrics.isEmpty else { return nil }
        let used = Set(assessment.disparities.filter(context.shows).map(\.aggregation))
        var nodes: [Node] = [
            .takeaway("The same name means different things in different tools; these are the meanings here."),
            DataTable(
                id: "metric-definitions", caption: "Metrics, in each group",
                columns: [.init("Metric", .text), .init("Formula", .text), .init("Asks", .text), .init("Id", .text)],
                rows: metrics.map { metric in
                    [
                        .text(metric.name),
                        .fragment([.text(metric.formula ?? "–"), metric.source.map { .subline(.text($0)) } ?? .none]),
                        .text(metric.question ?? "–"), .code(metric.id),
                    ]
                }
            ).node,
            .note(
                context.settings.task == .regression
                    ? "y is the label and ŷ the prediction; with a weight column means are weighted means."
                    : """
                    TP, FP, FN and TN count true positives, false positives, false negatives and true negatives; “positive” \
                    as a label is what came to be, as a prediction what was decided\(context.settings.task == .multiclass ? "; of a class, it is positive and all others are negative" : ""). With a weight column the counts are sums \
                    of weights.
                    """),
        ]
        if !used.isEmpty {
            nodes.append(
                DataTable(
                    id: "aggregation-definitions", caption: "Comparisons, between groups",
                    columns: [.init("Comparison", .text), .init("Is", .text), .init("Id", .text)],
                    rows: Aggregation.allCases.filter(used.contains).map { aggregation in
                        [
                            .text(aggregation.name),
                            .fragment([.text(aggregation.definition), .subline(.text(aggregation.source))]),
                            .code(aggregation.rawValue),
                        ]
                    }
                ).node)
        }
        return nodes + CrosswalkTables(context).nodes
    }
}
