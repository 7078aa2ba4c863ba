internal import NumericalKernels

/// Score intervals of one proportion.
package enum WilsonInterval {
    /// Returns Wilson's score interval (1927) of a proportion `p` among `n` rows, `n` possibly an effective size.
    ///
    /// Centre (p + z²/2n) / (1 + z²/n), half-width z √(p(1 − p)/n + z²/4n²) / (1 + z²/n). Stays in [0, 1] and has positive
    /// width at p = 0 and p = 1.
    package static func interval(_ p: Double, n: Double, z: Double) -> Interval {
        guard n > 0 else { return Interval(0, 1) }
        let square = z * z / n
        let centre = (p + square / 2) / (1 + square)
        let half = z * (p * (1 - p) / n + square / (4 * n)).squareRoot() / (1 + square)
        // Exactly 0 and 1 at the ends, which rounding would miss, and never past the estimate itself.
        let lower = p <= 0 ? 0 : max(0, centre - half)
        let upper = p >= 1 ? 1 : min(1, centre + half)
        return Interval(min(lower, p), max(upper, p))
    }
}

/// The exact interval of one proportion.
enum ClopperPearsonInterval {
    /// Returns Clopper and Pearson's interval (1934) of a proportion `p` among `n` rows.
    ///
    /// The ends are the proportions under which as many successes, or as few, have probability α/2: quantiles of
    /// Beta(x, n − x + 1) and Beta(x + 1, n − x). Never covers less than its confidence and mostly more. Under weights x and
    /// n are those of the effective size (Korn, Graubard 1998).
    static func interval(_ p: Double, n: Double, z: Double) -> Interval {
        guard n > 0 else { return Interval(0, 1) }
        let tail = NormalDistribution.upperTail(z)
        let hits = p * n
        let lower = hits > 0 ? BetaDistribution(a: hits, b: n - hits + 1).quantile(tail) : 0
        let upper = hits < n ? 1 - BetaDistribution(a: n - hits, b: hits + 1).quantile(tail) : 1
        return Interval(min(lower, p), max(upper, p))
    }
}

/// The method of variance estimates recovery: intervals of a difference and a ratio from the intervals of their parts.
package enum RecoveredInterval {
    /// Returns the interval of `first − second` for independent estimates (Zou, Donner 2008); with Wilson intervals of two
    /// proportions this is Newcombe's method 10 (1998).
    package static func difference(
        _ first: Double, _ firstInterval: Interval, _ second: Double, _ secondInterval: Interval
    ) -> Interval {
        let d = first - second
        return Interval(
            d - hypotenuse(first - firstInterval.lower, secondInterval.upper - second),
            d + hypotenuse(firstInterval.upper - first, second - secondInterval.lower))
    }

    /// Returns the interval of `first / second` for independent nonnegative estimates (Donner, Zou 2012).
    ///
    /// Written so that nothing cancels; the upper end is infinite where the denominator may be 0.
    package static func ratio(
        _ first: Double, _ firstInterval: Interval, _ second: Double, _ secondInterval: Interval
    ) -> Interval {
        let product = first * second
        let low = firstInterval.lower * (2 * first - firstInterval.lower)
        let high = firstInterval.upper * (2 * first - firstInterval.upper)
        let secondLow = secondInterval.lower * (2 * second - secondInterval.lower)
        let secondHigh = secondInterval.upper * (2 * second - secondInterval.upper)
        let below = product + max(0, product * product - low * secondHigh).squareRoot()
        let above = product + max(0, product * product - high * secondLow).squareRoot()
        let value = second > 0 ? first / second : (first > 0 ? .infinity : 0)
        let lower = below > 0 ? low / below : 0
        let upper = secondLow > 0 ? above / secondLow : .infinity
        return Interval(min(max(0, lower), value), max(upper, value))
    }

    private static func hypotenuse(_ a: Double, _ b: Double) -> Double { (a * a + b * b).squareRoot() }
}
