internal import Glibc
internal import NumericalKernels

/// Quantiles of a weighted sample: the least value with at least a share p of the weight at or below it.
enum SampleQuantile {
    /// Returns the least of `values` whose share in `shares` reaches `p`.
    static func value(_ p: Double, _ values: [Double], _ shares: [Double]) -> Double {
        // Shares are sums that round.
        let aim = p - 1e-12
        var (low, high) = (0, values.count - 1)
        while low < high {
            let middle = (low + high) / 2
            if shares[middle] >= aim { high = middle } else { low = middle + 1 }
        }
        return values[low]
    }

    /// Returns the quantile with an interval whose ends are values of the sample.
    ///
    /// The number of n rows below the true quantile is binomial, which says how many rows away from p n each end must lie
    /// (Thompson 1936); with weights on the effective size (Woodruff 1952). Where no row lies far enough out the end is
    /// infinite: ten rows say nothing of how low the lowest tenth may lie.
    static func estimate(_ p: Double, _ values: [Double], _ sample: DistributionPair.Sample, z: Double)
        -> Estimate.Value
    {
        let size = sample.mass.effectiveSize
        let point = value(p, values, sample.shares)
        let tail = NormalDistribution.twoSidedTail(z) / 2
        let reach = z * (size * p * (1 - p)).squareRoot()
        // P(fewer than j rows below) = I₁₋ₚ(n − j + 1, j).
        func below(_ j: Double) -> Double { BetaFunction.regularised(1 - p, a: size - j + 1, b: j) }
        var lower = min(max(0, (size * p - reach).rounded(.down)), size.rounded(.down))
        while lower > 0, below(lower) > tail { lower -= 1 }
        while lower + 1 <= size, below(lower + 1) <= tail { lower += 1 }
        var upper = min(max(1, (size * p + reach).rounded(.up)), size.rounded(.down) + 1)
        while upper <= size, 1 - below(upper) > tail { upper += 1 }
        while upper > 1, upper - 1 <= size, 1 - below(upper - 1) <= tail { upper -= 1 }
        let low = lower < 1 ? -Double.infinity : value(lower / size, values, sample.shares)
        let high = upper > size ? Double.infinity : value(upper / size, values, sample.shares)
        return Estimate.Value(
            value: point, interval: Interval(min(low, point), max(high, point)),
            method: DistributionAssessment.Group.method,
            denominator: sample.mass.weight, effectiveSize: size)
    }
}
