internal import FairnessMetrics

/// How well probes tell the group from the representation, before and after.
struct LeakageSection {
    let record: DebiasRecord

    var body: [Node]? {
        let rows = record.before.leakage.flatMap { before in
            let after = record.after.leakage.first { $0.attribute == before.attribute }
            return lines("Linear", before, before.linear, after?.linear)
                + lines("Perceptron", before, before.perceptron, after?.perceptron)
        }
        guard !rows.isEmpty else { return nil }
        let table = DataTable(
            id: "leakage-table", caption: "Area under the ROC curve of probes that guess the group; 0.5 is chance",
            columns: [
                .init("Probe", .text), .init("Texts", .text), .init(.user(record.before.model)),
                .init(.user(record.after.model)), .init("Judged on"),
            ], rows: rows, style: "data moves")
        return [
            .takeaway(takeaway), table.node,
            .note(
                """
                The probes are fresh: a logistic regression and a perceptron with one hidden layer learn the group from the \
                states that the output layer reads, and are judged on the test texts. That decisions differ less does not \
                mean that the group is hidden, and a group that is hidden from these probes may be told by a stronger one.
                """),
        ]
    }

    private var takeaway: Node {
        let pairs = record.before.leakage.compactMap { before in
            record.after.leakage.first { $0.attribute == before.attribute }.map { (before, $0) }
        }
        let sentences = pairs.map { before, after -> Node in
            let areas = [before, after].map { $0.linear.first?.area }
            guard let first = areas[0], let second = areas[1] else {
                return "For \(.user(before.attribute)) the probes cannot be judged."
            }
            let apart = first.interval.flatMap { was in
                second.interval.map { $0.upper < was.lower ? "less" : was.upper < $0.lower ? "more" : nil }
            }
            let words = (apart ?? nil) ?? "no more and no less, as far as these texts show,"
            return
                "A linear probe tells \(.user(before.attribute)) \(words) than before: \(second.value.plain) against \(first.value.plain)."
        }
        return .joined(sentences, by: " ")
    }

    private func lines(
        _ probe: String, _ leakage: DebiasRecord.Leakage, _ before: [DebiasRecord.Leakage.Finding],
        _ after: [DebiasRecord.Leakage.Finding]?
    ) -> [[Node]] {
        before.map { finding in
            [
                "\(probe), \(.user(leakage.attribute))",
                finding.label.map { "labelled \(label($0))" as Node } ?? "all",
                .cell(finding.area) { $0.plain },
                .cell(after?.first { $0.label == finding.label }?.area) { $0.plain },
                .text(finding.texts.grouped),
            ]
        }
    }

    private func label(_ place: Int) -> Node {
        record.labels.indices.contains(place) ? .user(record.labels[place]) : .text("\(place)")
    }
}
