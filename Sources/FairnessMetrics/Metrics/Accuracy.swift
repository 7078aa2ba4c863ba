extension GroupMetric {
    /// P(ŷ = y) over the rows that have both; undefined without any.
    public static let accuracy = GroupMetric(
        id: "accuracy", name: "Accuracy", formula: "(TP + TN) / n",
        question: "For how many people does the decision agree with the label?",
        inputs: [.label, .prediction], isHigherBetter: true
    ) { tally in
        .proportion(
            tally.truePositives + tally.trueNegatives, of: tally.mass(label: nil, prediction: nil),
            otherwise: "no row has both a label and a prediction")
    }
}
