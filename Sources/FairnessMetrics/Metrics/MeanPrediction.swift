extension GroupMetric {
    /// The mean of a numeric prediction over the rows that have one; Student's t interval.
    ///
    /// Compared between groups: equal means (Calders, Karim, Kamiran, Ali, Zhang 2013). The interval is Student's (1908).
    public static let meanPrediction = GroupMetric(
        id: "mean_prediction", name: "Mean prediction", formula: "mean ŷ",
        question: "What is predicted of the people of the group on average?",
        source: "Student 1908 (interval); between groups Calders et al. 2013 (equal means)",
        inputs: [.prediction], tasks: [.regression], range: Interval(-.infinity, .infinity), isShare: false,
        scale: .outcome
    ) { tally in
        tally.mean(of: .prediction, otherwise: "no row has a prediction")
    }
}
