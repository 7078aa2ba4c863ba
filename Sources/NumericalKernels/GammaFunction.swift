internal import Glibc

/// Derivatives of ln Γ.
public enum GammaFunction {
    /// Returns ψ(`x`) and ψ′(`x`) for x > 0, about 1e-14 relative to 1 + |ψ|.
    ///
    /// Recurrence up to 10, then the asymptotic series (Abramowitz, Stegun 1964, 6.3.18 and 6.4.12).
    public static func digammaAndTrigamma(_ x: Double) -> (digamma: Double, trigamma: Double) {
        precondition(x > 0, "ψ is taken of positive numbers here, got \(x)")
        var x = x
        var (digamma, trigamma) = (0.0, 0.0)
        while x < 10 {
            digamma -= 1 / x
            trigamma += 1 / (x * x)
            x += 1
        }
        let u = 1 / (x * x)
        digamma +=
            log(x) - 0.5 / x - u * (1 / 12 - u * (1 / 120 - u * (1 / 252 - u * (1 / 240 - u * (1 / 132)))))
        trigamma +=
            1 / x + u / 2
            + u / x * (1 / 6 - u * (1 / 30 - u * (1 / 42 - u * (1 / 30 - u * (5 / 66 - u * (691 / 2730))))))
        return (digamma, trigamma)
    }
}
