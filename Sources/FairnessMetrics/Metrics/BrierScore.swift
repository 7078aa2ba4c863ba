extension GroupMetric {
    /// Mean of (score − label)² (Brier 1950); undefined where scores are no probabilities.
    public static let brierScore = GroupMetric(
        id: "brier_score", name: "Brier score", formula: "mean (s − y)²",
        question: "How far are the scores, read as probabilities, from what happened?",
        source: "Brier 1950", inputs: [.label, .score],
        isHigherBetter: false,
        isShare: false
    ) { tally in
        let scores = tally.scores ?? ScoreSample()
        if let reason = scores.notProbabilities { return .undefined(reason) }
        return ScoreMean.measure(
            scores.labelledParts, bounds: Interval(0, 1), imagined: Interval(0, 1),
            otherwise: "no row has both a label and a score"
        ) { score, label in
            let error = score - (label == .positive ? 1 : 0)
            return error * error
        }
    }
}
