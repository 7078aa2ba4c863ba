/// The beta distribution.
public enum BetaDistribution {
    /// Returns the x with I_x(`a`, `b`) = `probability`, to about 1e-14.
    ///
    /// Newton's steps kept inside a bracket that every evaluation narrows. With a = k and b = n − k + 1 it is the lower end
    /// of Clopper and Pearson's interval of k successes among n.
    ///
    /// - Parameter probability: Between 0 and 1; the ends give 0 and 1.
    public static func quantile(_ probability: Double, a: Double, b: Double) -> Double {
        precondition(a > 0 && b > 0, "the beta distribution needs positive parameters, got \(a) and \(b)")
        precondition((0...1).contains(probability), "a probability lies in 0…1, got \(probability)")
        if probability <= 0 { return 0 }
        if probability >= 1 { return 1 }
        var (low, high) = (0.0, 1.0)
        var x = a / (a + b)
        for _ in 0..<200 {
            let excess = BetaFunction.regularised(x, a: a, b: b) - probability
            if excess == 0 { return x }
            if excess < 0 { low = x } else { high = x }
            let slope = BetaFunction.density(x, a: a, b: b)
            var next = x - excess / slope
            // A tail is so flat that a step leads out of the bracket.
            if !(next > low && next < high) { next = 0.5 * (low + high) }
            if abs(next - x) <= 1e-15 * next || high - low <= 1e-300 { return next }
            x = next
        }
        return x
    }
}
