internal import FairnessMetrics

extension ReportSection {
    /// Each group's rates with their intervals, as a table that is a forest plot at once.
    static let groups = ReportSection(
        id: "groups", title: "Group by group", question: "What is each group’s rate, and how sure is it?"
    ) { context in
        let sets = context.singleSets.filter { !context.groups($0).isEmpty }
        let main = context.tabulatedMetrics
        guard !sets.isEmpty, !main.isEmpty else { return nil }
        let takeaway: Node = """
            Where two intervals lie far apart the groups differ; a wide interval means that there are too few rows to say \
            much. Every interval holds at \(context.settings.confidence.level).
            """
        return [.takeaway(takeaway)]
            + sets.enumerated().flatMap { index, attributes -> [Node] in
                [.make(.h3, content: "By \(.attributes(attributes))")]
                    + main.map {
                        ForestTable(context: context, attributes: attributes, metric: $0, id: "rates-\(index)-\($0)")
                            .node
                    }
                    + [AllMetrics(context: context, attributes: attributes, id: "all-\(index)").node]
            }
    }
}

/// Every metric of every group of one attribute.
private struct AllMetrics {
    let context: ReportContext
    let attributes: [String]
    let id: String

    private static let columns = 12

    var node: Node {
        let groups = context.groups(attributes).filter { !$0.isSuppressed }
        let shown =
            groups.count > Self.columns
            ? Array(groups.sorted { $0.count > $1.count }.prefix(Self.columns)) : groups
        let metrics = context.overall.metrics.map(\.metric).filter { $0 != "count" }
        guard !shown.isEmpty, metrics.count > context.tabulatedMetrics.count else { return .none }
        let remark: Node =
            shown.count < groups.count
            ? .note(
                "The \(shown.count) largest of \(counted(groups.count, "group")) are shown; all are in the results.")
            : .none
        let table = DataTable(
            id: id, caption: "Every metric by \(.attributes(attributes)), with its counts and its interval",
            columns: [.init("Metric", .text), .init("Everybody")] + shown.map { .init(.group($0.key)) },
            rows: metrics.map { metric in
                let wording = MetricWording(metric)
                return [.text(wording.name)] + ([context.overall] + shown).map { MetricCell.full($0, wording) }
            })
        return .details("All \(counted(metrics.count, "metric")) by \(.attributes(attributes))", [table.node, remark])
    }
}
