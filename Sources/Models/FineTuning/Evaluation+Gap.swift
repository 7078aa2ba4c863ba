public import FairnessMetrics

extension Evaluation {
    /// G of the distance to the optimum: the root mean square, over the true positive and the true negative rate, of the
    /// largest difference between two groups.
    ///
    /// Undefined unless the task is binary and both rates are defined in every known group.
    public func rootMeanSquareGap(_ attribute: String) -> Double? {
        differences(attribute).map { Self.rootMeanSquare($0.map(\.value)) }
    }

    /// The interval of G, at the level of both differences' own intervals.
    ///
    /// The two rates are of different rows, those of one label each, so the squares' variances are recovered from the
    /// intervals of the differences and added (Zou, Donner 2008).
    public func rootMeanSquareGapInterval(_ attribute: String) -> Interval? {
        guard let differences = differences(attribute) else { return nil }
        let (square, below, above) = differences.reduce((0.0, 0.0, 0.0)) { sums, difference in
            let value = difference.value * difference.value
            let lower = value - max(0, difference.interval.lower) * max(0, difference.interval.lower)
            let upper = difference.interval.upper * difference.interval.upper - value
            return (sums.0 + value, sums.1 + lower * lower, sums.2 + upper * upper)
        }
        return Interval(
            (max(0, square - below.squareRoot()) / 2).squareRoot(), ((square + above.squareRoot()) / 2).squareRoot())
    }

    /// The largest differences between groups in the true positive and the true negative rate.
    private func differences(_ attribute: String) -> [Estimate.Value]? {
        guard let assessment else { return nil }
        let groups = assessment.groups.filter { $0.key.attributes == [attribute] && !$0.key.isUnknown }
        let metrics = ["true_positive_rate", "true_negative_rate"]
        guard groups.count > 1, metrics.allSatisfy({ id in groups.allSatisfy { $0.estimate(id)?.value != nil } }) else {
            return nil
        }
        let found = metrics.compactMap { id in gaps.first { $0.name == "\(attribute).\(id)" }?.estimate }
        return found.count == metrics.count ? found : nil
    }

    private static func rootMeanSquare(_ values: [Double]) -> Double {
        (values.reduce(0) { $0 + $1 * $1 } / Double(values.count)).squareRoot()
    }
}
