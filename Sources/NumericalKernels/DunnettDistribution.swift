internal import Glibc

/// The largest of several standard normal variables, in absolute value, when any two have the same correlation.
///
/// Comparisons of several groups with one share the one's error: of equal size they correlate by a half (Dunnett 1955).
public enum DunnettDistribution {
    /// Returns P(max |Z_i| > `bound`) of `comparisons` variables.
    ///
    /// With Z_i = √ρ X + √(1 − ρ) Y_i it is 1 − ∫ φ(x) [Φ((b − √ρ x) / √(1 − ρ)) − Φ((−b − √ρ x) / √(1 − ρ))]ᵐ dx, by the
    /// trapezoidal rule.
    ///
    /// - Parameters:
    ///   - bound: In standard deviations; at 0 and below the probability is 1.
    ///   - comparisons: The number of variables, at least 1.
    ///   - correlation: Between 0 and 1.
    public static func upperTail(_ bound: Double, comparisons: Int, correlation: Double) -> Double {
        precondition(comparisons >= 1, "\(comparisons) comparisons")
        precondition((0...1).contains(correlation), "a correlation of \(correlation)")
        if bound <= 0 { return 1 }
        let single = NormalDistribution.twoSidedTail(bound)
        // So close to 1 that a step of the rule would miss the edge; and there it is nearly one variable.
        if comparisons == 1 || correlation > 0.999 { return single }
        if correlation == 0 { return -expm1(Double(comparisons) * log1p(-single)) }
        let shared = correlation.squareRoot()
        let own = (1 - correlation).squareRoot()
        let step = 0.25 * min(1, own / shared)
        var sum = 0.0
        var x = 0.0
        // Symmetric in x.
        while x < 9 {
            let outside =
                NormalDistribution.upperTail((bound - shared * x) / own)
                + NormalDistribution.upperTail((bound + shared * x) / own)
            let missed = outside < 1 ? -expm1(Double(comparisons) * log1p(-outside)) : 1
            sum += (x == 0 ? 1 : 2) * NormalDistribution.density(x) * missed
            x += step
        }
        return min(1, sum * step)
    }

    /// Returns the bound with P(max |Z_i| > bound) = `tail`, to about 1e-9, between the bounds of one and of all.
    public static func critical(tail: Double, comparisons: Int, correlation: Double) -> Double {
        precondition(tail > 0 && tail < 1, "a tail lies between 0 and 1, got \(tail)")
        let single = NormalDistribution.twoSidedCritical(tail: tail)
        if comparisons == 1 { return single }
        let several = NormalDistribution.twoSidedCritical(tail: tail / Double(comparisons))
        return MonotoneRoot.find(in: single...several) {
            upperTail($0, comparisons: comparisons, correlation: correlation) - tail
        }
    }
}
