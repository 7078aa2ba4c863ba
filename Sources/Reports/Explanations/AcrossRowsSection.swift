internal import FairnessMetrics

/// What the words, features and classes that most rows have contribute in all of them.
struct AcrossRowsSection {
    let record: ExplanationsRecord

    private static let (mostNames, leastRows) = (12, 3)

    var body: [Node]? {
        guard let method = record.explanations.first(where: { !$0.isAttention }) else { return nil }
        let explanations = record.explanations.filter {
            $0.method == method.method && $0.output == method.output && $0.label == method.label
        }
        guard explanations.count >= Self.leastRows else { return nil }
        let isText = method.text != nil
        let classes = ContributionSummary.mostFrequent(explanations, count: 30, least: 2) { $0.classification }
        let names = ContributionSummary.mostFrequent(
            explanations, count: Self.mostNames, least: min(Self.leastRows, explanations.count)
        ) { isText ? $0.name.lowercased() : $0.name }
        guard !(classes.isEmpty && names.isEmpty) else { return nil }
        let of = method.label.map { " of \(.user($0))" as Node } ?? ""
        let kind = isText ? "word" : "feature"
        var nodes: [Node] = [
            .takeaway(
                classes.isEmpty
                    ? takeaway(names, explanations.count) { "\($0) moves" }
                    : takeaway(classes, explanations.count) { "what is of the class \($0) moves" }),
            .note(
                "By \(ExplanationWording.method(method.method)), of the \(ExplanationWording.output(method.output))\(of). A row counts once: what stands in it several times is added up."
            ),
        ]
        if !classes.isEmpty { nodes.append(table("classes", "Values by class of words", "Class", classes)) }
        if !names.isEmpty {
            nodes.append(
                table(
                    "names", "Values of the \(kind)s that most rows have", isText ? "Word" : "Feature", names))
        }
        nodes.append(
            .note(
                "Every dot is a row; where there are too many, a stroke is as long as the pile of dots would be. Intervals are over rows, at 95 %. The mean size counts the errors of the explanations too, so that of a \(kind) that contributes nothing it is above 0."
            ))
        return nodes
    }

    /// What to take from the table: who moves the output most, by the words that name it.
    private func takeaway(_ summaries: [ContributionSummary], _ rows: Int, _ moves: (Node) -> Node) -> Node {
        guard let first = summaries.first else { return "" }
        let format = ContributionFormat(summaries.map(\.size.value))
        let interval: Node =
            first.size.interval.map { " (\(format.plain($0.lower)) to \(format.plain($0.upper)))" } ?? ""
        let direction: Node =
            first.mean.isUndetermined || first.mean.interval == nil
            ? "in no direction that can be told" : first.mean.value > 0 ? "mostly up" : "mostly down"
        return
            "Over \(counted(rows, "row")), \(moves(.make(.strong, content: .user(first.name)))) the output most where it occurs: by \(format.plain(first.size.value))\(interval) on average, \(direction)."
    }

    private func table(_ id: String, _ caption: Node, _ heading: Node, _ summaries: [ContributionSummary]) -> Node {
        let scale = Scale(spanning: summaries.flatMap(\.values), includingZero: true)
        let plot = SwarmPlot(scale: scale)
        let format = ContributionFormat(summaries.map(\.size.value))
        return DataTable(
            id: "across-\(id)", caption: caption,
            columns: [
                .init(heading, .text), .init("Rows"), .init("Mean size"), .init("Mean"),
                .init(
                    ForestPlot(scale: scale).axis(
                        id: "across-\(id)-axis", title: caption,
                        description: "Every row’s value; the means are in the row of each.",
                        format: \.plainTick), .plot),
            ],
            rows: summaries.map { summary in
                [
                    .user(summary.name), .text(summary.values.count.grouped), size(summary.size, format),
                    format.cell(summary.mean), plot.row(summary.values),
                ]
            }, style: "data swarm"
        ).node
    }

    private func size(_ value: ExplanationsRecord.Value, _ format: ContributionFormat) -> Node {
        guard let interval = value.interval else { return .text(format.plain(value.value)) }
        return .fragment([
            .text(format.plain(value.value)),
            .subline(.text("\(format.plain(max(0, interval.lower))) to \(format.plain(interval.upper))")),
        ])
    }
}
