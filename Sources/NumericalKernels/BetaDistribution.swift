internal import Glibc

/// The distribution of a share: Beta(a, b) on [0, 1].
public struct BetaDistribution: Sendable {
    /// The first parameter, that of successes.
    public let a: Double
    /// The second parameter, that of failures.
    public let b: Double

    /// Makes Beta(`a`, `b`).
    public init(a: Double, b: Double) {
        precondition(a > 0 && b > 0, "a beta distribution needs positive parameters, got \(a) and \(b)")
        self.a = a
        self.b = b
    }

    /// Makes the distribution with this mean and variance; nil if there is none, as for a variance of 0.
    public init?(mean: Double, variance: Double) {
        guard mean > 0, mean < 1, variance > 0, variance < mean * (1 - mean) else { return nil }
        let size = mean * (1 - mean) / variance - 1
        guard size.isFinite, mean * size > 1e-300, (1 - mean) * size > 1e-300 else { return nil }
        self.init(a: mean * size, b: (1 - mean) * size)
    }

    /// Returns the x at which the distribution function is `probability`, to about 1e-12.
    ///
    /// Newton steps within a bracket that each evaluation narrows; a step that leaves it is halved.
    public func quantile(_ probability: Double) -> Double {
        precondition((0...1).contains(probability), "a probability lies in 0…1, got \(probability)")
        if probability == 0 || probability == 1 { return probability }
        var (lower, upper) = (0.0, 1.0)
        let logBeta = BetaFunction.logGamma(a) + BetaFunction.logGamma(b) - BetaFunction.logGamma(a + b)
        let size = a + b
        let spread = (a / size * (b / size) / (size + 1)).squareRoot()
        var x = a / size + spread * NormalDistribution.quantile(probability)
        if !(x > 0 && x < 1) { x = a / size }
        for _ in 0..<200 {
            let excess = BetaFunction.regularised(x, a: a, b: b) - probability
            if excess == 0 { return x }
            if excess > 0 { upper = x } else { lower = x }
            let density = exp((a - 1) * log(x) + (b - 1) * log1p(-x) - logBeta)
            var next = x - excess / density
            if !(next > lower && next < upper) { next = lower > 0 ? (lower * upper).squareRoot() : upper / 8 }
            if lower > 0, !(next > lower && next < upper) { next = (lower + upper) / 2 }
            if abs(next - x) <= 1e-13 * next || next < 1e-300 || upper - lower <= 1e-14 * upper { return next }
            x = next
        }
        return x
    }
}
