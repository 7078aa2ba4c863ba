internal import Glibc

extension GroupMetric {
    /// Mean of −ln(probability given to what happened), in nats; undefined where scores are no probabilities.
    ///
    /// Scores are kept 2⁻⁵² away from 0 and 1, as scikit-learn does, so that one certain and wrong row does not make the
    /// mean infinite.
    ///
    /// The logarithmic score (Good 1952).
    public static let logLoss = GroupMetric(
        id: "log_loss", name: "Log loss", formula: "mean −[y ln s + (1 − y) ln(1 − s)]",
        question: "How surprised would a believer in the scores be by what happened?",
        source: "Good 1952", inputs: [.label, .score],
        range: Interval(0, .infinity), isHigherBetter: false,
        isShare: false
    ) { tally in
        let scores = tally.scores ?? ScoreSample()
        if let reason = scores.notProbabilities { return .undefined(reason) }
        let edge = Double.ulpOfOne
        func loss(_ score: Double, _ label: Outcome) -> Double {
            let kept = min(max(score, edge), 1 - edge)
            return label == .positive ? -log(kept) : -log1p(-kept)
        }
        // The interval allows for one more row that goes as badly as any row here might have gone.
        let extremes = ScoreSample.extremes(of: scores.labelledParts) ?? Interval(0.5, 0.5)
        let worst = max(loss(extremes.lower, .positive), loss(extremes.upper, .negative))
        return ScoreMean.measure(
            scores.labelledParts, bounds: Interval(0, loss(0, .positive)), imagined: Interval(0, worst),
            otherwise: "no row has both a label and a score", quantity: loss)
    }
}
