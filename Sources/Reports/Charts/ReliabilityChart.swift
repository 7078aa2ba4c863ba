internal import FairnessMetrics

/// The reliability curve of a group beside that of the reference group: the share that turned out positive, by score.
struct ReliabilityChart {
    let id: String
    let group: GroupCalibration
    let reference: GroupCalibration
    /// The names of both.
    let names: (group: String, reference: String)
    let isProbability: Bool
    /// What the axes span, the same in all charts of an attribute.
    let range: (across: Scale, up: Scale)

    /// The scales that hold all of `groups`.
    static func range(of groups: [GroupCalibration], isProbability: Bool) -> (across: Scale, up: Scale) {
        let bins = groups.flatMap(\.bins)
        let shares = bins.map(\.interval.upper)
        let scores = bins.map(\.meanScore)
        // The diagonal is one only if both axes span the same.
        if isProbability {
            let both = Scale(spanning: [min(1, max(shares.max() ?? 1, scores.max() ?? 1))], includingZero: true)
            return (both, both)
        }
        return (Scale(spanning: scores, includingZero: false), Scale(spanning: shares, includingZero: true))
    }

    var node: Node {
        let plot = PlotArea(
            across: range.across.lower...range.across.upper, up: range.up.lower...range.up.upper)
        let diagonal =
            isProbability ? PlotArea.path("ref", plot.line([(0, 0), (range.up.upper, range.up.upper)])) : .none
        return plot.drawing(
            id: id,
            title: "Share that turned out positive by score: \(plain: [names.group]) and \(plain: [names.reference])",
            description: "A point for each range of scores; all numbers are in the table below.",
            axes: ("turned out positive", "score"), ticks: (ticks(range.up), ticks(range.across)),
            format: ({ ($0 * 100).plainTick + "\u{202F}%" }, { $0.plainTick }),
            [
                PlotArea.path("band", plot.ribbon(bars(reference))), diagonal,
                PlotArea.path("curve r", plot.line(points(reference))),
                PlotArea.path("pts r", plot.marks(points(reference))), PlotArea.path("err", plot.bars(bars(group))),
                PlotArea.path("curve", plot.line(points(group))), PlotArea.path("pts", plot.marks(points(group))),
            ] + plot.key(names.group, names.reference, atTop: true))
    }

    private func points(_ calibration: GroupCalibration) -> [PlotArea.Point] {
        calibration.bins.map { ($0.meanScore, $0.share) }
    }

    private func bars(_ calibration: GroupCalibration) -> [PlotArea.Bar] {
        calibration.bins.map { ($0.meanScore, $0.interval.lower, $0.interval.upper) }
    }

    /// Three ticks are enough, since the table has the numbers.
    private func ticks(_ scale: Scale) -> [Double] { [scale.lower, (scale.lower + scale.upper) / 2, scale.upper] }
}
