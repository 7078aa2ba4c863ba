internal import FairnessMetrics

extension ReportSection {
    /// How large the groups are, what is missing in them and how often the label is positive.
    static let data = ReportSection(
        id: "data", title: "The people in the data", question: "How large is each group, and what is missing in it?"
    ) { context in
        let sets = context.singleSets.filter { !context.groups($0).isEmpty }
        guard !sets.isEmpty else { return nil }
        return [.takeaway(GroupSizes.takeaway(context, sets))]
            + sets.enumerated().map { GroupSizes(context: context, attributes: $1, index: $0).node }
    }
}

/// The sizes of the groups of one attribute.
private struct GroupSizes {
    let context: ReportContext
    let attributes: [String]
    let index: Int

    static func takeaway(_ context: ReportContext, _ sets: [[String]]) -> Node {
        let groups = sets.flatMap(context.groups)
        let small = groups.count(where: context.isSmall)
        let smallWords =
            small == 0
            ? "none is smaller than \(context.settings.headlineCell) rows"
            : "\(small.grouped) of them \(small == 1 ? "has" : "have") fewer than \(context.settings.headlineCell) rows, too few to set a headline"
        let gaps = missing(context).filter { $0.count(context.overall.missing) > 0 }
            .map { "\($0.count(context.overall.missing).grouped) without a \($0.name)" }
        let missingWords =
            gaps.isEmpty ? "" : " Of all \(counted(context.overall.count, "row")), \(gaps.joined(separator: ", "))."
        return """
            The protected \(sets.count == 1 ? "attribute forms" : "attributes form") \(counted(groups.count, "group")); \
            \(smallWords).\(missingWords)
            """
    }

    var node: Node {
        let listing = GroupListing(context.groups(attributes))
        let rates = ["base_rate", "selection_rate", "mean_label", "mean_prediction"].filter { id in
            listing.shown.contains { $0.estimate(id) != nil }
        }
        let gaps = Self.missing(context).filter { gap in listing.shown.contains { gap.count($0.missing) > 0 } }
        var columns: [DataTable.Column] = [.init(.attributes(attributes), .text), .init("Rows"), .init("Share", .plot)]
        columns += gaps.map { .init("Without \($0.name)") }
        columns += rates.map { .init(.text(MetricWording($0).name)) }
        return .fragment([
            DataTable(
                id: "sizes-\(index)",
                caption:
                    "Groups by \(.attributes(attributes)): sizes\(rates.isEmpty ? "" : context.settings.task == .regression ? " and means" : " and rates")",
                columns: columns,
                rows: listing.shown.map { group in
                    row(group, rates, gaps)
                }
            ).node,
            listing.remark,
        ])
    }

    /// The parts that a row may lack, as far as the audit has them.
    private static func missing(_ context: ReportContext) -> [(name: String, count: (MissingCounts) -> Int)] {
        let parts: [(name: String, count: (MissingCounts) -> Int)] = [
            ("label", \.label), ("prediction", \.prediction), ("score", \.score),
        ]
        return parts.filter { context.role($0.name) != nil }
    }

    private func row(
        _ group: GroupAssessment, _ rates: [String], _ gaps: [(name: String, count: (MissingCounts) -> Int)]
    ) -> [Node] {
        let heading = GroupHeading.node(group, context)
        guard !group.isSuppressed else {
            let withheld: [Node] = ["withheld", .none]
            return [heading] + withheld + (gaps.map(\.name) + rates).map { _ in "withheld" }
        }
        let share = context.overall.count > 0 ? Double(group.count) / Double(context.overall.count) : 0
        return [
            heading, "\(group.count)",
            .make(.span, .class("meter"), content: .text(share.percent), ShareBar.node(share)),
        ]
            + gaps.map { "\($0.count(group.missing))" }
            + rates.map { MetricCell.rate(group, MetricWording($0)) }
    }
}
