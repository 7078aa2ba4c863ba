internal import NumericalKernels

extension GroupMetric {
    /// Σ over 15 equal bins of [0, 1] of (n_bin / n) · |mean label − mean score| (Naeini 2015; 15 bins as Guo 2017).
    ///
    /// A bin holds (lower, upper], the first one 0 as well. Undefined where scores are no probabilities. Sampling noise
    /// alone makes it positive: the interval redraws each bin's gap from its normal law and turns the draws about the
    /// estimate, so that this excess counts for the lower end.
    public static let expectedCalibrationError = GroupMetric(
        id: "expected_calibration_error", name: "Expected calibration error",
        formula: "Σ (n_b / n) |mean y − mean s|, 15 bins",
        question: "How far are scores, read as probabilities, from the shares that came true?",
        inputs: [.label, .score], isHigherBetter: false, isShare: false
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
    private var gaps = Array(repeating: 0.0, count: binCount)
    private var variances = Array(repeating: 0.0, count: binCount)

    init(_ scores: ScoreSample) {
        for (part, label) in scores.labelledParts {
            let truth = label == .positive ? 1.0 : 0.0
            for (index, score) in part.scores.enumerated() {
                let weight = part.weight(at: index)
                let bin = CalibrationBins.bin(of: score)
                masses[bin] += Mass(count: 1, weight: weight, squaredWeight: weight * weight)
                gaps[bin] += weight * (truth - score)
                // Given its score, a calibrated row's label varies by s (1 − s).
                variances[bin] += weight * weight * score * (1 - score)
            }
        }
    }

    var measurement: Measurement {
        let total = masses.reduce(.zero, +)
        guard total.count > 0 else { return .undefined("no row has both a label and a score") }
        guard total.weight > 0 else { return .undefined("every row that counts here has weight 0") }
        let value = gaps.reduce(0) { $0 + abs($1) } / total.weight
        let deviations = variances.map { $0.squareRoot() }
        let draws = (0..<CalibrationBins.drawCount).map { draw in
            var sum = 0.0
            for bin in gaps.indices where masses[bin].count > 0 {
                sum += abs(gaps[bin] + deviations[bin] * CalibrationBins.normals[draw * CalibrationBins.binCount + bin])
            }
            return sum / total.weight
        }
        return .sampled(
            Sampled(
                value: value, effectiveSize: total.effectiveSize, model: .draws(draws.sorted()), denominator: total))
    }

    static func bin(of score: Double) -> Int {
        max(0, min(binCount - 1, Int((score * Double(binCount)).rounded(.up)) - 1))
    }

    private static let drawCount = 1_000

    /// The same draws for every cell, `[draws, bins]`, so that cells are compared under the same luck.
    private static let normals: [Double] = (0..<drawCount).flatMap { draw in
        var generator = SeededGenerator(seed: 0x0EC0_0EC0, stream: UInt64(draw))
        return (0..<binCount).map { _ in generator.normal() }
    }
}
