internal import FairnessMetrics

/// One metric in each group of one set of attributes: counts, rate and interval, with a forest plot in the last column.
struct ForestTable {
    let context: ReportContext
    let attributes: [String]
    let metric: String
    let id: String

    /// The figure.
    var node: Node {
        let wording = MetricWording(metric)
        let listing = GroupListing(context.groups(attributes))
        let estimates = listing.shown.compactMap { $0.estimate(metric) }
        guard estimates.contains(where: { $0.defined != nil }) else { return .none }
        let reference = context.reference(attributes)
        let plot = plot(listing.shown, reference)
        let axis = plot.axis(
            id: "\(id)-axis", title: "\(wording.name) by \(plain: attributes)",
            description: "A point and an interval for each group; the numbers are in the row of each.",
            format: { wording.isShare ? ($0 * 100).plainTick + "\u{202F}%" : $0.plainTick })
        let compares = listing.shown.contains { comparison($0) != nil }
        let extra: [DataTable.Column] =
            compares
            ? [.init(reference.map { "Against \($0.key)" } ?? "Against the reference", .text)] : []
        let table = DataTable(
            id: id, caption: caption(wording),
            columns: [
                .init(.attributes(attributes), .text), .init("Counts"), .init(wording.isShare ? "Rate" : "Value"),
                .init("\(context.settings.confidence.level) interval"), .init(axis, .plot),
            ] + extra,
            rows: listing.shown.map { group in
                row(group, wording, plot, isReference: group.key == reference?.key)
                    + (compares ? [comparison(group).map(against) ?? "–"] : [])
            },
            style: "data forest")
        return .make(
            .figure, content: table.node, listing.remark,
            .make(.figcaption, content: legend(wording, plot, reference)))
    }

    /// How the group compares with the reference group; only single attributes are shown so.
    private func comparison(_ group: GroupAssessment) -> Disparity? {
        attributes.count == 1 ? context.againstReference(metric, group) : nil
    }

    private func against(_ disparity: Disparity) -> Node {
        disparity.estimate.defined == nil
            ? disparity.verdict.node : .fragment([disparity.size, disparity.verdict.node])
    }

    private func caption(_ wording: MetricWording) -> Node {
        let formula: Node = wording.formula.map { .make(.small, content: "\($0)") } ?? .none
        return "\(wording.name) by \(.attributes(attributes)) \(formula)"
    }

    private func plot(_ groups: [GroupAssessment], _ reference: GroupAssessment?) -> ForestPlot {
        let isShare = MetricWording(metric).isShare
        let overall = context.overall.estimate(metric)?.value
        let values = groups.compactMap { $0.estimate(metric)?.defined }
        var ends = values.flatMap { [$0.interval.lower, $0.interval.upper] } + (overall.map { [$0] } ?? [])
        var band: Interval?
        let margin = context.margin(of: metric)
        if let centre = reference?.estimate(metric)?.value {
            band = Interval(centre - margin, centre + margin)
            if isShare { band = band?.clamped(to: 0...1) }
            ends += band.map { [$0.lower, $0.upper] } ?? []
        }
        return ForestPlot(scale: Scale(spanning: ends, includingZero: isShare), band: band, line: overall)
    }

    private func row(
        _ group: GroupAssessment, _ wording: MetricWording, _ plot: ForestPlot, isReference: Bool
    ) -> [Node] {
        let heading = GroupHeading.node(group, context, isReference: isReference)
        let estimate = group.estimate(metric) ?? .undefined("not measured")
        guard let value = estimate.defined else {
            let reason = estimate.undefinedReason ?? ""
            return [
                heading, group.isSuppressed ? "withheld" : "undefined", "–", .subline(.sentence(reason)),
                plot.row(estimate),
            ]
        }
        return [
            heading, .text(value.countWords ?? "–"), .make(.strong, content: .text(wording.value(value.value))),
            .text(wording.interval(value.interval)), plot.row(estimate, isSmall: context.isSmall(group, in: metric)),
        ]
    }

    private func legend(_ wording: MetricWording, _ plot: ForestPlot, _ reference: GroupAssessment?) -> Node {
        var parts: [Node] = []
        if let question = wording.question { parts.append("\(question) ") }
        if let line = plot.line { parts.append("Dashed line: everybody, \(wording.value(line)).") }
        if plot.band != nil, let reference {
            parts.append(
                " Shaded: within \(wording.gap(context.margin(of: metric))) of the reference group, \(reference.key).")
        }
        return .fragment(parts)
    }
}
