internal import FairnessMetrics

/// How a card names figures and gaps.
enum CardWording {
    private static let names = ["loss": "Loss", "perplexity": "Perplexity"]

    /// The name of a figure of a training log, `accuracy` or `dialect.equalized_odds_difference`, in words.
    static func figure(_ id: String) -> String {
        if let name = names[id] { return name }
        guard let dot = id.lastIndex(of: ".") else { return MetricWording(id).name }
        let (attribute, gap) = (id[..<dot], String(id[id.index(after: dot)...]))
        let name = Aggregation(rawValue: gap)?.name ?? "Difference of \(MetricWording(gap).nameWithinSentence)"
        return "\(name) by \(attribute)"
    }

    /// The name of a comparison between groups, by what they differ in.
    static func gap(_ disparity: Disparity) -> String {
        let name =
            disparity.aggregation.isComposite
            ? disparity.aggregation.name
            : "\(disparity.aggregation.name) of \(MetricWording(disparity.metric).nameWithinSentence)"
        let ofClass = disparity.isOfClass ? disparity.className.map { " of class \($0)" } ?? "" : ""
        return "\(name)\(ofClass) by \(disparity.attributes.joined(separator: " × "))"
    }

    /// A value of a figure.
    static func value(_ id: String, _ value: Double) -> String {
        let last = id.split(separator: ".").last.map(String.init) ?? id
        if let aggregation = Aggregation(rawValue: last) {
            return aggregation.isRatio ? value.fixed(2) : value.points
        }
        if names[last] != nil { return value.plain }
        let metric = MetricWording(last)
        return last == id ? metric.value(value) : metric.gap(value)
    }
}
