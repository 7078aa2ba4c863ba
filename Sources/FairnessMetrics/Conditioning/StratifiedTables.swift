internal import Glibc
internal import NumericalKernels

/// The 2 × 2 tables of two groups, one for each stratum in which both occur.
///
/// Under weights a rate is the weighted one, and Kish's effective size stands for the number of rows.
struct StratifiedTables {
    /// One stratum: rates, sizes and weights of the group (1) and the reference (0).
    struct Stratum {
        var p1: Double
        var n1: Double
        var weight1: Double
        var p0: Double
        var n0: Double
        var weight0: Double

        init(group: Sampled, reference: Sampled) {
            p1 = group.value
            n1 = group.effectiveSize
            weight1 = group.denominator?.weight ?? 0
            p0 = reference.value
            n0 = reference.effectiveSize
            weight0 = reference.denominator?.weight ?? 0
        }

        /// The variance of each rate, with half a success and half a failure added so that it is never 0.
        var variances: (first: Double, second: Double) {
            func variance(_ p: Double, _ n: Double) -> Double {
                let smoothed = (p * n + 0.5) / (n + 1)
                return smoothed * (1 - smoothed) / n
            }
            return (variance(p1, n1), variance(p0, n0))
        }
    }

    let strata: [Stratum]

    private var weight1: Double { strata.reduce(0) { $0 + $1.weight1 } }
    private var weight0: Double { strata.reduce(0) { $0 + $1.weight0 } }
    private var size: Double { strata.reduce(0) { $0 + $1.n1 + $1.n0 } }

    /// Σ Wₛ (p₁ₛ − p₀ₛ) with Wₛ the share of stratum s in both groups together: direct standardisation.
    ///
    /// The interval recovers the variance from the Wilson intervals of all rates (Zou, Donner 2008).
    func standardisedDifference(z: Double) -> Estimate {
        let total = weight1 + weight0
        var value = 0.0
        var below = 0.0
        var above = 0.0
        for stratum in strata {
            let share = (stratum.weight1 + stratum.weight0) / total
            let first = WilsonInterval.interval(stratum.p1, n: stratum.n1, z: z)
            let second = WilsonInterval.interval(stratum.p0, n: stratum.n0, z: z)
            func square(_ x: Double) -> Double { share * share * x * x }
            value += share * (stratum.p1 - stratum.p0)
            below += square(stratum.p1 - first.lower) + square(second.upper - stratum.p0)
            above += square(first.upper - stratum.p1) + square(stratum.p0 - second.lower)
        }
        let interval = Interval(max(-1, value - below.squareRoot()), min(1, value + above.squareRoot()))
        return .defined(
            Estimate.Value(value: value, interval: interval, method: "recovered_wilson", effectiveSize: size))
    }

    /// Kitagawa's decomposition of p₁ − p₀ within these strata (1955), which is also Oaxaca's and Blinder's with pooled
    /// weights: composition Σ (w₁ₛ − w₀ₛ)(p₁ₛ + p₀ₛ)/2 and treatment Σ (p₁ₛ − p₀ₛ)(w₁ₛ + w₀ₛ)/2, which add up to the gap.
    ///
    /// The intervals are normal with the delta method's variance: the shares w are multinomial, the rates p binomial.
    func decomposition(z: Double) -> (composition: Estimate, treatment: Estimate) {
        let (total1, total0) = (weight1, weight0)
        let size1 = strata.reduce(0) { $0 + $1.n1 }
        let size0 = strata.reduce(0) { $0 + $1.n0 }
        var composition = 0.0
        var treatment = 0.0
        var rateVariance = (composition: 0.0, treatment: 0.0)
        // Means and mean squares, under each group's shares, of what the shares multiply.
        var first = ShareMoments()
        var second = ShareMoments()
        for stratum in strata {
            let (w1, w0) = (stratum.weight1 / total1, stratum.weight0 / total0)
            let gap = stratum.p1 - stratum.p0
            let middle = (stratum.p1 + stratum.p0) / 2
            let spread = stratum.variances.first + stratum.variances.second
            composition += (w1 - w0) * middle
            treatment += gap * (w1 + w0) / 2
            rateVariance.composition += (w1 - w0) * (w1 - w0) * spread / 4
            rateVariance.treatment += (w1 + w0) * (w1 + w0) * spread / 4
            first.add(share: w1, middle: middle, gap: gap)
            second.add(share: w0, middle: middle, gap: gap)
        }
        let compositionVariance =
            rateVariance.composition + first.middleVariance / size1 + second.middleVariance / size0
        let treatmentVariance =
            rateVariance.treatment + (first.gapVariance / size1 + second.gapVariance / size0) / 4
        func estimate(_ value: Double, _ variance: Double) -> Estimate {
            let error = max(0, variance).squareRoot()
            return .defined(
                Estimate.Value(
                    value: value, interval: Interval(value - z * error, value + z * error), method: "delta_normal",
                    effectiveSize: size, standardError: error))
        }
        return (estimate(composition, compositionVariance), estimate(treatment, treatmentVariance))
    }

