extension GroupMetric {
    /// Σ (Rₖ − Rₖ₋₁) Pₖ over the distinct scores; undefined unless both labels have scores.
    ///
    /// The interval is normal on the logit scale. Boyd, Eng and Page (2013) take the variance AP (1 − AP) / n₊ of a
    /// proportion among the positive rows, which can be too small where many negative rows score high; the linearised variance
    /// counts those, and is too small in few rows. The larger of the two is used.
    ///
    /// As rankings of documents are judged by (Buckley, Voorhees 2000), equal scores taken together.
    public static let averagePrecision = GroupMetric(
        id: "average_precision", name: "Average precision", formula: "Σ (Rₖ − Rₖ₋₁) Pₖ",
        question: "How precise are selections, averaged over all thresholds?",
        source: "Buckley, Voorhees 2000; interval Boyd, Eng, Page 2013", inputs: [.label, .score],
        isHigherBetter: true,
        isShare: false
    ) { tally in
        let ranked = RankedScores(tally.scores ?? ScoreSample())
        if let reason = ranked.undefinedReason { return .undefined(reason) }
        let (value, linearised) = ranked.averagePrecision()
        let size = ranked.positive.effectiveSize
        let spread = value * (1 - value)
        let variance = max(linearised, spread / size)
        return .sampled(
            Sampled(
                value: value, effectiveSize: size,
                model: .logit(standardError: spread > 0 ? variance.squareRoot() / spread : 0, method: "boyd_logit")))
    }
}
