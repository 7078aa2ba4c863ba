internal import FairnessMetrics

/// How a metric is named and its values are printed.
struct MetricWording {
    let id: String
    private let metric: GroupMetric?

    private static let registry = Dictionary(
        GroupMetric.all.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })

    init(_ id: String) {
        self.id = id
        metric = Self.registry[id]
    }

    /// The name, such as `False positive rate`; of a metric that this version does not know, its id in words.
    var name: String {
        if let metric { return metric.name }
        let words = id.split(separator: "_").joined(separator: " ")
        return words.prefix(1).uppercased() + words.dropFirst()
    }

    /// The name within a sentence.
    var nameWithinSentence: String {
        let name = name
        // An acronym keeps its capitals: "ROC AUC".
        let second = name.dropFirst().first
        return second?.isLowercase == true ? name.prefix(1).lowercased() + name.dropFirst() : name
    }

    /// The formula, if this version knows the metric.
    var formula: String? { metric?.formula }
    /// What the metric asks, if this version knows it.
    var question: String? { metric?.question }
    /// Who defined it.
    var source: String? { metric?.source }

    /// Whether values are shares that are printed in percent.
    var isShare: Bool {
        if let metric { return metric.isShare }
        return id.hasSuffix("_rate") || id.hasSuffix("predictive_value") || id.hasSuffix("accuracy")
    }

    /// A value in percent or as a number.
    func value(_ value: Double) -> String { isShare ? value.percent : value.plain }

    /// An interval: `42.6 % to 47.2 %`.
    func interval(_ interval: Interval) -> String { "\(value(interval.lower)) to \(value(interval.upper))" }

    /// A difference of two values.
    func gap(_ gap: Double) -> String { isShare ? gap.points : gap.plain }

    /// A difference with its interval: `21.4 points (18.0 to 24.6)`.
    func gap(_ estimate: Estimate.Value) -> String { gap(estimate.value, estimate.interval) }

    /// A difference with its interval.
    func gap(_ gap: Double, _ interval: Interval) -> String {
        guard isShare else { return "\(gap.plain) (\(ends(interval) { $0.plain }))" }
        return "\(gap.points) (\(ends(interval) { ($0 * 100).fixed(1) }))"
    }

    private func ends(_ interval: Interval, _ format: (Double) -> String) -> String {
        "\(format(interval.lower)) to \(format(interval.upper))"
    }
}

extension Estimate.Value {
    /// The counts behind a share: `805 of 1,795`; of another quantity the rows used.
    var countWords: String? {
        if let numerator, let denominator { return "\(numerator.tally) of \(denominator.tally)" }
        return denominator.map { "n = \($0.tally)" }
    }
}

extension Disparity {
    /// The disparity's value with its interval beneath, in the unit of its aggregation; or why there is none.
    var size: Node {
        switch estimate {
        case .undefined(let reason): return .subline("not estimable: \(.sentence(reason))")
        case .defined(let value):
            let metric = MetricWording(metric)
            let format = { (number: Double) -> String in
                if aggregation.isRatio { return number.fixed(2) }
                return metric.isShare ? (number * 100).fixed(1) : number.plain
            }
            return .fragment([
                .text(
                    (aggregation.isPerGroup && !aggregation.isRatio && value.value > 0 ? "+" : "")
                        + sizeWords(value.value)),
                .subline("\(format(value.interval.lower)) to \(format(value.interval.upper))"),
            ])
        }
    }

    /// A size in the unit of the disparity, such as the margin.
    func sizeWords(_ size: Double) -> String {
        aggregation.isRatio ? size.fixed(2) : MetricWording(metric).gap(size)
    }
}
