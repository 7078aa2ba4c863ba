extension GroupMetric {
    /// The mean of prediction minus label, also bias: above 0 where too much is predicted. Student's t interval.
    ///
    /// Compared between groups: balanced residuals (Calders, Karim, Kamiran, Ali, Zhang 2013). The interval is Student's (1908).
    public static let meanError = GroupMetric(
        id: "mean_error", name: "Mean error", formula: "mean (ŷ − y)",
        question: "Is too much predicted (above 0) or too little (below 0)?",
        source: "Student 1908 (interval); between groups Calders et al. 2013 (balanced residuals)",
        inputs: [.label, .prediction], tasks: [.regression], range: Interval(-.infinity, .infinity), isShare: false,
        scale: .outcome, hasRatio: false
    ) { tally in
        tally.mean(of: .error, otherwise: Tally.noPair)
    }
}
