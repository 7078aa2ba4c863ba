extension GroupMetric {
    /// The mean of (prediction − label)², in the square of the label's unit.
    ///
    /// Gauss 1823; bounded in every group: bounded group loss (Agarwal, Dudík, Wu 2019).
    public static let meanSquaredError = GroupMetric(
        id: "mean_squared_error", name: "Mean squared error", formula: "mean (ŷ − y)²",
        question: "How far is the prediction from the label, large errors counting most?",
        source: "Gauss 1823; between groups Agarwal, Dudík, Wu 2019 (bounded group loss)",
        inputs: [.label, .prediction], tasks: [.regression], range: Interval(0, .infinity), isHigherBetter: false,
        isShare: false, scale: .squaredOutcome
    ) { tally in
        tally.meanOfError { $0 * $0 }
    }
}
