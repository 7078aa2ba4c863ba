extension GroupMetric {
    /// P(ŷ = 0 | y = 0), also specificity; undefined without negative labels.
    ///
    /// Yerushalmy 1947; compared between groups it is predictive equality (Corbett-Davies et al. 2017).
    public static let trueNegativeRate = GroupMetric(
        id: "true_negative_rate", name: "True negative rate", formula: "TN / (FP + TN)",
        question: "Of the people whose label is negative, how many were not selected?",
        source: "Yerushalmy 1947 (specificity); between groups Corbett-Davies et al. 2017",
        inputs: [.label, .prediction], isHigherBetter: true,
        complement: "false_positive_rate"
    ) { tally in
        .proportion(
            tally.trueNegatives, of: tally.falsePositives + tally.trueNegatives,
            otherwise: "no row has a negative label")
    }
}
