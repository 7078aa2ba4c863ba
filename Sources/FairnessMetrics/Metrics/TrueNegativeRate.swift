extension GroupMetric {
    /// P(ŷ = 0 | y = 0), also specificity; undefined without negative labels.
    public static let trueNegativeRate = GroupMetric(
        id: "true_negative_rate", name: "True negative rate", formula: "TN / (FP + TN)",
        question: "Of the people whose label is negative, how many were not selected?",
        inputs: [.label, .prediction], isHigherBetter: true,
        complement: "false_positive_rate"
    ) { tally in
        .proportion(
            tally.trueNegatives, of: tally.falsePositives + tally.trueNegatives,
            otherwise: "no row has a negative label")
    }
}
