internal import Glibc

extension GroupMetric {
    /// The mean of all classes' F1; undefined if a class is neither a label nor predicted.
    ///
    /// With Fₖ = 2 tₖ / (lₖ + pₖ), a row of label a and prediction b moves the mean by Σₖ (2 [a = b = k] − Fₖ ([a = k] +
    /// [b = k])) / (lₖ + pₖ) / K; the interval takes the spread of that (linearised over the multinomial counts) on the
    /// logit scale. One more row that varies as much as any can is added, since few rows show too little of it; and where
    /// the classes' own intervals, taken as independent, reach further, they set the end.
    ///
    /// The mean of the classes' F1 and not the F1 of mean precision and recall; the two differ (Opitz, Burst 2019).
    public static let macroF1 = GroupMetric(
        id: "macro_f1", name: "Macro F1", formula: "mean over classes of 2 TP / (2 TP + FP + FN)",
        question: "How well do predictions and labels coincide, if all classes counted alike?",
        source: "van Rijsbergen 1979, averaged as Opitz, Burst 2019; interval linearised (Woodruff 1971)",
        inputs: [.label, .prediction], tasks: [.multiclass], isHigherBetter: true
    ) { tally in
        guard let classes = tally.classes else { return .undefined("there are no classes") }
        return classes.macroF1
    }
}

extension ClassTally {
    fileprivate var macroF1: Measurement {
        let all = agreement.all
        if let fault = all.fault(ifEmpty: "no row has both a label and a prediction") { return .undefined(fault) }
        var hits = Array(repeating: 0.0, count: count)
        var named = hits
        forEachPair { label, prediction, rows in
            named[label] += rows.weight
            named[prediction] += rows.weight
            if label == prediction { hits[label] += rows.weight }
        }
        let absent = named.count { $0 <= 0 }
        guard absent == 0 else {
            return .undefined(
                "\(absent) of \(count) classes are neither a label nor predicted, so there is no mean of them")
        }
        let scores = zip(hits, named).map { 2 * $0 / $1 }
        let value = min(1, scores.reduce(0, +) / Double(count))
        var variance = 0.0
        forEachPair { label, prediction, rows in
            var influence = -scores[label] / named[label] - scores[prediction] / named[prediction]
            if label == prediction { influence += 2 / named[label] }
            influence /= Double(count)
            variance += rows.squaredWeight * influence * influence
        }
        let size = all.effectiveSize
        let spread = value * (1 - value)
        let error = (variance + spread / (size * size)).squareRoot()
        return .sampled(
            Sampled(
                value: value, effectiveSize: size,
                model: .wider(
                    .logit(standardError: spread > 0 ? error / spread : 0, method: "linearised_logit"),
                    .average((0..<count).compactMap { GroupMetric.f1.measure(against($0)).sampled })),
                denominator: all))
    }

    private func forEachPair(_ body: (_ label: Int, _ prediction: Int, Mass) -> Void) {
        for label in 0..<count {
            for prediction in 0..<count { body(label, prediction, mass(label: label, prediction: prediction)) }
        }
    }
}
