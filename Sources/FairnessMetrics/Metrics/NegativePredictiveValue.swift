extension GroupMetric {
    /// P(y = 0 | ŷ = 0); undefined where everybody was selected.
    ///
    /// Vecchio 1966.
    public static let negativePredictiveValue = GroupMetric(
        id: "negative_predictive_value", name: "Negative predictive value", formula: "TN / (TN + FN)",
        question: "Of the people not selected, how many have a negative label?",
        source: "Vecchio 1966",
        inputs: [.label, .prediction], isHigherBetter: true
    ) { tally in
        .proportion(
            tally.trueNegatives, of: tally.trueNegatives + tally.falseNegatives,
            otherwise: "everybody with a label was selected")
    }
}
