internal import FairnessMetrics

/// The two audits, in what their choices differ, and what is left out.
struct ComparedSection {
    let wording: ComparisonWording

    private var comparison: AuditComparison { wording.comparison }

    var body: [Node]? {
        [.takeaway(takeaway), facts.node, differences, .make(.h3, content: "What is not compared"), left]
            + [
                .note(
                    "To make this page again: \(.code("assize report BEFORE AFTER --out DIR")), with the two results.")
            ]
    }

    private var takeaway: Node {
        let count = comparison.differences.count
        guard count > 0 else { return "The two audits were made with the same choices." }
        return comparison.differences.contains { $0.consequence != nil }
            ? "The two audits differ in \(counted(count, "choice")); what follows is said beside each."
            : "The two audits differ in \(counted(count, "choice")); none keeps their numbers from being compared."
    }

    private var facts: DataTable {
        func row(_ name: String, _ value: (AuditResults) -> Node) -> [Node] {
            [.text(name), value(comparison.before), value(comparison.after)]
        }
        return DataTable(
            id: "audits", caption: "The two audits",
            columns: [.init("Part", .text), .init("Before", .text), .init("After", .text)],
            rows: [
                row("Title") { .user($0.title, limit: 200) }, row("Files", files),
                row("Rows") { .text($0.data.rows.grouped) }, row("Command") { .code($0.command) },
                row("Margin") { .text("\($0.settings.margin.plainTick), ratios \($0.settings.ratioMargin.plainTick)") },
                row("Confidence") { .text($0.settings.confidence.level) },
                row("Made with") { "Assize \(user: $0.toolVersion)" },
            ])
    }

    private func files(_ results: AuditResults) -> Node {
        .fragment(
            results.data.files.prefix(20).map { file in
                .fragment([.code(file.path), .subline("\(counted(file.rows, "row")), SHA-256 \(.code(file.sha256))")])
            })
    }

    private var differences: Node {
        guard !comparison.differences.isEmpty else { return .none }
        return DataTable(
            id: "differences", caption: "In what they differ",
            columns: [
                .init("Choice", .text), .init("Before", .text), .init("After", .text), .init("What follows", .text),
            ],
            rows: comparison.differences.map {
                [.user($0.name), .code($0.before), .code($0.after), .text($0.consequence ?? "nothing")]
            }
        ).node
    }

    private var left: Node {
        let alone = comparison.groups.filter { $0.isInBefore != $0.isInAfter }
        var sentences = comparison.notCompared.map { Node.sentence($0) }
        for (isBefore, name) in [(true, "before"), (false, "after")] {
            let names = alone.filter { $0.isInBefore == isBefore }.map { Node.group($0.key) }
            guard !names.isEmpty else { continue }
            let more = names.count > 30 ? ", and \((names.count - 30).grouped) more" : ""
            sentences.append(
                "In the audit \(name) alone: \(counted(names.count, "group")), \(.joined(Array(names.prefix(30)), by: ", "))\(more)."
            )
        }
        let gaps = comparison.disparities.filter { $0.outcome == .notComparable }
        let undefined = gaps.count { $0.before != nil && $0.after != nil }
        let single = gaps.count - undefined
        if undefined > 0 {
            sentences.append(
                "\(counted(undefined, "comparison")) between groups undefined or of another meaning in one audit.")
        }
        if single > 0 { sentences.append("\(counted(single, "comparison")) between groups in one audit alone.") }
        guard !sentences.isEmpty else { return .paragraph("No group and no comparison is left out.") }
        return .element(.ul, [], sentences.map { .make(.li, content: $0) })
    }
}
