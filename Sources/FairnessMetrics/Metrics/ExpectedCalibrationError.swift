extension GroupMetric {
    /// Σ over 15 equal bins of [0, 1] of (n_bin / n) · |mean label − mean score| (Naeini 2015; 15 bins as Guo 2017).
    ///
    /// A bin holds (lower, upper], the first one 0 as well. Undefined where scores are no probabilities. Sampling noise
    /// alone makes it positive; the interval's lower end makes up for that.
    public static let expectedCalibrationError = GroupMetric(
        id: "expected_calibration_error", name: "Expected calibration error",
        formula: "Σ (n_b / n) |mean y − mean s|, 15 bins",
        question: "How far are scores, read as probabilities, from the shares that came true?",
        source: "Naeini, Cooper, Hauskrecht 2015; 15 bins as Guo et al. 2017",
        inputs: [.label, .score], isShare: false
    ) { tally in
        let scores = tally.scores ?? ScoreSample()
        if let reason = scores.notProbabilities { return .undefined(reason) }
        return CalibrationBins(scores).measurement
    }
}

/// The gap between labels and scores in equal bins of the score.
struct CalibrationBins {
    static let binCount = 15
    private var masses = Array(repeating: Mass.zero, count: binCount)
    private var positives = Array(repeating: 0.0, count: binCount)
    private var gaps = Array(repeating: 0.0, count: binCount)

    init(_ scores: ScoreSample) {
        for (list, label) in scores.labelledParts {
            let truth = label == .positive ? 1.0 : 0.0
            for (index, score) in list.scores.enumerated() {
                let rows = list.mass(at: index)
                let bin = CalibrationBins.bin(of: score)
                masses[bin] += rows
                positives[bin] += rows.weight * truth
                gaps[bin] += rows.weight * (truth - score)
            }
        }
    }

    var measurement: Measurement {
        let total = masses.reduce(.zero, +)
        if let fault = total.fault(ifEmpty: "no row has both a label and a score") { return .undefined(fault) }
        let bins = masses.indices.filter { masses[$0].weight > 0 }.map { bin in
            // By the rule of succession, since a bin of three positives is no proof that all are.
            let row = masses[bin].weight / Double(masses[bin].count)
            let share = (positives[bin] + row) / (masses[bin].weight + 2 * row)
            let variance = masses[bin].squaredWeight * share * (1 - share)
            return GapOfBin(gap: abs(gaps[bin]) / total.weight, error: variance.squareRoot() / total.weight)
        }
        return .sampled(
            Sampled(
                value: min(1, bins.reduce(0) { $0 + $1.gap }), effectiveSize: total.effectiveSize,
                model: .absoluteGaps(bins), denominator: total))
    }

    static func bin(of score: Double) -> Int {
        max(0, min(binCount - 1, Int((score * Double(binCount)).rounded(.up)) - 1))
    }
}

/// One bin's part in a sum of absolute gaps: |γ + ε| with ε normal.
struct GapOfBin: Sendable {
    /// The size of the observed gap, as it enters the sum.
    var gap: Double
    /// The standard error of the gap before its sign is dropped.
    var error: Double

    /// Returns an interval of Σ |γ| around the observed Σ |γ + ε|.
    ///
    /// Σ |γ + ε| ≥ Σ |γ| + Σ ±ε with the signs of the true gaps, so z standard errors of Σ ε bound the truth from above.
    /// And Σ |γ| ≥ Σ |γ + ε| − Σ |ε|, or Σ ε for bins whose sign is beyond doubt, bounds it from below; |ε| has mean √(2/π),
    /// variance 1 − 2/π and skewness 0.9953, which the first term of Cornish and Fisher's expansion takes in.
    static func interval(_ bins: [GapOfBin], around value: Double, z: Double) -> Interval {
        var (bias, variance, cube, all) = (0.0, 0.0, 0.0, 0.0)
        for bin in bins {
            let square = bin.error * bin.error
            all += square
            if bin.gap > 3 * bin.error {
                variance += square
            } else {
                bias += bin.error * (2 / Double.pi).squareRoot()
                variance += square * (1 - 2 / Double.pi)
                // The third central moment of |ε|.
                cube += square * bin.error * (2 / Double.pi).squareRoot() * (4 / Double.pi - 1)
            }
        }
        let skewness = variance > 0 ? cube / (variance * variance.squareRoot()) : 0
        let reach = bias + (z + (z * z - 1) * skewness / 6) * variance.squareRoot()
        return Interval(max(0, value - max(0, reach)), min(1, value + z * all.squareRoot()))
    }
}
