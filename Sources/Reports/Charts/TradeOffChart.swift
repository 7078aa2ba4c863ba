internal import FairnessMetrics

/// Accuracy against the gap: a point for each try with both intervals, and the front of those that no other beats.
struct TradeOffChart {
    /// A try's place.
    struct Point {
        /// Its number in the table beside the chart.
        let number: Int
        let gap: DebiasRecord.Measure, accuracy: DebiasRecord.Measure
        /// Whether no other beats it.
        let isOnFront: Bool
        /// Whether its result was kept.
        let isChosen: Bool
        /// Whether it is what the others are compared with.
        let isPlain: Bool
    }

    /// The tries that have a place.
    let points: [Point]
    /// What a try is called, and the one that others are compared with.
    let words: (several: String, one: String, plain: String)
    /// What the intervals' level is, such as `95 %`.
    let level: String

    /// The picture; nil if fewer than two tries have a place in it.
    var node: Node? {
        guard points.count > 1 else { return nil }
        let across = Scale(spanning: points.flatMap { ends($0.gap) } + [0], includingZero: true)
        let up = Scale(spanning: points.flatMap { ends($0.accuracy) }, includingZero: false)
        let plot = PlotArea(across: across.lower...across.upper, up: up.lower...up.upper)
        let place = { (point: Point) -> PlotArea.Point in (point.gap.value, point.accuracy.value) }
        let front = points.filter(\.isOnFront).sorted { $0.gap.value < $1.gap.value }
        let content: [Node] =
            [
                PlotArea.path(
                    "err",
                    plot.bars(
                        points.compactMap { point in
                            point.accuracy.interval.map { (point.gap.value, $0.lower, $0.upper) }
                        })),
                PlotArea.path(
                    "err",
                    points.compactMap { point in
                        point.gap.interval.map {
                            plot.line([($0.lower, point.accuracy.value), ($0.upper, point.accuracy.value)])
                        }
                    }.joined()),
                PlotArea.path("front", plot.line(front.map(place))),
                PlotArea.path("chosen", plot.marks(points.filter(\.isChosen).map(place))),
                PlotArea.path("plain", plot.marks(points.filter(\.isPlain).map(place))),
                PlotArea.path("pts", plot.marks(points.map(place))),
            ] + labels.map { plot.label("\($0.number)", at: place($0)) }
        let percent = { (share: Double) in (share * 100).plainTick + "\u{202F}%" }
        return .make(
            .figure, .class("trade"),
            content: plot.drawing(
                id: "trade-off", title: "Accuracy against the gap between groups",
                description: .text(
                    "Better is up and to the left. Numbers are those of the table; lines are \(level) intervals; the dashed line joins \(words.several) that no other beats."
                ),
                axes: ("accuracy", "gap between groups"), ticks: (up.ticks, across.ticks), format: (percent, percent),
                content),
            .make(
                .figcaption,
                content: .text(
                    "Better is up and to the left. The green dot is the \(words.one) that was chosen, the red square \(words.plain); numbers are those of the table."
                )
            ))
    }

    /// The tries whose number stands beside them: those that matter, so that numbers do not hide each other.
    private var labels: [Point] { points.filter { $0.isOnFront || $0.isChosen || $0.isPlain } }

    private func ends(_ measure: DebiasRecord.Measure) -> [Double] {
        [measure.value] + (measure.interval.map { [$0.lower, $0.upper] } ?? [])
    }
}

extension TradeOffChart {
    /// The chart of a debiasing run's trials.
    init(record: DebiasRecord) {
        self.init(
            points: record.trials.enumerated().compactMap { index, trial in
                guard let gap = trial.measures?.gap, let accuracy = trial.measures?.accuracy else { return nil }
                return Point(
                    number: index + 1, gap: gap, accuracy: accuracy, isOnFront: trial.isOnFront,
                    isChosen: trial.name == record.chosen, isPlain: trial.name == "plain")
            }, words: ("trials", "trial", "the plain model"), level: "95 %")
    }
}
