extension GroupMetric {
    /// P(ŷ = 1 | y = 0); undefined without negative labels.
    ///
    /// 1 minus Yerushalmy's specificity (1947); compared between groups it is predictive equality (Corbett-Davies et al. 2017)
    /// and half of equalized odds (Hardt, Price, Srebro 2016).
    public static let falsePositiveRate = GroupMetric(
        id: "false_positive_rate", name: "False positive rate", formula: "FP / (FP + TN)",
        question: "Of the people whose label is negative, how many were selected all the same?",
        source: "1 − specificity (Yerushalmy 1947); between groups Corbett-Davies et al. 2017 (predictive equality)",
        inputs: [.label, .prediction], isHigherBetter: false
    ) { tally in
        .proportion(
            tally.falsePositives, of: tally.falsePositives + tally.trueNegatives,
            otherwise: "no row has a negative label")
    }
}
