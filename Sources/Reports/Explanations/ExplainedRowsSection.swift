internal import FairnessMetrics

/// Each explained row: its text in colour, what adds up to the output, and every value in a table.
struct ExplainedRowsSection {
    let record: ExplanationsRecord

    /// The most players that all tables together list: what keeps a page of many rows small.
    private static let mostListed = 800

    var body: [Node]? {
        let explanations = record.explanations.filter { !$0.isAttention }
        let rows = ExplainedRow.rows(explanations)
        guard !rows.isEmpty else { return nil }
        var shown: [ExplainedRow] = []
        var listed = 0
        for row in rows {
            guard shown.isEmpty || listed + row.listed <= Self.mostListed else { break }
            shown.append(row)
            listed += row.listed
        }
        let left = rows.count - shown.count
        let rest: Node =
            left == 0
            ? .none
            : .note(
                "The page shows the first \(counted(shown.count, "row")); the other \(left) stand in explanations.json and count in the tables above."
            )
        return [.takeaway(takeaway(rows.count, explanations)), rest, Self.legend] + shown.map(\.node)
    }

    private func takeaway(_ count: Int, _ explanations: [ExplanationsRecord.Explanation]) -> Node {
        let players = explanations.flatMap(\.players)
        let noise = players.count(where: \.value.isUndetermined)
        let known = players.count { $0.value.interval != nil || $0.value.standardError != nil }
        let words = explanations.contains { $0.text != nil } ? "words" : "features"
        let evidence: Node =
            known == 0
            ? "No method here says how sure it is."
            : "Of \(known) values with an interval \(noise == 0 ? "none" : noise.grouped) cannot be told from noise."
        return
            "\(counted(count, "row")) \(count == 1 ? "is" : "are") explained by what \(words) contribute. \(evidence)"
    }

    /// What the marks of a text mean.
    private static let legend = Node.make(
        .p, .class("note key"),
        content:
            "\(.make(.span, .class("u3"), content: "Solid line")): pushes the output up. \(.make(.span, .class("d3"), content: "Dashed line")): pushes it down. The stronger the ground, the larger the value within its text. \(.make(.span, .class("q"), content: "Grey and slanted")): not told from noise, the interval reaches 0. Open a table to read every value."
    )
}
