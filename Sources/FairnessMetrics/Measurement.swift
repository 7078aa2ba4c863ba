internal import Glibc
internal import NumericalKernels

/// A metric measured in a cell, able to give its interval at any confidence.
enum Measurement: Sendable {
    case sampled(Sampled)
    case undefined(String)

    var sampled: Sampled? {
        if case .sampled(let value) = self { value } else { nil }
    }

    /// Returns the estimate with its interval at critical value `z`, which for a rate is of the kind named.
    func estimate(z: Double, rates: RateInterval = .wilson) -> Estimate {
        switch self {
        case .undefined(let reason): return .undefined(reason)
        case .sampled(let sampled):
            var interval = sampled.interval(z: z)
            var method = sampled.model.method
            if case .proportion = sampled.model, rates == .clopperPearson {
                interval = ClopperPearsonInterval.interval(sampled.value, n: sampled.effectiveSize, z: z)
                method = rates.rawValue
            }
            return .defined(
                Estimate.Value(
                    value: sampled.value, interval: interval, method: method,
                    numerator: sampled.numerator?.weight, denominator: sampled.denominator?.weight,
                    effectiveSize: sampled.effectiveSize, standardError: sampled.standardError))
        }
    }

    /// A proportion of `numerator` among `denominator`; undefined where the denominator is empty.
    static func proportion(_ numerator: Mass, of denominator: Mass, otherwise reason: String) -> Measurement {
        if let fault = denominator.fault(ifEmpty: reason) { return .undefined(fault) }
        return .sampled(
            Sampled(
                value: min(1, numerator.weight / denominator.weight),
                effectiveSize: denominator.effectiveSize(ofShare: numerator),
                model: .proportion, numerator: numerator, denominator: denominator))
    }
}

/// A measured value together with the law by which it would vary from sample to sample.
struct Sampled: Sendable {
    var value: Double
    var effectiveSize: Double
    var model: SamplingModel
    var numerator: Mass?
    var denominator: Mass?

    /// Returns the two-sided interval at critical value `z` of the standard normal; it contains `value`.
    func interval(z: Double) -> Interval { model.interval(around: value, size: effectiveSize, z: z) }

    /// The standard error, where the model has one.
    var standardError: Double? {
        switch model {
        case .exact: nil
        case .proportion: (value * (1 - value) / effectiveSize).squareRoot()
        case .mean(let error, _, _, _): error
        case .positive(let error, _, _, _): error
        default: spread
        }
    }

    /// Half the width of the 68 % interval: a standard error that is never 0 for a rate of 0 or 1.
    var spread: Double {
        // An interval cut off at 0 or 1 looks surer than it is.
        if case .absoluteGaps(let gaps) = model { return gaps.reduce(0) { $0 + $1.error * $1.error }.squareRoot() }
        // The test brings in Student's t.
        if case .positive(let error, _, _, _) = model { return error }
        let interval: Interval
        if case .mean(let error, _, let bounds, let imagined) = model {
            // Without the factor of Student's t, which the test brings in.
            interval = SamplingModel.mean(
                around: value, size: effectiveSize, t: 1, error: error, bounds: bounds, imagined: imagined)
        } else {
            interval = self.interval(z: 1)
        }
        return (interval.upper - interval.lower) / 2
    }
}

