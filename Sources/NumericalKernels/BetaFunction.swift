internal import Glibc

/// The beta function and its regularised incomplete form, on which the binomial, Beta, F and t distributions rest.
public enum BetaFunction {
    /// Returns ln Γ(`x`) for x > 0.
    public static func logGamma(_ x: Double) -> Double {
        var sign: Int32 = 0
        return lgamma_r(x, &sign)
    }

    /// Returns I_x(`a`, `b`), the distribution function of Beta(a, b) at `x`.
    ///
    /// Continued fraction by the modified Lentz method (Press et al., Numerical Recipes, 6.4), about 1e-14 relative.
    public static func regularised(_ x: Double, a: Double, b: Double) -> Double {
        precondition(a > 0 && b > 0, "the beta function needs positive parameters, got \(a) and \(b)")
        if x <= 0 { return 0 }
        if x >= 1 { return 1 }
        let front = exp(logGamma(a + b) - logGamma(a) - logGamma(b) + a * log(x) + b * log1p(-x))
        // The fraction converges fast only on this side of the mean.
        return x < (a + 1) / (a + b + 2)
            ? front * continuedFraction(x, a, b) / a : 1 - front * continuedFraction(1 - x, b, a) / b
    }

    /// Returns the density of Beta(a, b) at `x`, strictly between 0 and 1.
    public static func density(_ x: Double, a: Double, b: Double) -> Double {
        exp(logGamma(a + b) - logGamma(a) - logGamma(b) + (a - 1) * log(x) + (b - 1) * log1p(-x))
    }

    private static func continuedFraction(_ x: Double, _ a: Double, _ b: Double) -> Double {
        let tiny = 1e-300
        func guarded(_ value: Double) -> Double { abs(value) < tiny ? tiny : value }
        var c = 1.0
        var d = 1 / guarded(1 - (a + b) * x / (a + 1))
        var fraction = d
        for step in 1...10_000 {
            let m = Double(step)
            let even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
            d = 1 / guarded(1 + even * d)
            c = guarded(1 + even / c)
            fraction *= d * c
            let odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
            d = 1 / guarded(1 + odd * d)
            c = guarded(1 + odd / c)
            let change = d * c
            fraction *= change
            if abs(change - 1) < 1e-15 { break }
        }
        return fraction
    }
}
