internal import Glibc

/// The range of k independent standard normal variables: Tukey's studentized range with known variance.
///
/// Its quantiles make all pairwise differences of k groups hold at once (Tukey 1953); for unequal variances the
/// Tukey-Kramer form is conservative (Hayter 1984).
public enum StudentizedRange {
    /// Returns P(max − min of `groups` standard normals > `range`), relatively accurate far into the tail.
    ///
    /// With Φ the normal distribution function, this is k ∫ φ(z) [Φ(z)^(k−1) − (Φ(z) − Φ(z − q))^(k−1)] dz, taken by the
    /// trapezoidal rule, which converges exponentially on so smooth a function.
    public static func upperTail(_ range: Double, groups: Int) -> Double {
        precondition(groups >= 2, "a range needs two groups or more, got \(groups)")
        if range <= 0 { return 1 }
        // Beyond this every term underflows.
        if range > 75 { return 0 }
        if groups == 2 { return erfc(range / 2) }
        let others = Double(groups - 1)
        // Trapezoids of a quarter leave an error far below the last digit of so smooth an integrand.
        let step = 0.25
        var z = -8.0
        var sum = 0.0
        while z < range + 9 {
            let below = NormalDistribution.cumulative(z)
            let share = NormalDistribution.cumulative(z - range) / below
            let missed = -expm1(others * log1p(-min(share, 1)))
            sum += NormalDistribution.density(z) * exp(others * log(below)) * missed
            z += step
        }
        return min(1, Double(groups) * sum * step)
    }

    /// Returns the q with P(range > q) = `tail`, to about 1e-10, by bisection between the bounds of one pair and of all.
    public static func critical(tail: Double, groups: Int) -> Double {
        precondition(tail > 0 && tail < 1, "a tail lies between 0 and 1, got \(tail)")
        let pairs = Double(groups * (groups - 1) / 2)
        var low = NormalDistribution.twoSidedCritical(tail: tail) * 2.0.squareRoot()
        if groups == 2 { return low }
        var high = NormalDistribution.twoSidedCritical(tail: tail / pairs) * 2.0.squareRoot()
        var excess = (low: upperTail(low, groups: groups) - tail, high: upperTail(high, groups: groups) - tail)
        // Secant steps kept inside the bracket: about eight evaluations instead of forty.
        for _ in 0..<60 where high - low > 1e-10 {
            var next = high - excess.high * (high - low) / (excess.high - excess.low)
            if !(next > low && next < high) { next = 0.5 * (low + high) }
            let value = upperTail(next, groups: groups) - tail
            if abs(value) < 1e-13 { return next }
            if value > 0 {
                low = next
                excess.low = value
                excess.high *= 0.5
            } else {
                high = next
                excess.high = value
                excess.low *= 0.5
            }
        }
        return 0.5 * (low + high)
    }
}
