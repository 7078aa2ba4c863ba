internal import FairnessMetrics

extension ReportSection {
    /// The same comparisons among people who are alike in the control columns.
    static let strata = ReportSection(
        id: "strata", title: "Among people alike in the controls",
        question: "Does the gap remain among people who are alike in the control columns?"
    ) { context in
        let tables = StrataTable.all(context)
        guard let widest = StrataTable.widest(tables) else { return nil }
        let conditional = ConditionalTable.all(context)
        return [
            .takeaway(widest.sentence)
        ] + conditional.flatMap(\.reversals).map { .paragraph($0) } + [
            .paragraph(
                """
                A gap that is there over the whole table and gone within every stratum comes from who is in which \
                stratum; whether the stratum itself is a just reason is not a question of statistics.
                """)
        ] + conditional.map(\.node) + [ConditionalDisparityTable(context: context).node] + tables.map(\.node)
    }
}

/// One difference over the whole table and in each stratum.
struct StrataTable {
    let context: ReportContext
    let attributes: [String]
    let metric: String
    let id: String

    private static let limit = 60

    /// The tables of the headline metrics by each attribute, as far as strata hold them.
    static func all(_ context: ReportContext) -> [StrataTable] {
        context.singleSets.enumerated().flatMap { index, attributes in
            context.headlineMetrics.map { metric in
                StrataTable(context: context, attributes: attributes, metric: metric, id: "strata-\(index)-\(metric)")
            }
        }.filter { !$0.rows.isEmpty }
    }

    /// The table with the largest difference over the whole table.
    static func widest(_ tables: [StrataTable]) -> StrataTable? {
        tables.max { ($0.whole?.estimate.value ?? 0) < ($1.whole?.estimate.value ?? 0) }
    }

    /// The difference over the whole table.
    var whole: Disparity? { context.difference(of: metric, attributes) }

    /// The same difference in each stratum.
    var rows: [(stratum: GroupKey, disparity: Disparity)] {
        context.results.assessment.strata.compactMap { stratum in
            stratum.disparities.first {
                $0.metric == metric && $0.aggregation == .difference && $0.attributes == attributes
            }.map { (stratum.key, $0) }
        }
    }

    /// What becomes of the gap within the strata.
    var sentence: Node {
        let name = MetricWording(metric).nameWithinSentence
        guard let whole, let gap = whole.estimate.value, let highest = whole.highest, let lowest = whole.lowest else {
            return "The \(name) is compared in each stratum by itself."
        }
        let estimated = rows.map(\.disparity).filter { $0.estimate.defined != nil }
        let shown = estimated.count { $0.verdict == .disparityShown }
        let turned = estimated.count { $0.highest == lowest && $0.lowest == highest }
        let turnedWords: Node =
            turned == 0
            ? .none : " In \(counted(turned, "stratum", "strata")) it points the other way, \(lowest) over \(highest)."
        return """
            Over the whole table the \(name) of \(highest) is \(MetricWording(metric).gap(gap)) above that of \(lowest). \
            Within the \(rows.count) strata a disparity is shown \(shown == 0 ? "nowhere" : "in \(shown.grouped)").\(turnedWords)
            """
    }

    var node: Node {
        let strata = context.results.assessment.strata
        let first = whole.map { [cells("Whole table", $0)] } ?? []
        let table = DataTable(
            id: id,
            caption:
                "Difference of the \(MetricWording(metric).nameWithinSentence) by \(.attributes(attributes)), by stratum",
            columns: [
                .init(.attributes(context.results.controls), .text), .init("Size (interval)"),
                .init("Highest over lowest", .text), .init("Verdict", .text),
            ], rows: first + rows.prefix(Self.limit).map { cells(.group($0.stratum), $0.disparity) })
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
