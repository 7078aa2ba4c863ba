internal import FairnessMetrics

/// The groups whose own figures fell, text by text.
struct DebiasLossesSection {
    let record: DebiasRecord

    var body: [Node]? {
        let losers = record.groups.filter(\.hasLost)
        let names = Node.joined(losers.map { "\(.user($0.attribute)) \(.user($0.value))" }, by: ", ")
        let takeaway: Node =
            losers.isEmpty
            ? "No group’s own accuracy, true positive or true negative rate fell by more than chance."
            : "A figure of \(counted(losers.count, "group")) fell by more than chance: \(names). A gap that shrinks because somebody loses is bought with their loss."
        let rows = record.groups.flatMap { group in
            group.figures.map { figure in
                let metric = MetricWording(figure.metric)
                let isLoss = (figure.change.interval?.upper ?? 0) < 0
                return [
                    "\(.user(group.attribute)) \(.user(group.value))" as Node, .text(metric.name),
                    .text(figure.before.percent), .text(figure.after.percent),
                    figure.change.cell { ($0 * 100).fixed(1) },
                    isLoss ? .make(.span, .class("v shown"), content: "Fell") : .text("–"),
                ]
            }
        }
        let table = DataTable(
            id: "losses-table", caption: "Each group’s own figures, before and after",
            columns: [
                .init("Group", .text), .init("Figure", .text), .init("Before"), .init("After"), .init("Change, points"),
                .init("Evidence", .text),
            ], rows: rows, style: "data moves")
        return [.takeaway(takeaway), table.node]
    }
}
