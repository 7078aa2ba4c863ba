internal import FairnessMetrics

extension ReportSection {
    /// Groups of which only each person's probabilities are known.
    static let membership = ReportSection(
        id: "membership", title: "Groups known by probabilities",
        question: "What do probabilities of belonging to a group say where the group itself is not recorded?"
    ) { context in
        let parts = context.results.assessment.memberships
        guard !parts.isEmpty else { return nil }
        return [
            .takeaway(
                """
                Nobody’s group is known here, only how probable each is; the rates hold under an assumption that the data \
                cannot check.
                """),
            .paragraph("\(MembershipAssessment.assumption)"),
        ]
            + parts.enumerated().flatMap { MembershipTables(context: context, part: $1, index: $0).nodes }
    }
}

/// The rates and gaps of one attribute.
private struct MembershipTables {
    let context: ReportContext
    let part: MembershipAssessment
    let index: Int

    private var metrics: [MetricWording] {
        context.headlineMetrics.filter { id in part.groups.contains { $0.rate(id) != nil } }.map { MetricWording($0) }
    }

    var nodes: [Node] {
        let heading = Node.make(.h3, content: "By \(user: part.attribute)")
        guard !metrics.isEmpty else {
            return [
                heading,
                .paragraph("Withheld: a group, or the people of unknown group, are fewer than the smallest cell."),
            ]
        }
        let unknown: Node =
            part.unknownRows == 0
            ? .none
            : .note(
                "\(counted(part.unknownRows, "row")) without probabilities \(part.unknownRows == 1 ? "is" : "are") left out."
            )
        return [heading, rates, gaps, unknown]
    }

    private var rates: Node {
        DataTable(
            id: "membership-rates-\(index)", caption: "Rates by \(user: part.attribute), weighted by probabilities",
            columns: [.init(.user(part.attribute), .text), .init("Expected people")]
                + metrics.flatMap { [DataTable.Column(.text($0.name)), .init("Without the assumption")] },
            rows: part.groups.map { group in
                [.group(group.key), .text(group.expectedCount.fixed(1))]
                    + metrics.flatMap { metric -> [Node] in
                        let rate = group.rate(metric.id)
                        guard let value = rate?.estimate.defined else {
                            return [
                                .subline("undefined: \(.sentence(rate?.estimate.undefinedReason ?? "not measured"))"),
                                "–",
                            ]
                        }
                        return [
                            .fragment([
                                .text(metric.value(value.value)), .subline(.text(metric.interval(value.interval))),
                            ]), .text(rate?.bounds.map { metric.interval($0) } ?? "–"),
                        ]
                    }
            }
        ).node
    }

    private var gaps: Node {
        let shown = part.disparities.filter { gap in metrics.contains { $0.id == gap.metric } }
        return DataTable(
            id: "membership-gaps-\(index)", caption: "Gaps by \(user: part.attribute), in points",
            columns: [
                .init("Comparison", .text), .init("Size (interval)"), .init("Groups", .text), .init("p adjusted"),
                .init("Verdict", .text),
            ],
            rows: shown.map { gap in
                var pair: Node = "–"
                if let group = gap.group, let reference = gap.reference {
                    pair = "\(group) against \(reference)"
                } else if let highest = gap.highest, let lowest = gap.lowest {
                    pair = "\(highest) over \(lowest)"
                }
                return [
                    .text(MetricWording(gap.metric).name), gap.size, pair,
                    .text(gap.adjustedPValue.map(\.pValueWords) ?? "–"), gap.verdict.node,
                ]
            }
        ).node
    }
}
