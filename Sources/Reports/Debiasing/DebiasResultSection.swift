internal import FairnessMetrics

/// The figures of the result beside those of what it is compared with.
struct DebiasResultSection {
    let record: DebiasRecord

    var body: [Node]? {
        let table = DataTable(
            id: "result-table", caption: "On the test texts, with 95 % intervals",
            columns: [.init("Figure", .text), .init(.user(record.before.model)), .init(.user(record.after.model))],
            rows: rows, style: "data moves")
        return [
            .make(.p, .class("lead"), content: lead), table.node,
            .note(
                """
                The gap is the root mean square, over true positive and true negative rates, of the largest difference \
                between two groups; the distance to the optimum is the square root of (1 − accuracy)² + gap² (Han, Baldwin, \
                Cohn 2022). Each interval is of one figure; whether a change is more than chance is for the paired \
                comparison, below and in comparison.html.
                """),
        ]
    }

    private var lead: Node {
        let (first, second) = (record.before.measures, record.after.measures)
        guard let gap = first.gap, let now = second.gap, let accuracy = first.accuracy, let rate = second.accuracy
        else {
            return "A group of the test texts has no text of one label, so the gap is undefined: nothing can be said."
        }
        let isBetter = now.value < gap.value
        let apart =
            gap.interval.flatMap { was in now.interval.map { $0.upper < was.lower || was.upper < $0.lower } } ?? false
        let evidence: Node =
            apart
            ? "The intervals of the two gaps do not meet."
            : "The intervals of the two gaps overlap: taken by themselves they do not show a change."
        let words = isBetter ? "smaller" : now.value > gap.value ? "larger" : "as large"
        return """
            With \(.user(record.chosen)) the gap is \(words): \(now.value.percent) against \(gap.value.percent); accuracy is \
            \(rate.value.percent) against \(accuracy.value.percent). \(evidence)
            """
    }

    private var rows: [[Node]] {
        let (first, second) = (record.before.measures, record.after.measures)
        let plain: (Double) -> String = { $0.plain }
        let percent: (Double) -> String = { $0.percent }
        var rows: [[Node]] = [
            ["Accuracy", .cell(first.accuracy, percent), .cell(second.accuracy, percent)],
            ["ROC AUC", .cell(first.rocAUC, plain), .cell(second.rocAUC, plain)],
            ["Gap", .cell(first.gap, percent), .cell(second.gap, percent)],
            ["Distance to the optimum", .cell(first.distance, plain), .cell(second.distance, plain)],
        ]
        let shown = [
            "true_positive_rate", "true_negative_rate", "demographic_parity_difference", "equalized_odds_difference",
        ]
        for (name, measure) in record.before.gaps {
            guard let dot = name.lastIndex(of: "."), shown.contains(String(name[name.index(after: dot)...])) else {
                continue
            }
            let metric = String(name[name.index(after: dot)...])
            let words = MetricWording(metric).nameWithinSentence
            rows.append([
                "\(metric.hasSuffix("difference") ? MetricWording(metric).name : "Difference of \(words)") by \(.user(String(name[..<dot])))",
                measure.cell(percent), .cell(record.after.gaps.first { $0.name == name }?.measure, percent),
            ])
        }
        return rows
    }
}
