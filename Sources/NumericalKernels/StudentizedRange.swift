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
        return upperTail(range, groups: groups, weights: weights(upTo: range, groups: groups))
    }

    /// A point of the trapezoidal rule.
    private struct Point {
        var z: Double
        /// Φ(z).
        var below: Double
        /// ln Φ(z).
        var logBelow: Double
        /// φ(z).
        var density: Double
    }

    // Trapezoids of a quarter leave an error far below the last digit of so smooth an integrand.
    private static let step = 0.25
    /// The points from −8 to beyond the longest range.
    private static let points = (0..<Int((8 + 75 + 9) / step) + 1).map { index in
        let z = -8 + step * Double(index)
        let below = NormalDistribution.cumulative(z)
        return Point(z: z, below: below, logBelow: log(below), density: NormalDistribution.density(z))
    }

    /// φ(z) Φ(z)^(k−1) at the points that a range needs.
    private static func weights(upTo range: Double, groups: Int) -> [Double] {
        let others = Double(groups - 1)
        return points.prefix { $0.z < range + 9 }.map { $0.density * exp(others * $0.logBelow) }
    }

    private static func upperTail(_ range: Double, groups: Int, weights: [Double]) -> Double {
        let others = Double(groups - 1)
        var sum = 0.0
        for (weight, point) in zip(weights, points) where weight > 0 {
            guard point.z < range + 9 else { break }
            let share = NormalDistribution.cumulative(point.z - range) / point.below
            let missed = -expm1(others * log1p(-min(share, 1)))
            sum += weight * missed
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
        let weights = weights(upTo: high, groups: groups)
        func excess(_ range: Double) -> Double { upperTail(range, groups: groups, weights: weights) - tail }
        var ends = (low: excess(low), high: excess(high))
        // Secant steps kept inside the bracket: about eight evaluations instead of forty.
        for _ in 0..<60 where high - low > 1e-10 {
            var next = high - ends.high * (high - low) / (ends.high - ends.low)
            if !(next > low && next < high) { next = 0.5 * (low + high) }
            let value = excess(next)
            if abs(value) < 1e-13 { return next }
            if value > 0 {
                low = next
                ends.low = value
                ends.high *= 0.5
            } else {
                high = next
                ends.high = value
                ends.low *= 0.5
            }
        }
        return 0.5 * (low + high)
    }
}
