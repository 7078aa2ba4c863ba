extension GroupMetric {
    /// P(ŷ = 1 | y = 1), also recall or sensitivity; undefined without positive labels.
    ///
    /// Yerushalmy 1947; compared between groups it is equal opportunity (Hardt, Price, Srebro 2016).
    public static let truePositiveRate = GroupMetric(
        id: "true_positive_rate", name: "True positive rate", formula: "TP / (TP + FN)",
        question: "Of the people whose label is positive, how many were selected?",
        source: "Yerushalmy 1947 (sensitivity); between groups Hardt, Price, Srebro 2016 (equal opportunity)",
        inputs: [.label, .prediction], isHigherBetter: true
    ) { tally in
        .proportion(
            tally.truePositives, of: tally.truePositives + tally.falseNegatives,
            otherwise: "no row has a positive label")
    }
}
