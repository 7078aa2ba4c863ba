internal import FairnessMetrics

/// Five quantiles of each group in the rows of a table: a line from the first to the last, a box between the second and
/// the fourth, a mark at the middle one.
struct QuantilePlot {
    let scale: Scale

    /// The axis, for the heading of the column.
    func axis(id: String, title: Node, description: Node) -> Node {
        ForestPlot(scale: scale).axis(id: id, title: title, description: description) { $0.plainTick }
    }

    /// The drawing of one row; the cells beside it say the same.
    func row(_ quantiles: [Estimate]) -> Node {
        let values = quantiles.compactMap(\.value)
        guard values.count == 5 else { return .element(.svg, [.hidden], []) }
        return .element(
            .svg, [.hidden],
            [
                line(values[0], values[4], "bar"),
                .element(
                    .rect,
                    [
                        .class("fill"), Attribute(.x, scale.percent(values[1])), Attribute(.y, "35%"),
                        Attribute(.width, scale.percent(from: values[1], to: values[3])), Attribute(.height, "30%"),
                    ], []),
                .element(
                    .circle,
                    [
                        .class("dot small"), Attribute(.cx, scale.percent(values[2])), Attribute(.cy, "50%"),
                        Attribute(.r, "5"),
                    ],
                    []),
            ])
    }

    private func line(_ start: Double, _ end: Double, _ style: String) -> Node {
        .element(
            .line,
            [
                .class(style), Attribute(.x1, scale.percent(start)), Attribute(.y1, "50%"),
                Attribute(.x2, scale.percent(end)), Attribute(.y2, "50%"),
            ], [])
    }
}
