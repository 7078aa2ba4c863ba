extension GroupMetric {
    /// (TPR + TNR) / 2; undefined unless both classes are present. Both rates are independent given the labels.
    public static let balancedAccuracy = GroupMetric(
        id: "balanced_accuracy", name: "Balanced accuracy", formula: "(TPR + TNR) / 2",
        question: "How often is the decision right, if both labels counted alike?", inputs: [.label, .prediction],
        isHigherBetter: true
    ) { tally in
        .halfSum(truePositiveRate.measure(tally), trueNegativeRate.measure(tally))
    }
}

extension Measurement {
    /// The mean of two independent measurements, undefined if one of them is.
    static func halfSum(_ first: Measurement, _ second: Measurement) -> Measurement {
        switch (first, second) {
        case (.undefined(let reason), _), (_, .undefined(let reason)): .undefined(reason)
        case (.sampled(let a), .sampled(let b)):
            .sampled(
                Sampled(
                    value: (a.value + b.value) / 2, effectiveSize: min(a.effectiveSize, b.effectiveSize),
                    model: .halfSum(a, b)))
        }
    }
}
