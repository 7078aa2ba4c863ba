internal import FairnessMetrics

/// The trade-off of a ledger's steps, as a chart and as a table.
struct LedgerFigure {
    let wording: LedgerWording

    /// How many ways make the gap smaller, in a sentence.
    var helping: Node {
        let ledger = wording.ledger
        let better = ledger.steps.count { ledger.outcome(of: $0) == .helps }
        return
            "Of \(counted(ledger.steps.count - 1, "way")), \(better == 0 ? "none" : better.grouped) make\(better > 1 ? "" : "s") the gap smaller by more than chance on rows that none was fitted on."
    }

    /// The chart, the table and how to read them.
    var nodes: [Node] {
        let ledger = wording.ledger
        let front = Set(ledger.front)
        let points = ledger.steps.enumerated().compactMap { index, step -> TradeOffChart.Point? in
            guard let accuracy = step.overall.estimate("accuracy")?.defined,
                let gap = ledger.disparity(of: step)?.estimate.defined
            else { return nil }
            return TradeOffChart.Point(
                number: index + 1, gap: .init(value: gap.value, interval: gap.interval),
                accuracy: .init(value: accuracy.value, interval: accuracy.interval),
                isOnFront: front.contains(step.id), isChosen: step.id == ledger.chosen, isPlain: index == 0)
        }
        let chart = TradeOffChart(
            points: points, words: ("ways", "way", "the decisions as they are"), level: ledger.confidence.level)
        let table = DataTable(
            id: "steps-table",
            caption:
                "What was tried, on the rows held out; gap: \(wording.goal) by \(wording.groups)",
            columns: [
                .init("Way", .text), .init("Accuracy"), .init("Change, points"), .init("Gap"),
                .init("Change, points"), .init("The gap", .text), .init("Who lost", .text),
            ],
            rows: ledger.steps.enumerated().map { index, step in row(index, step) }, style: "data moves")
        return [
            chart.node ?? .none, table.node,
            .note(
                """
                Each way is compared with the first line on the same rows, so that the intervals of changes \
                (\(ledger.confidence.level)) are narrower than those of the figures beside them. Helps: the interval of the \
                gap’s change lies below 0. Does not help: it leaves no room for a reduction by more than \
                \((ledger.margin * 100).plainTick) points. Who lost: groups whose own accuracy, true positive or true negative \
                rate fell by more than chance, each figure taken by itself.
                """),
        ]
    }

    private func row(_ index: Int, _ step: MitigationStep) -> [Node] {
        var remarks: [String] = []
        if step.id == wording.ledger.chosen { remarks.append("chosen") }
        if step.needsGroup { remarks.append("needs the group") }
        if step.isRandomised { remarks.append("draws") }
        let accuracy = step.change?.overall.first { $0.metric == "accuracy" }
        let name: Node = "\(index + 1). \(LedgerWording.heading(step))"
        let losers = step.change.map { change in
            change.groups.filter { $0.key.values.count == 1 && $0.metrics.contains(where: \.isLoss) }.map(\.key)
        }
        return [
            remarks.isEmpty ? name : .fragment([name, .subline(.text(remarks.joined(separator: ", ")))]),
            EstimateCell.node(step.overall.estimate("accuracy") ?? .undefined("not measured")) { $0.percent },
            accuracy.map { LedgerWording.cell($0.values.change) } ?? "–",
            EstimateCell.node(wording.ledger.disparity(of: step)?.estimate ?? .undefined("not measured")) {
                ($0 * 100).fixed(1)
            },
            wording.ledger.shift(of: step).map { LedgerWording.cell($0.values.change) } ?? "–",
            wording.ledger.outcome(of: step)?.node ?? "–",
            losers.map { $0.isEmpty ? "nobody shown" : Node.joined($0.map { .group($0) }, by: ", ") } ?? "–",
        ]
    }
}
