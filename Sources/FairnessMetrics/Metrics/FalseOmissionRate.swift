extension GroupMetric {
    /// P(y = 1 | ŷ = 0); undefined where everybody was selected.
    ///
    /// 1 minus Vecchio's predictive value of a negative test (1966); Genovese and Wasserman's false nondiscoveries (2002).
    public static let falseOmissionRate = GroupMetric(
        id: "false_omission_rate", name: "False omission rate", formula: "FN / (TN + FN)",
        question: "Of the people not selected, how many have a positive label?",
        source: "1 − negative predictive value (Vecchio 1966); Genovese, Wasserman 2002 (nondiscovery)",
        inputs: [.label, .prediction], isHigherBetter: false,
        complement: "negative_predictive_value"
    ) { tally in
        .proportion(
            tally.falseNegatives, of: tally.trueNegatives + tally.falseNegatives,
            otherwise: "everybody with a label was selected")
    }
}
