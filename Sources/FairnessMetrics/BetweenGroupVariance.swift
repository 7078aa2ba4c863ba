internal import NumericalKernels

/// How much the true values of several groups vary, apart from sampling error.
///
/// The variance S² of the groups' values, Σ (p_i − p̄)² / (k − 1), expects the true variance plus the mean sampling variance
/// v̄. The double-corrected estimate S² − v̄, each v_i itself without bias, p (1 − p) / (n − 1) for a rate, is floored at 0
/// (Lum, Zhang, Bower 2022). Every group counts alike, as it does for a range.
struct BetweenGroupVariance {
    /// The values with their distance from the mean shrunk by √((S² − v̄) / S²), so that they vary as the true ones do.
    let shrunken: [Double]
    /// S² − v̄, at least 0.
    let corrected: Double

    private let groups: [Sampled]
    private let squares: Double

    init(_ groups: [Sampled]) {
        let count = Double(groups.count)
        let values = groups.map(\.value)
        let mean = values.reduce(0) { $0 + $1 / count }
        squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        let raw = squares / (count - 1)
        corrected = max(0, raw - groups.reduce(0) { $0 + $1.samplingVariance / count })
        let factor = raw > 0 ? (corrected / raw).squareRoot() : 0
        shrunken = values.map { mean + factor * ($0 - mean) }
        self.groups = groups
    }

    /// The range less what sampling error is expected to add to the range of the shrunken values.
    var correctedRange: Double {
        let values = groups.map(\.value)
        let range = (values.max() ?? 0) - (values.min() ?? 0)
        let expected = NormalRange.expected(
            means: shrunken, deviations: groups.map { $0.samplingVariance.squareRoot() })
        let excess = expected - ((shrunken.max() ?? 0) - (shrunken.min() ?? 0))
        return min(range, max(0, range - max(0, excess)))
    }

    /// The interval of the standard deviation of the true values.
    ///
    /// Σ (p_i − p̄)² is taken for a multiple of a noncentral chi-square variable, with multiple and degrees of freedom that
    /// give its mean and variance when all true values are alike (Satterthwaite 1946). The multiple is not below the mean
    /// sampling variance of the groups that lie far out, so that one noisy outlier does not make the interval too short;
    /// and the upper end is not below that of a table that varies as chance alone expects.
    func deviationInterval(confidence: Double) -> Interval {
        let count = Double(groups.count)
        let values = groups.map(\.value)
        let mean = values.reduce(0) { $0 + $1 / count }
        // A rate of 0 or 1 has no sampling variance of its own; that of Wilson's interval stands in.
        let variances = groups.map { max($0.samplingVariance, $0.spread * $0.spread) }
        let total = variances.reduce(0, +)
        let trace = total * (1 - 1 / count)
        guard trace > 0, trace.isFinite else {
            let deviation = corrected.squareRoot()
            return Interval(deviation, deviation)
        }
        let squared = variances.reduce(0) { $0 + $1 * $1 } * (1 - 2 / count) + total * total / (count * count)
        let outlying =
            squares > 0
            ? zip(values, variances).reduce(0) { $0 + ($1.0 - mean) * ($1.0 - mean) * $1.1 } / squares : 0
        let scale = max(squared / trace, outlying)
        let freedom = trace / scale
        let tail = (1 - confidence) / 2
        func deviation(_ observed: Double, _ probability: Double) -> Double {
            let noncentrality = NoncentralChiSquare.noncentrality(
                of: observed / scale, degreesOfFreedom: freedom, probability: probability)
            return (noncentrality * scale / (count - 1)).squareRoot()
        }
        let estimate = corrected.squareRoot()
        return Interval(
            min(estimate, deviation(squares, 1 - tail)), max(estimate, deviation(max(squares, trace), tail)))
    }
}

extension Sampled {
    /// The variance from sample to sample, without bias where that is known: p (1 − p) / (n − 1) for a rate.
    var samplingVariance: Double {
        if case .proportion = model {
            return effectiveSize > 1.5 ? value * (1 - value) / (effectiveSize - 1) : spread * spread
        }
        let error = standardError ?? spread
        return error * error
    }
}

extension GroupComparison {
    /// The range without the part that chance adds, given the interval of the true range.
    func correctedRange(_ interval: Interval) -> CorrectedRange {
        let variance = BetweenGroupVariance(groups.map(\.sampled))
        let value = variance.correctedRange
        return CorrectedRange(
            value: value, interval: Interval(min(interval.lower, value), max(interval.upper, value)),
            standardDeviation: variance.corrected.squareRoot(),
            standardDeviationInterval: variance.deviationInterval(confidence: settings.confidence))
    }
}
