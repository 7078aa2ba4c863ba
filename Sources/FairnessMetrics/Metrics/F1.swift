extension GroupMetric {
    /// 2 TP / (2 TP + FP + FN), the harmonic mean of precision and recall (van Rijsbergen 1979).
    ///
    /// Undefined where no row has a positive label or prediction. With J = TP / (TP + FP + FN), F1 = 2J / (1 + J): its
    /// interval is Wilson's of J carried through.
    ///
    /// The same number as Dice's coefficient (1945) of the rows selected and the positive ones.
    public static let f1 = GroupMetric(
        id: "f1", name: "F1", formula: "2 TP / (2 TP + FP + FN)",
        question: "How well do selections and positive labels coincide?",
        source: "van Rijsbergen 1979; Dice 1945", inputs: [.label, .prediction],
        isHigherBetter: true
    ) { tally in
        let involved = tally.truePositives + tally.falsePositives + tally.falseNegatives
        if let fault = involved.fault(ifEmpty: "no row has a positive label or prediction") { return .undefined(fault) }
        let hits = tally.truePositives.weight
        return .sampled(
            Sampled(
                value: min(1, 2 * hits / (hits + involved.weight)),
                effectiveSize: involved.effectiveSize(ofShare: tally.truePositives), model: .jaccard))
    }
}
