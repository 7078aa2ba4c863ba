internal import FairnessMetrics

extension ReportSection {
    /// The same comparisons among people who are alike in the control columns.
    static let strata = ReportSection(
        id: "strata", title: "Among people alike in the controls",
        question: "Does the gap remain among people who are alike in the control columns?"
    ) { context in
        let strata = context.results.assessment.strata
        guard !strata.isEmpty else { return nil }
        let tables = context.singleSets.enumerated().flatMap { index, attributes in
            context.headlineMetrics.compactMap { metric in
                StrataTable(context: context, attributes: attributes, metric: metric, id: "strata-\(index)-\(metric)")
                    .node
            }
        }
        return [
            .takeaway(
                """
                A gap that is there over the whole table and gone within every stratum comes from who is in which \
                stratum; whether the stratum itself is a just reason is not a question of statistics.
                """)
        ] + tables
    }
}

/// One difference over the whole table and in each stratum.
private struct StrataTable {
    let context: ReportContext
    let attributes: [String]
    let metric: String
    let id: String

    private static let limit = 60

    var node: Node? {
        let strata = context.results.assessment.strata
        let rows = strata.prefix(Self.limit).compactMap { stratum in
            stratum.disparities.first {
                $0.metric == metric && $0.aggregation == .difference && $0.attributes == attributes
            }.map { (stratum, $0) }
        }
        guard !rows.isEmpty else { return nil }
        let whole = context.difference(of: metric, attributes).map { [cells("Whole table", $0)] } ?? []
        let table = DataTable(
            id: id,
            caption:
                "Difference of the \(MetricWording(metric).nameWithinSentence) by \(.attributes(attributes)), by stratum",
            columns: [
                .init(.attributes(context.results.controls), .text), .init("Size (interval)"),
                .init("Highest over lowest", .text), .init("Verdict", .text),
            ], rows: whole + rows.map { cells(.group($0.0.key), $0.1) })
        let remark: Node =
            strata.count > Self.limit
            ? .note("The first \(Self.limit) of \(counted(strata.count, "stratum", "strata")) are shown.") : .none
        return .fragment([table.node, remark])
    }

    private func cells(_ heading: Node, _ disparity: Disparity) -> [Node] {
        var pair: Node = "–"
        if let highest = disparity.highest, let lowest = disparity.lowest { pair = "\(highest) over \(lowest)" }
        return [heading, disparity.size, pair, disparity.verdict.node]
    }
}
