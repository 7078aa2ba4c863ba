extension TableMeasure {
    /// What compares numbers and scores, not rates.
    static let distributions: [TableMeasure] = [
        TableMeasure(
            id: "kolmogorov_smirnov", name: "Kolmogorov-Smirnov distance", formula: "sup |F − G|",
            question: "How far apart are the distributions of two groups, at worst?",
            needs: "a numeric label, prediction or score", range: Interval(0, 1), direction: "0 means alike",
            source: "Kolmogorov 1933; Smirnov 1939"),
        TableMeasure(
            id: "wasserstein", name: "Wasserstein distance", formula: "∫ |F − G|",
            question: "How far would values have to be moved to make one distribution of the other?",
            needs: "a numeric label, prediction or score", range: Interval(0, .infinity), direction: "0 means alike",
            source: "Vallender 1974; interval Borell 1975"),
        TableMeasure(
            id: "quantiles", name: "Gaps of quantiles", formula: "F⁻¹(q) − G⁻¹(q) at q = 0.1, 0.5, 0.9",
            question: "How far apart are the low, the middle and the high values?",
            needs: "a numeric label, prediction or score", range: Interval(-.infinity, .infinity),
            direction: "0 means alike", source: "Thompson 1936 (interval)"),
        TableMeasure(
            id: "in_the_large", name: "Calibration in the large", formula: "mean y − mean s",
            question: "Are scores too high or too low on the whole?", needs: "label, score", range: Interval(-1, 1),
            direction: "above 0 the scores are too low", source: "Cox 1958"),
        TableMeasure(
            id: "intercept", name: "Calibration intercept", formula: "α in logit P(y = 1) = α + logit s",
            question: "Are the odds that scores state too high or too low?", needs: "label, score",
            range: Interval(-.infinity, .infinity), direction: "above 0 the scores are too low", source: "Cox 1958"),
        TableMeasure(
            id: "slope", name: "Calibration slope", formula: "β in logit P(y = 1) = α + β logit s",
            question: "Are scores too extreme or too timid?", needs: "label, score",
            range: Interval(-.infinity, .infinity), direction: "below 1 the scores are too extreme", source: "Cox 1958"),
        TableMeasure(
            id: "curves", name: "ROC and precision-recall curves",
            formula: "(FPR, TPR) and (TPR, PPV) at every threshold of the score",
            question: "Which errors would each threshold make in each group?", needs: "label, score",
            range: Interval(0, 1), direction: "compared between groups",
            source: "Hanley, McNeil 1982; Boyd, Eng, Page 2013"),
    ]
}
