internal import Glibc

extension GroupMetric {
    /// P(score of a positive > score of a negative) + ½ P(equal); undefined unless both labels have scores.
    ///
    /// The interval is DeLong's variance on the logit scale; at 0 or 1, where that variance vanishes, Wilson's interval on
    /// the smaller class.
    ///
    /// The probability is that of Mann and Whitney's statistic (Bamber 1975; Hanley, McNeil 1982); its variance is DeLong,
    /// DeLong and Clarke-Pearson's (1988).
    public static let areaUnderROCCurve = GroupMetric(
        id: "roc_auc", name: "ROC AUC", formula: "P(s₊ > s₋) + ½ P(s₊ = s₋)",
        question: "How often does a positive row score higher than a negative one?",
        source: "Bamber 1975; Hanley, McNeil 1982; interval DeLong, DeLong, Clarke-Pearson 1988",
        inputs: [.label, .score],
        isHigherBetter: true,
        isShare: false
    ) { tally in
        let ranked = RankedScores(tally.scores ?? ScoreSample())
        if let reason = ranked.undefinedReason { return .undefined(reason) }
        let (area, variance) = ranked.areaUnderROC()
        return .sampled(
            Sampled(
                value: area, effectiveSize: min(ranked.positive.effectiveSize, ranked.negative.effectiveSize),
                model: .logit(
                    standardError: area > 0 && area < 1 ? variance.squareRoot() / (area * (1 - area)) : 0,
                    method: "delong_logit")))
    }
}
