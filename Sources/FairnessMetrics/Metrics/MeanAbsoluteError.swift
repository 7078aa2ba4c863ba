extension GroupMetric {
    /// The mean of |prediction − label|, in the label's unit.
    ///
    /// Willmott and Matsuura (2005) on why it is clearer than the root mean square.
    public static let meanAbsoluteError = GroupMetric(
        id: "mean_absolute_error", name: "Mean absolute error", formula: "mean |ŷ − y|",
        question: "How far is the prediction from the label on average?",
        source: "Willmott, Matsuura 2005",
        inputs: [.label, .prediction], tasks: [.regression], range: Interval(0, .infinity), isHigherBetter: false,
        isShare: false, scale: .outcome
    ) { tally in
        tally.meanOfError { abs($0) }
    }
}
