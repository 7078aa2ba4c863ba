extension GroupMetric {
    /// √(mean (prediction − label)²), in the label's unit; its interval is that of the mean square, carried through.
    ///
    /// Gauss's mean error (1823).
    public static let rootMeanSquaredError = GroupMetric(
        id: "root_mean_squared_error", name: "Root mean squared error", formula: "√ mean (ŷ − y)²",
        question: "How far is the prediction from the label, large errors counting more, in the label’s unit?",
        source: "Gauss 1823",
        inputs: [.label, .prediction], tasks: [.regression], range: Interval(0, .infinity), isHigherBetter: false,
        isShare: false, complement: "mean_squared_error", scale: .outcome
    ) { tally in
        let squared = meanSquaredError.measure(tally)
        guard let sampled = squared.sampled else { return squared }
        return .sampled(
            Sampled(
                value: sampled.value.squareRoot(), effectiveSize: sampled.effectiveSize, model: .squareRoot(sampled),
                denominator: sampled.denominator))
    }
}
