extension GroupMetric {
    /// P(ŷ = 1): the share of positive predictions; undefined without predictions.
    ///
    /// The rate of 29 CFR 1607.4 (1978); compared between groups it is demographic parity (Dwork, Hardt, Pitassi, Reingold,
    /// Zemel 2012).
    public static let selectionRate = GroupMetric(
        id: "selection_rate", name: "Selection rate", formula: "(TP + FP) / n",
        question: "Of the people decided on, how many were selected?",
        source: "29 CFR 1607.4 (1978); between groups Dwork et al. 2012 (demographic parity)",
        inputs: [.prediction]
    ) { tally in
        .proportion(
            tally.predicted(.positive), of: tally.predicted(.positive) + tally.predicted(.negative),
            otherwise: "no row has a prediction")
    }
}
