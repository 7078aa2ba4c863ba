internal import Glibc
internal import NumericalKernels

/// What a table of this size can show, and what size would settle a question.
///
/// All take half-widths to shrink with the square root of the rows and the present rates to hold.
enum SampleSize {
    /// The normal quantile of a power of 80 %.
    static let powerQuantile = NormalDistribution.quantile(0.8)

    /// The smallest true gap whose interval would lie beyond the margin in four repeats of five: with half-width h at
    /// critical value z, margin + h (1 + z₀.₈ / z). For a ratio the same on the log scale, downward from the margin.
    ///
    /// - Parameter largest: The largest gap there can be; nil is returned where no gap would show.
    static func detectableGap(
        halfWidth: Double, z: Double, margin: Double, isRatio: Bool, largest: Double = .infinity
    ) -> Double? {
        guard halfWidth.isFinite else { return nil }
        let reach = halfWidth * (1 + powerQuantile / z)
        if isRatio { return min(margin, 1 / margin) * exp(-reach) }
        return margin + reach <= largest ? margin + reach : nil
    }

    /// The chance that an interval would leave out "no gap" if the true gap were as large as the margin: with standard
    /// error s = h / z it is Φ(m / s − z) + Φ(−m / s − z). For a ratio m is −ln of the margin; nil for a margin of no gap.
    static func power(halfWidth: Double, z: Double, margin: Double, isRatio: Bool) -> Double? {
        let gap = isRatio ? abs(log(margin)) : margin
        guard halfWidth.isFinite, halfWidth > 0, gap > 0 else { return nil }
        let distance = gap / halfWidth * z
        return NormalDistribution.cumulative(distance - z) + NormalDistribution.cumulative(-distance - z)
    }

    /// The factor by which the rows of two groups must grow until, in four repeats of five, the interval is off the margin
    /// that a true gap lies `distance` away from; nil if no factor below a million does.
    ///
    /// - Parameter z: The critical value of `halfWidth`.
    static func growth(halfWidth: Double, z: Double, distance: Double) -> Double? {
        guard halfWidth.isFinite, distance > 0 else { return nil }
        let ratio = halfWidth * (1 + powerQuantile / z) / distance
        let factor = ratio * ratio
        return factor < 1e6 ? max(1, factor) : nil
    }
}
