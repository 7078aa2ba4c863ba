public import FairnessMetrics
internal import Models

/// How accurate a model is and how far apart the groups are.
public struct TradeOff: Sendable, Hashable {
    /// The share of right decisions.
    public let accuracy: Double
    /// The root mean square gap of true positive and true negative rates; of several attributes the largest.
    public let gap: Double
    /// The intervals of both; nil where they are not known.
    public let accuracyInterval: Interval?, gapInterval: Interval?

    /// Makes a point.
    public init(
        accuracy: Double, gap: Double, accuracyInterval: Interval? = nil, gapInterval: Interval? = nil
    ) {
        self.accuracy = accuracy
        self.gap = gap
        self.accuracyInterval = accuracyInterval
        self.gapInterval = gapInterval
    }

    /// Takes the accuracy and the largest gap of several attributes; nil where one of them is undefined.
    init?(_ evaluation: Evaluation, attributes: [String]) {
        let gaps = attributes.compactMap { name in evaluation.rootMeanSquareGap(name).map { (name, $0) } }
        guard gaps.count == attributes.count, let largest = gaps.max(by: { $0.1 < $1.1 }),
            let accuracy = evaluation.assessment?.overall.estimate("accuracy")?.defined
        else { return nil }
        self.init(
            accuracy: accuracy.value, gap: largest.1, accuracyInterval: accuracy.interval,
            gapInterval: evaluation.rootMeanSquareGapInterval(largest.0))
    }

    /// √((1 − accuracy)² + gap²) (Han, Baldwin, Cohn 2022).
    public var distance: Double { ((1 - accuracy) * (1 - accuracy) + gap * gap).squareRoot() }

    /// Returns the indices of the points that no other point beats in one respect without being beaten in the other,
    /// by falling accuracy.
    public static func front(_ points: [TradeOff?]) -> [Int] {
        let defined = points.indices.filter { points[$0] != nil }
        return defined.filter { index in
            guard let point = points[index] else { return false }
            return !defined.contains { other in
                guard let rival = points[other], other != index else { return false }
                let isAsGood = rival.accuracy >= point.accuracy && rival.gap <= point.gap
                let isBetter = rival.accuracy > point.accuracy || rival.gap < point.gap
                // Of equal points the first stands for all.
                return isAsGood && (isBetter || other < index)
            }
        }.sorted { (points[$0]?.accuracy ?? 0, -$0) > (points[$1]?.accuracy ?? 0, -$1) }
    }
}
