extension GroupMetric {
    /// P(ŷ = 1): the share of positive predictions; undefined without predictions.
    public static let selectionRate = GroupMetric(
        id: "selection_rate", name: "Selection rate", formula: "(TP + FP) / n",
        question: "Of the people decided on, how many were selected?",
        inputs: [.prediction]
    ) { tally in
        .proportion(
            tally.predicted(.positive), of: tally.predicted(.positive) + tally.predicted(.negative),
            otherwise: "no row has a prediction")
    }
}
