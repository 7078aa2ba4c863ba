extension GroupMetric {
    /// The mean of a numeric prediction over the rows that have one; Student's t interval.
    public static let meanPrediction = GroupMetric(
        id: "mean_prediction", name: "Mean prediction", formula: "mean ŷ",
        question: "What is predicted of the people of the group on average?",
        inputs: [.prediction], tasks: [.regression], range: Interval(-.infinity, .infinity), isShare: false,
        scale: .outcome
    ) { tally in
        tally.mean(of: .prediction, otherwise: "no row has a prediction")
    }
}
