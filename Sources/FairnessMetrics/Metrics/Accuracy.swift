extension GroupMetric {
    /// P(ŷ = y) over the rows that have both; undefined without any.
    ///
    /// Simple matching (Sokal, Michener 1958); compared between groups it is overall accuracy equality (Berk et al. 2021).
    public static let accuracy = GroupMetric(
        id: "accuracy", name: "Accuracy", formula: "(TP + TN) / n",
        question: "For how many people does the decision agree with the label?",
        source: "Sokal, Michener 1958 (simple matching); between groups Berk et al. 2021",
        inputs: [.label, .prediction], tasks: [.binary, .multiclass], isHigherBetter: true
    ) { tally in
        let noPair = "no row has both a label and a prediction"
        if let (agreeing, all) = tally.classes?.agreement {
            return .proportion(agreeing, of: all, otherwise: noPair)
        }
        return .proportion(
            tally.truePositives + tally.trueNegatives, of: tally.mass(label: nil, prediction: nil), otherwise: noPair)
    }
}
