internal import FairnessMetrics

/// Whether groups are explained equally well.
struct ExplanationDisparitySection {
    let record: ExplanationsRecord

    private static let level = 0.05

    var body: [Node]? {
        guard !record.disparities.isEmpty else { return nil }
        let table = DataTable(
            id: "disparity-table", caption: "How well rows are explained, by group",
            columns: [
                .init("Measure", .text), .init("Group", .text), .init("Rows"), .init("Mean"), .init("Reference"),
                .init("Difference"), .init("Adjusted p"), .init("Evidence", .text),
            ],
            rows: record.disparities.map { line in
                let format = ContributionFormat([line.mean.value, line.reference.value, line.difference.value])
                return [
                    .text(ExplanationWording.measure(line.measure)),
                    "\(user: line.attribute) \(user: line.group), against \(user: line.referenceGroup)",
                    .text(line.rows.grouped), .text(format.plain(line.mean.value)),
                    .text(format.plain(line.reference.value)), format.cell(line.difference),
                    .text(line.adjustedPValue.pValueWords),
                    line.adjustedPValue < Self.level
                        ? .make(.span, .class("v shown"), content: "differs")
                        : .make(.span, .class("v open"), content: "cannot tell"),
                ]
            })
        return [.takeaway(takeaway), table.node]
    }

    private var takeaway: Node {
        let shown = record.disparities.filter { $0.adjustedPValue < Self.level }
        guard let first = shown.first else {
            return
                "None of \(counted(record.disparities.count, "comparison")) shows that a group is explained better or worse than another; that does not show that they are explained alike."
        }
        return
            "\(shown.count) of \(counted(record.disparities.count, "comparison")) \(shown.count == 1 ? "shows" : "show") a difference, such as \(.text(ExplanationWording.measure(first.measure).lowercased())) of \(user: first.group) against \(user: first.referenceGroup): what is said of the one group’s rows is not as reliable as what is said of the other’s."
    }
}
