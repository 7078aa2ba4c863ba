extension GroupMetric {
    /// P(y = 0 | ŷ = 1); undefined where nobody was selected.
    public static let falseDiscoveryRate = GroupMetric(
        id: "false_discovery_rate", name: "False discovery rate", formula: "FP / (TP + FP)",
        question: "Of the people selected, how many have a negative label?",
        inputs: [.label, .prediction], isHigherBetter: false,
        complement: "positive_predictive_value"
    ) { tally in
        .proportion(
            tally.falsePositives, of: tally.truePositives + tally.falsePositives,
            otherwise: "nobody with a label was selected")
    }
}
