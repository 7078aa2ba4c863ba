extension GroupMetric {
    /// P(y = 0 | ŷ = 1); undefined where nobody was selected.
    ///
    /// 1 minus Vecchio's predictive value (1966); the name is Benjamini and Hochberg's (1995), of whom it is the realised share
    /// and not the expected one.
    public static let falseDiscoveryRate = GroupMetric(
        id: "false_discovery_rate", name: "False discovery rate", formula: "FP / (TP + FP)",
        question: "Of the people selected, how many have a negative label?",
        source: "1 − positive predictive value (Vecchio 1966); name Benjamini, Hochberg 1995",
        inputs: [.label, .prediction], isHigherBetter: false,
        complement: "positive_predictive_value"
    ) { tally in
        .proportion(
            tally.falsePositives, of: tally.truePositives + tally.falsePositives,
            otherwise: "nobody with a label was selected")
    }
}