/// The laws by which metrics vary.
indirect enum SamplingModel: Sendable {
    /// A count of the table itself.
    case exact
    /// A binomial proportion: Wilson's interval.
    case proportion
    /// F1 = 2J / (1 + J), increasing in J = TP / (TP + FP + FN), a binomial proportion given its denominator.
    case jaccard
    /// The mean of independent measurements: variance recovered from their intervals.
    case average([Sampled])
    /// Normal on the logit scale with this standard error; at 0 or 1 Wilson's interval on the effective size.
    case logit(standardError: Double, method: String)
    /// A mean: Student's t with the given degrees of freedom, inside bounds that the quantity cannot leave. If `imagined`
    /// is given, each end allows for one more row with that value there.
    case mean(standardError: Double, degreesOfFreedom: Double, bounds: Interval, imagined: Interval?)
    /// A mean that is never negative and has its tail above, or 1 minus one: Student's t, downward on the plain scale and
    /// upward on the logarithmic one; upward it also allows for one more row at the imagined value.
    case positive(standardError: Double, degreesOfFreedom: Double, imagined: Double?, isComplement: Bool)
    /// The wider of two laws at each end; named for the first.
    case wider(SamplingModel, SamplingModel)
    /// The square root of another measurement.
    case squareRoot(Sampled)
    /// A sum of absolute gaps, each known up to a normal error.
    case absoluteGaps([GapOfBin])

    var method: String {
        switch self {
        case .exact: "exact"
        case .proportion: "wilson"
        case .jaccard: "wilson_of_jaccard"
        case .average: "recovered_variance"
        case .logit(_, let method): method
        case .mean: "student_t"
        case .positive: "student_t_log"
        case .wider(let first, _): first.method
        case .squareRoot: "student_t_log_root"
        case .absoluteGaps: "normal_gaps_of_bins"
        }
    }

    func interval(around value: Double, size: Double, z: Double) -> Interval {
        switch self {
        case .exact: return Interval(value, value)
        case .proportion: return WilsonInterval.interval(value, n: size, z: z)
        case .jaccard:
            let bounds = WilsonInterval.interval(value / (2 - value), n: size, z: z)
            func scaled(_ jaccard: Double) -> Double { 2 * jaccard / (1 + jaccard) }
            return Interval(min(value, scaled(bounds.lower)), max(value, scaled(bounds.upper)))
        case .average(let parts):
            var (below, above) = (0.0, 0.0)
            for part in parts {
                let interval = part.interval(z: z)
                below += (part.value - interval.lower) * (part.value - interval.lower)
                above += (interval.upper - part.value) * (interval.upper - part.value)
            }
            let count = Double(parts.count)
            return Interval(value - below.squareRoot() / count, value + above.squareRoot() / count)
        case .logit(let error, _):
            guard value > 0, value < 1, error > 0 else { return WilsonInterval.interval(value, n: size, z: z) }
            let logit = log(value / (1 - value))
            func expit(_ x: Double) -> Double { 1 / (1 + exp(-x)) }
            return Interval(min(value, expit(logit - z * error)), max(value, expit(logit + z * error)))
        case .mean(let error, let degreesOfFreedom, let bounds, let imagined):
            guard degreesOfFreedom >= ScoreMean.fewestDegreesOfFreedom else { return bounds }
            let t = StudentTDistribution.twoSidedCritical(
                tail: NormalDistribution.twoSidedTail(z), degreesOfFreedom: degreesOfFreedom)
            return SamplingModel.mean(
                around: value, size: size, t: t, error: error, bounds: bounds, imagined: imagined)
        case .positive(let error, let degreesOfFreedom, let imagined, let isComplement):
            let t = StudentTDistribution.twoSidedCritical(
                tail: NormalDistribution.twoSidedTail(z), degreesOfFreedom: degreesOfFreedom)
            let mean = isComplement ? 1 - value : value
            let lower = max(0, mean - t * error)
            var upper = mean > 0 ? mean * exp(t * error / mean) : mean
            if imagined != nil {
                let plain = SamplingModel.mean(
                    around: mean, size: size, t: t, error: error, bounds: Interval(0, .infinity),
                    imagined: imagined.map { Interval(0, $0) })
                upper = max(upper, plain.upper)
            }
            return isComplement
                ? Interval(min(value, 1 - upper), max(value, 1 - lower)) : Interval(lower, upper)
        case .wider(let first, let second):
            let a = first.interval(around: value, size: size, z: z)
            let b = second.interval(around: value, size: size, z: z)
            return Interval(min(a.lower, b.lower), max(a.upper, b.upper))
        case .squareRoot(let square):
            let interval = square.interval(z: z)
            return Interval(min(value, interval.lower.squareRoot()), max(value, interval.upper.squareRoot()))
        case .absoluteGaps(let gaps): return GapOfBin.interval(gaps, around: value, z: z)
        }
    }

    /// Returns the interval of a mean, t standard errors to either side.
    ///
    /// A skewed quantity shows its tail in few rows or none: thirty good predictions say little of the rare bad one. So
    /// each end is that of a Dirichlet mean of the n rows and one more imagined at the extreme, as Clopper and Pearson's
    /// interval is for a proportion (Gaffke 2005): mean m + (e − m) / (n + 1), variance (S + (e − m)² n / (n + 1)) /
    /// ((n + 1) (n + 2)), with S the sum of squared deviations and e the imagined value. Not zero where S is.
    static func mean(
        around value: Double, size: Double, t: Double, error: Double, bounds: Interval, imagined: Interval?
    ) -> Interval {
        func reach(_ end: Double?) -> Double {
            guard let end else { return error > 0 ? t * error : 0 }
            let squares = max(0, size * (size - 1)) * error * error + size / (size + 1) * (end - value) * (end - value)
            return abs(end - value) / (size + 1) + t * (squares / ((size + 1) * (size + 2))).squareRoot()
        }
        return Interval(
            max(bounds.lower, value - reach(imagined?.lower)), min(bounds.upper, value + reach(imagined?.upper)))
    }
}
