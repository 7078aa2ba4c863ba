internal import FairnessMetrics

/// A group's shares of the rejected and of the accepted, over the whole table and within strata.
struct ConditionalDisparityTable {
    let context: ReportContext

    private var results: [ConditionalDemographicDisparity] {
        context.results.assessment.measures.conditionalDisparities
    }

    /// The tables, folded; nothing without control columns.
    var node: Node {
        let tables = DifferentialFairness.Subject.allCases.compactMap { subject -> Node? in
            let rows = results.filter { $0.subject == subject }
            return rows.isEmpty ? nil : table(subject, rows)
        }
        guard !tables.isEmpty else { return .none }
        return .details(
            "Shares of the rejected and of the accepted: conditional demographic disparity",
            tables + [.note(explanation)])
    }

    private func table(_ subject: DifferentialFairness.Subject, _ rows: [ConditionalDemographicDisparity]) -> Node {
        DataTable(
            id: "conditional-disparity-\(subject.rawValue)",
            caption:
                "A group’s share of those with a negative \(subject.rawValue) minus its share of those with a positive one",
            columns: [
                .init("Group", .text), .init("Whole table"), .init("Within strata"), .init("Strata"),
                .init("Alike within strata?"),
            ],
            rows: rows.map { row in
                [
                    .fragment([.group(row.group), .subline(.attributes(row.group.attributes))]),
                    EstimateCell.node(row.unconditional) { $0.points },
                    EstimateCell.node(row.conditional) { $0.points },
                    .text(row.strata.grouped),
                    row.association.map { "p \($0.pValue < 0.0001 ? "" : "= ")\($0.pValue.pValueWords)" } ?? "–",
                ]
            }
        ).node
    }

    private var explanation: Node {
        let uncovered = results.map(\.uncovered).max() ?? 0
        let left: Node =
            uncovered > 0
            ? " Strata in which nobody or everybody was accepted have no such difference; up to \(uncovered.percent) of the people are there."
            : .none
        return """
            Above 0 the group makes up more of the rejected than of the accepted. Within strata the differences are \
            averaged by the strata’s sizes (Wachter, Mittelstadt and Russell 2021).\(left)
            """
    }
}
