extension GroupMetric {
    /// P(y = 1 | ŷ = 0); undefined where everybody was selected.
    public static let falseOmissionRate = GroupMetric(
        id: "false_omission_rate", name: "False omission rate", formula: "FN / (TN + FN)",
        question: "Of the people not selected, how many have a positive label?",
        inputs: [.label, .prediction], isHigherBetter: false,
        complement: "negative_predictive_value"
    ) { tally in
        .proportion(
            tally.falseNegatives, of: tally.trueNegatives + tally.falseNegatives,
            otherwise: "everybody with a label was selected")
    }
}
