extension GroupMetric {
    /// The mean of a numeric label over the rows that have one; Student's t interval.
    public static let meanLabel = GroupMetric(
        id: "mean_label", name: "Mean label", formula: "mean y", question: "What is the label on average?",
        inputs: [.label], tasks: [.regression], range: Interval(-.infinity, .infinity), isShare: false,
        scale: .outcome
    ) { tally in
        tally.mean(of: .label, otherwise: "no row has a label")
    }
}
