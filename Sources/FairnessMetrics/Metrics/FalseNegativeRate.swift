extension GroupMetric {
    /// P(ŷ = 0 | y = 1); undefined without positive labels.
    ///
    /// 1 minus Yerushalmy's sensitivity (1947); compared between groups it is equal opportunity (Hardt, Price, Srebro 2016).
    public static let falseNegativeRate = GroupMetric(
        id: "false_negative_rate", name: "False negative rate", formula: "FN / (TP + FN)",
        question: "Of the people whose label is positive, how many were passed over?",
        source: "1 − sensitivity (Yerushalmy 1947); between groups Hardt, Price, Srebro 2016",
        inputs: [.label, .prediction], isHigherBetter: false,
        complement: "true_positive_rate"
    ) { tally in
        .proportion(
            tally.falseNegatives, of: tally.truePositives + tally.falseNegatives,
            otherwise: "no row has a positive label")
    }
}
