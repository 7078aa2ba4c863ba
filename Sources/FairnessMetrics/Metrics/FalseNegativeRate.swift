extension GroupMetric {
    /// P(ŷ = 0 | y = 1); undefined without positive labels.
    public static let falseNegativeRate = GroupMetric(
        id: "false_negative_rate", name: "False negative rate", formula: "FN / (TP + FN)",
        question: "Of the people whose label is positive, how many were passed over?",
        inputs: [.label, .prediction], isHigherBetter: false,
        complement: "true_positive_rate"
    ) { tally in
        .proportion(
            tally.falseNegatives, of: tally.truePositives + tally.falseNegatives,
            otherwise: "no row has a positive label")
    }
}
