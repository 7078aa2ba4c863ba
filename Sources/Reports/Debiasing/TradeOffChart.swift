internal import FairnessMetrics

/// Accuracy against the gap: a point for each trial with both intervals, and the front of those that no other beats.
struct TradeOffChart {
    let record: DebiasRecord

    private typealias Placed = (
        number: Int, trial: DebiasRecord.Trial, gap: DebiasRecord.Measure, accuracy: DebiasRecord.Measure
    )

    /// The picture; nil if fewer than two trials have a place in it.
    var node: Node? {
        let placed: [Placed] = record.trials.enumerated().compactMap { index, trial in
            guard let gap = trial.measures?.gap, let accuracy = trial.measures?.accuracy else { return nil }
            return (index + 1, trial, gap, accuracy)
        }
        guard placed.count > 1 else { return nil }
        let across = Scale(spanning: placed.flatMap { ends($0.gap) } + [0], includingZero: true)
        let up = Scale(spanning: placed.flatMap { ends($0.accuracy) }, includingZero: false)
        let plot = PlotArea(across: across.lower...across.upper, up: up.lower...up.upper)
        let point = { (trial: Placed) -> PlotArea.Point in (trial.gap.value, trial.accuracy.value) }
        let front = placed.filter(\.trial.isOnFront).sorted { $0.gap.value < $1.gap.value }
        let chosen = placed.filter { $0.trial.name == record.chosen }
        let plain = placed.filter { $0.trial.name == "plain" }
        let content: [Node] =
            [
                PlotArea.path(
                    "err",
                    plot.bars(
                        placed.compactMap { trial in
                            trial.accuracy.interval.map { (trial.gap.value, $0.lower, $0.upper) }
                        })),
                PlotArea.path(
                    "err",
                    placed.compactMap { trial in
                        trial.gap.interval.map {
                            plot.line([($0.lower, trial.accuracy.value), ($0.upper, trial.accuracy.value)])
                        }
                    }.joined()),
                PlotArea.path("front", plot.line(front.map(point))),
                PlotArea.path("chosen", plot.marks(chosen.map(point))),
                PlotArea.path("plain", plot.marks(plain.map(point))),
                PlotArea.path("pts", plot.marks(placed.map(point))),
            ] + labels(placed).map { plot.label("\($0.number)", at: point($0)) }
        let percent = { (share: Double) in (share * 100).plainTick + "\u{202F}%" }
        return .make(
            .figure, .class("trade"),
            content: plot.drawing(
                id: "trade-off", title: "Accuracy against the gap between groups",
                description:
                    "Better is up and to the left. Numbers are those of the table; lines are 95 % intervals; the dashed line joins trials that no other beats.",
                axes: ("accuracy", "gap between groups"), ticks: (up.ticks, across.ticks), format: (percent, percent),
                content),
            .make(
                .figcaption,
                content:
                    "Better is up and to the left. The green dot is the trial that was chosen, the red square the plain model; numbers are those of the table."
            ))
    }

    /// The trials whose number stands beside them: those that matter, so that numbers do not hide each other.
    private func labels(_ placed: [Placed]) -> [Placed] {
        placed.filter { $0.trial.isOnFront || $0.trial.name == record.chosen || $0.trial.name == "plain" }
    }

    private func ends(_ measure: DebiasRecord.Measure) -> [Double] {
        [measure.value] + (measure.interval.map { [$0.lower, $0.upper] } ?? [])
    }
}