    /// The Mantel-Haenszel odds ratio Σ x₁y₀/N / Σ x₀y₁/N with the interval of Robins, Breslow and Greenland (1986).
    func commonOddsRatio(z: Double) -> Estimate {
        var sums = (r: 0.0, s: 0.0, pr: 0.0, cross: 0.0, qs: 0.0)
        for stratum in strata {
            let total = stratum.n1 + stratum.n0
            let (a, b) = (stratum.p1 * stratum.n1, (1 - stratum.p1) * stratum.n1)
            let (c, d) = (stratum.p0 * stratum.n0, (1 - stratum.p0) * stratum.n0)
            let (r, s) = (a * d / total, b * c / total)
            let (p, q) = ((a + d) / total, (b + c) / total)
            sums.r += r
            sums.s += s
            sums.pr += p * r
            sums.cross += p * s + q * r
            sums.qs += q * s
        }
        guard sums.r > 0, sums.s > 0 else {
            return .undefined("no stratum has both outcomes in both groups, so there is no common odds ratio")
        }
        let value = sums.r / sums.s
        let variance =
            sums.pr / (2 * sums.r * sums.r) + sums.cross / (2 * sums.r * sums.s) + sums.qs / (2 * sums.s * sums.s)
        let factor = exp(z * variance.squareRoot())
        return .defined(
            Estimate.Value(
                value: value, interval: Interval(value / factor, value * factor), method: "robins_breslow_greenland",
                effectiveSize: size))
    }

    /// The Cochran-Mantel-Haenszel test, without continuity correction; nil where no stratum has both outcomes.
    func association() -> ConditionalComparison.Test? {
        var excess = 0.0
        var variance = 0.0
        for stratum in strata {
            let total = stratum.n1 + stratum.n0
            let successes = stratum.p1 * stratum.n1 + stratum.p0 * stratum.n0
            guard total > 1 else { continue }
            excess += stratum.p1 * stratum.n1 - stratum.n1 * successes / total
            variance += stratum.n1 * stratum.n0 * successes * (total - successes) / (total * total * (total - 1))
        }
        guard variance > 0 else { return nil }
        let statistic = excess * excess / variance
        return ConditionalComparison.Test(
            statistic: statistic, degreesOfFreedom: 1,
            pValue: NormalDistribution.twoSidedTail(statistic.squareRoot()))
    }

    /// The Breslow-Day test with Tarone's correction; nil with fewer than two informative strata.
    func homogeneity() -> ConditionalComparison.Test? {
        guard let ratio = commonOddsRatio(z: 1).value else { return nil }
        var statistic = 0.0
        var excess = 0.0
        var variance = 0.0
        var informative = 0
        for stratum in strata {
            let successes = stratum.p1 * stratum.n1 + stratum.p0 * stratum.n0
            let total = stratum.n1 + stratum.n0
            guard successes > 0, successes < total else { continue }
            informative += 1
            let expected = StratifiedTables.expected(ratio, successes, stratum.n1, stratum.n0)
            let cells = [expected, successes - expected, stratum.n1 - expected, stratum.n0 - successes + expected]
            let cellVariance = 1 / cells.reduce(0) { $0 + 1 / $1 }
            let deviation = stratum.p1 * stratum.n1 - expected
            statistic += deviation * deviation / cellVariance
            excess += deviation
            variance += cellVariance
        }
        guard informative >= 2, variance > 0 else { return nil }
        statistic = max(0, statistic - excess * excess / variance)
        return ConditionalComparison.Test(
            statistic: statistic, degreesOfFreedom: informative - 1,
            pValue: ChiSquareDistribution.upperTail(statistic, degreesOfFreedom: Double(informative - 1)))
    }

    /// The group's expected successes under a common odds ratio: the root in range of
    /// (1 − ψ) x² + (n₀ − m + ψ (n₁ + m)) x − ψ n₁ m = 0.
    private static func expected(_ ratio: Double, _ successes: Double, _ n1: Double, _ n0: Double) -> Double {
        let a = 1 - ratio
        let b = n0 - successes + ratio * (n1 + successes)
        let c = -ratio * n1 * successes
        // The form that does not cancel, and that holds for a ratio of 1 too.
        return -2 * c / (b + max(0, b * b - 4 * a * c).squareRoot())
    }
}

/// Moments of the strata's middles and gaps under a group's shares.
private struct ShareMoments {
    private var middle = (mean: 0.0, square: 0.0)
    private var gap = (mean: 0.0, square: 0.0)

    mutating func add(share: Double, middle value: Double, gap difference: Double) {
        middle.mean += share * value
        middle.square += share * value * value
        gap.mean += share * difference
        gap.square += share * difference * difference
    }

    var middleVariance: Double { max(0, middle.square - middle.mean * middle.mean) }
    var gapVariance: Double { max(0, gap.square - gap.mean * gap.mean) }
}
