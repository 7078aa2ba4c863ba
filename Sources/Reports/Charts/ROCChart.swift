internal import FairnessMetrics

/// The ROC curve of a group beside that of the reference group, with what the actual decisions do.
struct ROCChart {
    let id: String
    let group: GroupCurves
    let reference: GroupCurves
    /// The names of both.
    let names: (group: String, reference: String)
    /// False and true positive rate of the decisions, where there are any.
    let decided: (group: (x: Double, y: Double)?, reference: (x: Double, y: Double)?)

    var node: Node {
        let plot = PlotArea(across: 0...1, up: 0...1)
        func points(_ curves: GroupCurves) -> [(x: Double, y: Double)] {
            zip(curves.roc.x, curves.roc.y).map { ($0, $1) }
        }
        func mark(_ point: (x: Double, y: Double)?, _ style: String) -> [Node] {
            guard let point else { return [] }
            // A ring: a large mark with a smaller one of the paper's colour on it.
            return [
                PlotArea.path("at\(style)", plot.marks([point])), PlotArea.path("hole\(style)", plot.marks([point])),
            ]
        }
        let rings = decided.group == nil && decided.reference == nil ? "" : " Rings mark the actual decisions."
        let percent = { (share: Double) in (share * 100).fixed(0) + "\u{202F}%" }
        let ticks = [0, 0.5, 1]
        return plot.drawing(
            id: id, title: "ROC curves: \(plain: [names.group]) and \(plain: [names.reference])",
            description: "True against false positive rate; rates at three points are in the table below.\(rings)",
            axes: ("true positive rate", "false positive rate"), ticks: (ticks, ticks), format: (percent, percent),
            [
                PlotArea.path("ref", plot.line([(0, 0), (1, 1)])),
                PlotArea.path("curve r", plot.line(points(reference))),
                PlotArea.path("curve", plot.line(points(group))),
            ] + mark(decided.reference, " r") + mark(decided.group, "")
                + plot.key(names.group, names.reference, atTop: false))
    }
}
