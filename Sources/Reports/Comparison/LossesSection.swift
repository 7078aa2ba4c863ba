internal import FairnessMetrics

/// The groups whose own figures got worse.
struct LossesSection {
    let wording: ComparisonWording

    /// More rows than this only the file has.
    private static let limit = 60

    var body: [Node]? {
        let all = wording.comparison.losses
        guard !all.isEmpty else { return [.takeaway(wording.losses)] }
        let rows = all.prefix(Self.limit).map(cells)
        let table = DataTable(
            id: "losses-table", caption: "Groups whose own figures got worse",
            columns: [
                .init("Group", .text), .init("Figure", .text), .init("Before"), .init("After"), .init("Worse by"),
                .init("People"), .init("Evidence", .text), .init("Gap", .text),
            ], rows: Array(rows), style: "data moves")
        let note: Node = """
            A gap that shrinks because the better off lose is bought with their loss. People: the change of the rate times \
            the people it is of, in the audit after. A loss is shown where the bounds of the change do not reach 0, each figure taken by itself: among many figures some may do so by chance.
            """
        let rest: Node =
            all.count > Self.limit
            ? .note("\(counted(all.count - Self.limit, "further loss", "further losses")) are in comparison.json.")
            : .none
        return [.takeaway(wording.losses), table.node, rest, .note(note)]
    }

    private func cells(_ loss: GroupLoss) -> [Node] {
        let metric = MetricWording(loss.metric)
        let name: Node = loss.className.map { "\(metric.name), class \(user: $0)" } ?? .text(metric.name)
        return [
            "\(loss.key)", name, EstimateCell.node(loss.change.before ?? .undefined("not measured"), metric.value),
            EstimateCell.node(loss.change.after ?? .undefined("not measured"), metric.value),
            .make(.strong, content: .text(metric.gap(loss.amount))),
            .text(loss.people.map { $0.fixed(0) } ?? "–"),
            loss.isEvidenced
                ? .make(.span, .class("v shown"), content: "Shown")
                : .make(.span, .class("v open"), content: "Cannot tell"),
            loss.isBesideSmallerGap ? "smaller than before" : "–",
        ]
    }
}
