internal import FairnessMetrics

/// A forest plot that shares its rows with a table: a point and its interval for each row, an axis in the heading.
///
/// Positions are percentages, so that the plot follows the width of its column while letters and points keep their
/// size. The rows say nothing that the cells beside them do not say and are hidden from screen readers; the axis
/// carries the title and the description of the whole plot.
struct ForestPlot {
    let scale: Scale
    /// The range within which a value is not materially different.
    var band: Interval?
    /// A value that every row is seen against.
    var line: Double?

    /// The drawing of one row.
    func row(_ estimate: Estimate, isSmall: Bool = false) -> Node {
        .element(.svg, [.hidden], backdrop + marks(estimate, isSmall))
    }

    /// The axis, for the heading of the column.
    func axis(id: String, title: Node, description: Node, format: (Double) -> String) -> Node {
        let ticks = scale.ticks.map { tick in
            Node.element(
                .text, [Attribute(.x, scale.percent(tick)), Attribute(.y, "12"), Attribute(.anchor, "middle")],
                [.text(format(tick))])
        }
        let names: [Node] = [
            .make(.title, .id("\(id)-title"), content: title), .make(.desc, .id("\(id)-text"), content: description),
        ]
        return .element(
            .svg,
            [
                Attribute(.width, "100%"), Attribute(.height, "18"), Attribute(.role, "img"),
                Attribute(.labelledBy, "\(id)-title \(id)-text"),
            ], names + ticks)
    }

    private var backdrop: [Node] {
        var nodes: [Node] = []
        if let band {
            nodes.append(
                .element(
                    .rect,
                    [
                        .class("band"), Attribute(.x, scale.percent(band.lower)),
                        Attribute(.width, scale.percent(from: band.lower, to: band.upper)), Attribute(.height, "100%"),
                    ], []))
        }
        if let line { nodes.append(vertical(line, "ref")) }
        return nodes
    }

    private func marks(_ estimate: Estimate, _ isSmall: Bool) -> [Node] {
        guard let value = estimate.defined else { return [] }
        return [
            .element(
                .line,
                [
                    .class("bar"), Attribute(.x1, scale.percent(value.interval.lower)), Attribute(.y1, "50%"),
                    Attribute(.x2, scale.percent(value.interval.upper)), Attribute(.y2, "50%"),
                ], []),
            .element(
                .circle,
                [
                    .class(isSmall ? "dot small" : "dot"), Attribute(.cx, scale.percent(value.value)),
                    Attribute(.cy, "50%"), Attribute(.r, "5"),
                ], []),
        ]
    }

    private func vertical(_ value: Double, _ style: String) -> Node {
        let x = scale.percent(value)
        return .element(
            .line,
            [.class(style), Attribute(.x1, x), Attribute(.y1, "0"), Attribute(.x2, x), Attribute(.y2, "100%")], [])
    }
}
