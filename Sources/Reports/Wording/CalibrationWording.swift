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
        let means = Set(
            (calibration.groups + [calibration.overall]).flatMap(\.bins).filter { $0.index == index }.map(\.meanScore))
        // All groups at one round number: the bin holds that score alone.
        if means.count == 1, let score = means.first, (100 * score).rounded() == 100 * score { return score.plainTick }
        return "\(calibration.edges[index].plainTick) to \(calibration.edges[index + 1].plainTick)"
    }

    /// The share of a group in a bin, if it is shown.
    func share(_ key: GroupKey, _ bin: Int) -> ReliabilityBin? {
        calibration.groups.first { $0.key == key }?.bins.first { $0.index == bin }
    }
}
