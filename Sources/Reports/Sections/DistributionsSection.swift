internal import FairnessMetrics

extension ReportSection {
    /// How numbers are spread in each group: quantiles drawn, and the distances between distributions.
    static let distributions = ReportSection(
        id: "distributions", title: "How the numbers are spread",
        question: "Do groups differ in more than their means: in the low, the middle or the high values?"
    ) { context in
        let all = context.results.assessment.distributions.filter { !$0.gaps.isEmpty }
        guard !all.isEmpty else { return nil }
        return [.takeaway(DistributionFigures.takeaway(all))]
            + all.enumerated().flatMap { DistributionFigures(context: context, distribution: $1, index: $0).nodes }
            + [
                .note(
                    """
                    D (Kolmogorov-Smirnov) is the largest difference between the shares of two groups at or below any one \
                    value; its margin is that of shares, \(context.settings.margin.points). W (Wasserstein) is how far values \
                    lie apart on average with both groups put in order. Chance alone makes both positive; the lower ends make \
                    up for it. An end is infinite where there are too few rows to bound a quantile. results.json also \
                    compares each group with everybody else.
                    """)
            ]
    }
}

/// The drawing and the tables of one column by one attribute.
private struct DistributionFigures {
    let context: ReportContext
    let distribution: DistributionAssessment
    let index: Int

    static func takeaway(_ all: [DistributionAssessment]) -> Node {
        let gaps = all.flatMap { distribution in
            distribution.gaps.filter { $0.reference != nil }.map { (distribution, $0) }
        }
        let shown = gaps.filter { $0.1.verdict == .disparityShown }
        guard let widest = shown.max(by: { lower($0.1) < lower($1.1) }) else {
            return "Between no group and its reference group is a difference of distributions beyond the margin shown."
        }
        let value = widest.1.kolmogorovSmirnov.value ?? 0
        return """
            In \(shown.count) of \(counted(gaps.count, "comparison")) with a reference group the distributions differ beyond \
            the margin; most for the \(widest.0.column.rawValue) of \(widest.1.group), where at some value the shares at or \
            below it lie \(value.points) apart.
            """
    }

    private static func lower(_ gap: DistributionGap) -> Double { gap.kolmogorovSmirnov.defined?.interval.lower ?? 0 }

    private var name: String { distribution.column.rawValue }

    var nodes: [Node] {
        let compared = distribution.gaps.filter { $0.reference != nil }
        var nodes: [Node] = [
            .make(.h3, content: "The \(name) by \(.attributes([distribution.attribute]))"), quantiles,
        ]
        if !compared.isEmpty { nodes.append(table(compared)) }
        return nodes
    }

    private var quantiles: Node {
        let defined = distribution.groups.flatMap { $0.quantiles.compactMap(\.value) }
        let plot = QuantilePlot(scale: Scale(spanning: defined, includingZero: false))
        let id = "quantiles-\(index)"
        let axis = plot.axis(
            id: "\(id)-axis", title: "Quantiles of the \(name) by \(plain: [distribution.attribute])",
            description:
                "Line from 10 to 90 percent, box from 25 to 75, mark at 50.")
        let table = DataTable(
            id: id,
            caption: "Quantiles of the \(name)",
            columns: [.init(.attributes([distribution.attribute]), .text), .init("Rows")]
                + DistributionAssessment.Group.shares.map { .init(.text(($0 * 100).fixed(0) + "\u{202F}%")) }
                + [.init(axis, .plot)],
            rows: distribution.groups.map { group in
                [.group(group.key), "\(group.count)"]
                    + group.quantiles.map { .text($0.value?.plain ?? "–") } + [plot.row(group.quantiles)]
            }, style: "data forest")
        return .make(.figure, content: table.node)
    }

    /// The gaps of quantiles that the page shows: of a score only that of the medians.
    private var shownGaps: [Int] {
        distribution.column == .score ? [1] : Array(DistributionGap.quantileShares.indices)
    }

    private func table(_ gaps: [DistributionGap]) -> Node {
        let reference: Node = gaps.first?.reference.map { "\($0)" } ?? "the reference group"
        var columns: [DataTable.Column] = [
            .init("Group", .text), .init("D (interval)"), .init("p adjusted"), .init("W (interval)"),
            .init("W in standard deviations"),
        ]
        columns += shownGaps.map { DistributionGap.quantileShares[$0] }.map {
            .init(.text("Gap at " + ($0 * 100).fixed(0) + "\u{202F}%"))
        }
        columns.append(.init("Verdict on D", .text))
        return DataTable(
            id: "distances-\(index)", caption: "The \(name) of each group against \(reference)", columns: columns,
            rows: gaps.map(row)
        ).node
    }

    private func row(_ gap: DistributionGap) -> [Node] {
        var cells: [Node] = [
            .group(gap.group), distance(gap),
            .text(gap.adjustedPValue?.pValueWords ?? "–"), cell(gap.wasserstein) { $0.plain },
            .text(gap.standardisedWasserstein?.plain ?? "–"),
        ]
        cells += shownGaps.map { cell(gap.quantiles[$0]) { $0.plain } }
        cells.append(gap.verdict.node)
        return cells
    }

    private func distance(_ gap: DistributionGap) -> Node {
        gap.kolmogorovSmirnov.defined.map { value in
            let ends = "\((value.interval.lower * 100).fixed(1)) to \((value.interval.upper * 100).fixed(1))"
            return .fragment([.text(value.value.points), .subline(.text(ends))])
        } ?? .subline("undefined")
    }

    private func cell(_ estimate: Estimate, _ format: (Double) -> String) -> Node {
        guard let value = estimate.defined else { return .subline("undefined") }
        let ends = "\(format(value.interval.lower)) to \(format(value.interval.upper))"
        return .fragment([.text(format(value.value)), .subline(.text(ends))])
    }
}
