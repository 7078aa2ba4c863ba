internal import FairnessMetrics

/// A row of a table as a drawing: a hollow point and its interval before, a full point and its interval after beneath, and
/// a line from the one to the other.
///
/// Like `ForestPlot` it follows the width of its column and says nothing that the cells beside it do not say; filling and
/// place tell before from after, not colour alone.
struct ChangePlot {
    let scale: Scale

    /// The heights of the two points.
    private static let heights = ("34%", "66%")

    /// The drawing of one row.
    func row(_ before: Estimate?, _ after: Estimate?) -> Node {
        let (first, second) = (before?.defined, after?.defined)
        var nodes: [Node] = []
        if let first, let second {
            nodes.append(line(first.value, Self.heights.0, second.value, Self.heights.1, "move"))
        }
        if let first { nodes += marks(first, Self.heights.0, "was") }
        if let second { nodes += marks(second, Self.heights.1, "now") }
        return .element(.svg, [.hidden], nodes)
    }

    private func marks(_ value: Estimate.Value, _ height: String, _ style: String) -> [Node] {
        [
            line(value.interval.lower, height, value.interval.upper, height, "bar \(style)"),
            .element(
                .circle,
                [
                    .class("dot \(style)"), Attribute(.cx, scale.percent(value.value)), Attribute(.cy, height),
                    Attribute(.r, "5"),
                ], []),
        ]
    }

    private func line(_ start: Double, _ from: String, _ end: Double, _ to: String, _ style: String) -> Node {
        .element(
            .line,
            [
                .class(style), Attribute(.x1, scale.percent(start)), Attribute(.y1, from),
                Attribute(.x2, scale.percent(end)), Attribute(.y2, to),
            ], [])
    }
}
