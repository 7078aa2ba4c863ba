extension GroupMetric {
    /// P(ŷ = 1 | y = 0); undefined without negative labels.
    public static let falsePositiveRate = GroupMetric(
        id: "false_positive_rate", name: "False positive rate", formula: "FP / (FP + TN)",
        question: "Of the people whose label is negative, how many were selected all the same?",
        inputs: [.label, .prediction], isHigherBetter: false
    ) { tally in
        .proportion(
            tally.falsePositives, of: tally.falsePositives + tally.trueNegatives,
            otherwise: "no row has a negative label")
    }
}
