extension GroupMetric {
    /// (TPR + TNR) / 2, or the mean of all classes' recalls (macro recall); undefined unless every class is present.
    ///
    /// The recalls are independent given the labels.
    ///
    /// Brodersen, Ong, Stephan, Buhmann 2010; twice it minus 1 is Youden's index (1950).
    public static let balancedAccuracy = GroupMetric(
        id: "balanced_accuracy", name: "Balanced accuracy", formula: "(TPR + TNR) / 2; mean recall of the classes",
        question: "How often is the decision right, if all labels counted alike?",
        source: "Brodersen, Ong, Stephan, Buhmann 2010; 2 × − 1 is Youden 1950", inputs: [.label, .prediction],
        tasks: [.binary, .multiclass], isHigherBetter: true
    ) { tally in
        if let classes = tally.classes { return classes.average(of: truePositiveRate) }
        return .average([truePositiveRate.measure(tally), trueNegativeRate.measure(tally)])
    }
}

extension Measurement {
    /// The mean of independent measurements, undefined if one of them is.
    static func average(_ parts: [Measurement]) -> Measurement {
        var sampled: [Sampled] = []
        for part in parts {
            switch part {
            case .undefined(let reason): return .undefined(reason)
            case .sampled(let value): sampled.append(value)
            }
        }
        guard !sampled.isEmpty else { return .undefined("there is nothing to average") }
        return .sampled(
            Sampled(
                value: sampled.reduce(0) { $0 + $1.value } / Double(sampled.count),
                effectiveSize: sampled.map(\.effectiveSize).min() ?? 0, model: .average(sampled)))
    }
}

extension ClassTally {
    /// The mean over the classes of a rate of each class against the rest; undefined if it is for one of them.
    ///
    /// The rates must be independent of each other, as recalls are given the labels and precisions given the predictions.
    func average(of metric: GroupMetric) -> Measurement {
        let parts = (0..<count).map { metric.measure(against($0)) }
        let lacking = parts.count { $0.sampled == nil }
        guard lacking > 0 else { return .average(parts) }
        return .undefined(
            "the \(metric.name.lowercased()) is undefined for \(lacking) of \(count) classes, so there is no mean of them"
        )
    }
}
