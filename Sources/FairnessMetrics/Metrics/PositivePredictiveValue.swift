extension GroupMetric {
    /// P(y = 1 | ŷ = 1), also precision; undefined where nobody was selected.
    ///
    /// Vecchio 1966; compared between groups it is predictive parity (Chouldechova 2017).
    public static let positivePredictiveValue = GroupMetric(
        id: "positive_predictive_value", name: "Positive predictive value", formula: "TP / (TP + FP)",
        question: "Of the people selected, how many have a positive label?",
        source: "Vecchio 1966; between groups Chouldechova 2017 (predictive parity)",
        inputs: [.label, .prediction], isHigherBetter: true
    ) { tally in
        .proportion(
            tally.truePositives, of: tally.truePositives + tally.falsePositives,
            otherwise: "nobody with a label was selected")
    }
}
