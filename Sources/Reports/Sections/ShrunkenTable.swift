internal import FairnessMetrics

/// The rates of an intersection's cells as counted and as drawn towards what the other cells lead one to expect.
struct ShrunkenTable {
    let context: ReportContext
    let attributes: [String]
    let id: String

    /// The metrics of the page that were shrunken in these cells.
    private var metrics: [MetricWording] {
        context.headlineMetrics.filter { id in cells.contains { $0.shrunken(id) != nil } }.map { MetricWording($0) }
    }

    private var cells: [GroupAssessment] { context.groups(attributes) }

    /// The extremes and the table; nothing where nothing was shrunken.
    var nodes: [Node] {
        let metrics = metrics
        guard !metrics.isEmpty else { return [] }
        let listing = GroupListing(cells.filter { cell in metrics.contains { cell.shrunken($0.id) != nil } })
        let table = DataTable(
            id: id, caption: "Rates by \(.attributes(attributes)), as counted and shrunken",
            columns: [.init(.attributes(attributes), .text)]
                + metrics.flatMap { [DataTable.Column(.text($0.name)), .init("Shrunken (interval)")] }
                + [.init("Own data")],
            rows: listing.shown.map { row($0, metrics) })
        let turned = metrics.flatMap(turnedExtremes)
        return turned.map { .paragraph($0) } + [
            .details(
                "Shrunken rates of \(counted(listing.shown.count, "combination")) by \(.attributes(attributes))",
                [table.node, listing.remark, .note(explanation)])
        ]
    }

    private var explanation: Node {
        """
        A rate of few people is mostly chance. The shrunken rate is drawn towards what the values of each attribute alone \
        lead one to expect, the more the fewer people there are: a beta-binomial model with one effect for each value on \
        the logit scale and a cell effect of its own, whose spread is estimated from all cells together (Tak and Morris \
        2017). Its interval allows for that. Own data: how much of the \(metrics.first?.nameWithinSentence ?? "rate") \
        comes from the cell itself. Verdicts rest on the rates as counted.
        """
    }

    private func row(_ cell: GroupAssessment, _ metrics: [MetricWording]) -> [Node] {
        let own = metrics.first.flatMap { cell.shrunken($0.id) }?.weightOnOwnData
        return [GroupHeading.node(cell, context)]
            + metrics.flatMap { metric -> [Node] in
                guard let value = cell.shrunken(metric.id) else { return [MetricCell.rate(cell, metric), "–"] }
                return [
                    MetricCell.rate(cell, metric),
                    .fragment([.text(metric.value(value.value)), .subline(.text(metric.interval(value.interval)))]),
                ]
            } + [.text(own.map(\.percent) ?? "–")]
    }

    /// Says where the lowest or the highest cell is another one once rates are shrunken.
    private func turnedExtremes(_ metric: MetricWording) -> [Node] {
        let known = cells.filter { $0.shrunken(metric.id) != nil && $0.estimate(metric.id)?.value != nil }
        let ends: [(name: String, pick: (Double, Double) -> Bool)] = [
            ("lowest", { $0 < $1 }), ("highest", { $0 > $1 }),
        ]
        return ends.compactMap { end in
            func extreme(_ value: (GroupAssessment) -> Double?) -> GroupAssessment? {
                known.reduce(nil) { best, cell in
                    guard let best, let old = value(best), let new = value(cell) else { return best ?? cell }
                    return end.pick(new, old) ? cell : best
                }
            }
            guard let plain = extreme({ $0.estimate(metric.id)?.value }),
                let shrunken = extreme({ $0.shrunken(metric.id)?.value }), plain.key != shrunken.key,
                plain.estimate(metric.id)?.value != shrunken.estimate(metric.id)?.value,
                let counts = plain.estimate(metric.id)?.defined?.countWords,
                let before = plain.shrunken(metric.id)?.value, let after = shrunken.shrunken(metric.id)?.value
            else { return nil }
            return """
                As counted, the \(end.name) \(metric.nameWithinSentence) is that of \(plain.key) (\(counts)); with so few \
                people that is partly chance. Shrunken, it is that of \(shrunken.key): \(metric.value(after)) against \
                \(metric.value(before)).
                """
        }
    }
}
