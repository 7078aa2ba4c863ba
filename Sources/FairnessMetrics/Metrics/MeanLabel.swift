extension GroupMetric {
    /// The mean of a numeric label over the rows that have one; Student's t interval.
    ///
    /// Compared between groups: equal means (Calders, Karim, Kamiran, Ali, Zhang 2013), of the data. The interval is
    /// Student's (1908).
    public static let meanLabel = GroupMetric(
        id: "mean_label", name: "Mean label", formula: "mean y", question: "What is the label on average?",
        source: "Student 1908 (interval); between groups Calders et al. 2013 (equal means)",
        inputs: [.label], tasks: [.regression], range: Interval(-.infinity, .infinity), isShare: false,
        scale: .outcome
    ) { tally in
        tally.mean(of: .label, otherwise: "no row has a label")
    }
}
