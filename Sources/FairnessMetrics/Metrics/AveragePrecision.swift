extension GroupMetric {
    /// Σ (Rₖ − Rₖ₋₁) Pₖ over the distinct scores; undefined unless both labels have scores.
    ///
    /// The interval is normal on the logit scale with variance 1 / (n₊ AP (1 − AP)) (Boyd, Eng, Page 2013).
    public static let averagePrecision = GroupMetric(
        id: "average_precision", name: "Average precision", formula: "Σ (Rₖ − Rₖ₋₁) Pₖ",
        question: "How precise are selections, averaged over all thresholds?", inputs: [.label, .score],
        isHigherBetter: true,
        isShare: false
    ) { tally in
        let ranked = RankedScores(tally.scores ?? ScoreSample())
        if let reason = ranked.undefinedReason { return .undefined(reason) }
        let value = min(1, ranked.averagePrecision())
        let size = ranked.positive.effectiveSize
        return .sampled(
            Sampled(
                value: value, effectiveSize: size,
                model: .logit(
                    standardError: value > 0 && value < 1 ? 1 / (size * value * (1 - value)).squareRoot() : 0,
                    method: "boyd_logit")))
    }
}
