internal import FairnessMetrics

/// What becomes of a gap between two groups once people who are alike in the controls are compared.
struct ConditionalTable {
    let context: ReportContext
    let metric: String

    /// One table for each headline metric that was compared within strata.
    static func all(_ context: ReportContext) -> [ConditionalTable] {
        context.headlineMetrics.map { ConditionalTable(context: context, metric: $0) }.filter { !$0.rows.isEmpty }
    }

    private var rows: [ConditionalComparison] {
        context.results.assessment.conditional.filter { $0.metric == metric }
    }

    private var wording: MetricWording { MetricWording(metric) }

    /// The comparisons that turn about within the strata, in words.
    var reversals: [Node] {
        rows.compactMap { row in
            guard row.reversal != .none, let crude = row.crude.defined, let standardised = row.standardised.defined
            else { return nil }
            let direction = crude.value > 0 ? "above" : "below"
            let turned = crude.value > 0 ? "below" : "above"
            let certainty: Node =
                row.reversal == .shown
                ? "Neither interval holds 0: this is Simpson’s paradox, shown."
                : "One of the intervals holds 0, so the turn itself is not shown."
            return """
                The \(wording.nameWithinSentence) of \(row.group) is \(wording.gap(crude.value.magnitude)) \(direction) that of \
                \(row.reference) over the whole table, and \(wording.gap(standardised.value.magnitude)) \(turned) it among people alike \
                in \(.attributes(context.results.controls)). \(certainty)
                """
        }
    }

    var node: Node {
        let table = DataTable(
            id: "conditional-\(metric)",
            caption:
                "The gap of the \(wording.nameWithinSentence) before and after allowing for \(.attributes(context.results.controls))",
            columns: [
                .init("Group", .text), .init("Gap over the whole table"), .init("Gap among people alike"),
                .init("From who is where"), .init("From how they are treated"), .init("Common odds ratio"),
                .init("Alike within strata?"), .init("Same in all strata?"),
            ],
            rows: rows.map { row in
                [
                    .fragment([.group(row.group), .note("against \(row.reference)")]), gap(row.crude),
                    gap(row.standardised), gap(row.composition), gap(row.treatment), ratio(row.commonOddsRatio),
                    test(row.association), test(row.homogeneity),
                ]
            })
        return .fragment([table.node, .note(explanation), byColumn])
    }

    /// What each control column holds of the gap in a linear model; nothing to add to the table above for one column.
    private var byColumn: Node {
        let split = rows.filter { $0.decomposition?.gap.defined != nil }
        guard context.results.controls.count > 1, !split.isEmpty else { return .none }
        let table = DataTable(
            id: "columns-\(metric)",
            caption: "The gap of the \(wording.nameWithinSentence) by control column (Oaxaca and Blinder)",
            columns: [.init("Group and column", .text), .init("From who is where"), .init("From how it counts")],
            rows: split.flatMap { row -> [[Node]] in
                guard let decomposition = row.decomposition else { return [] }
                return [
                    [
                        .fragment([.group(row.group), .note("against \(row.reference)")]),
                        gap(decomposition.explained), gap(decomposition.unexplained),
                    ]
                ] + decomposition.parts.map { [.user($0.column), gap($0.explained), gap($0.unexplained)] }
                    + [["not in any column", "–", gap(decomposition.baseline)]]
            })
        let note: Node = """
            A linear model of the rate with one effect for each value of each control, both groups pooled (Neumark 1988); \
            the effects of a column sum to 0 (Yun 2005). From who is where: the groups have different values of the column. \
            From how it counts: the same value goes with another rate.
            """
        return .details(
            "By control column: \(wording.nameWithinSentence)", [table.node, .note(note)])
    }

    private var explanation: Node {
        let unmatched = rows.map(\.unmatched).max() ?? 0
        let covered: Node =
            unmatched > 0
            ? " Up to \(unmatched.percent) of the people are in strata where only one of the two groups is found; they count only in the first gap."
            : .none
        return """
            Among people alike: both groups spread over the strata as the two together are. The two parts add up to the \
            gap where both groups are found (Kitagawa 1955). Alike within strata: Cochran-Mantel-Haenszel test. Same in \
            all strata: Breslow-Day test of equal odds ratios with Tarone’s correction.\(covered)
            """
    }

    private func gap(_ estimate: Estimate) -> Node {
        guard let value = estimate.defined else { return .text(estimate.undefinedReason ?? "undefined") }
        let interval = "\((value.interval.lower * 100).fixed(1)) to \((value.interval.upper * 100).fixed(1))"
        return .fragment([.text(value.value.points), .note(.text(interval))])
    }

    private func ratio(_ estimate: Estimate) -> Node {
        guard let value = estimate.defined else { return .text(estimate.undefinedReason ?? "undefined") }
        return .fragment([
            .text(value.value.plain),
            .note(.text("\(value.interval.lower.plain) to \(value.interval.upper.plain)")),
        ])
    }

    private func test(_ test: ConditionalComparison.Test?) -> Node {
        guard let test else { return "–" }
        return .fragment([.text("p \(test.pValue < 0.0001 ? "" : "= ")\(test.pValue.pValueWords)")])
    }
}
