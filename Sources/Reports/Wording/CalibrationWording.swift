internal import FairnessMetrics

/// What the comparison of calibration between groups says, in words.
struct CalibrationWording {
    let calibration: CalibrationAssessment
    let confidence: Double

    /// Whether the test of an attribute finds that the same score does not mean the same for every group.
    func speaks(_ comparison: CalibrationComparison) -> Bool {
        comparison.test.map { $0.adjustedPValue ?? $0.pValue } ?? 1 <= 1 - confidence
    }

    /// The attribute whose gap at the same score is the surest, among those whose test speaks.
    var surest: CalibrationComparison? {
        calibration.comparisons.filter(speaks).max {
            $0.widest?.interval.lower ?? 0 < $1.widest?.interval.lower ?? 0
        }
    }

    /// A range of scores: `0.42 to 0.55`, or `7` where a bin holds one score.
    func bin(_ index: Int) -> String {
        let (lower, upper) = (edge(calibration.edges[index]), edge(calibration.edges[index + 1]))
        return calibration.isDiscrete ? upper : "\(lower) to \(upper)"
    }

    /// An edge in three decimals, or four where it is near 0.
    private func edge(_ value: Double) -> String {
        (0.01..<1).contains(value.magnitude) ? ((1000 * value).rounded() / 1000).plainTick : value.plainTick
    }

    /// The gap at the same score that is surest to be there, if one is.
    func surestAtSameScore(_ comparison: CalibrationComparison) -> (gap: GapAtSameScore, value: Estimate.Value)? {
        func distance(_ interval: Interval) -> Double { max(interval.lower, -interval.upper) }
        return comparison.atSameScore.compactMap { gap in gap.gap.defined.map { (gap, $0) } }
            .filter { distance($0.1.interval) > 0 }.max { distance($0.1.interval) < distance($1.1.interval) }
    }

    /// An interval in percentage points.
    func ends(_ interval: Interval) -> String {
        "\((interval.lower * 100).fixed(1)) to \((interval.upper * 100).fixed(1))"
    }

    /// The share of a group in a bin, if it is shown.
    func share(_ key: GroupKey, _ bin: Int) -> ReliabilityBin? {
        calibration.groups.first { $0.key == key }?.bins.first { $0.index == bin }
    }
}
