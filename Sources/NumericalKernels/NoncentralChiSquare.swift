internal import Glibc

/// The noncentral chi-square distribution: the sum of squares of normal variables whose means are not 0.
public enum NoncentralChiSquare {
    /// Returns P(X ≤ `x`).
    ///
    /// The Poisson mixture of central distributions, summed outward from its largest weight, to about 1e-12; above a
    /// noncentrality of 2,000 Sankaran's transformation (1963), whose error is then below 1e-6.
    ///
    /// - Parameters:
    ///   - x: In the units of the sum of squares; at 0 and below the probability is 0.
    ///   - degreesOfFreedom: Positive, not necessarily whole.
    ///   - noncentrality: The sum of the squared means, not negative.
    public static func cumulative(_ x: Double, degreesOfFreedom: Double, noncentrality: Double) -> Double {
        precondition(degreesOfFreedom > 0 && noncentrality >= 0, "\(degreesOfFreedom) and \(noncentrality)")
        if x <= 0 { return 0 }
        if noncentrality == 0 { return 1 - ChiSquareDistribution.upperTail(x, degreesOfFreedom: degreesOfFreedom) }
        if noncentrality > 2_000 { return transformed(x, degreesOfFreedom, noncentrality) }
        let half = noncentrality / 2
        let peak = half.rounded(.down)
        let weight = exp(peak * log(half) - half - BetaFunction.logGamma(peak + 1))
        let a = degreesOfFreedom / 2 + peak
        let central = 1 - ChiSquareDistribution.upperTail(x, degreesOfFreedom: 2 * a)
        // P(a, x) − P(a + 1, x), the step from one central distribution to the next.
        let step = exp(a * log(x / 2) - x / 2 - BetaFunction.logGamma(a + 1))
        var sum = weight * central
        var (w, p, d, index) = (weight, central, step, peak)
        while w * p > 1e-15 {
            index += 1
            p = max(0, p - d)
            d *= x / 2 / (degreesOfFreedom / 2 + index)
            w *= half / index
            sum += w * p
        }
        (w, p, d, index) = (weight, central, step, peak)
        while index > 0, w > 1e-16 {
            d *= (degreesOfFreedom / 2 + index) / (x / 2)
            w *= index / half
            index -= 1
            p = min(1, p + d)
            sum += w * p
        }
        return min(1, sum)
    }

    /// Returns the noncentrality at which P(X ≤ `x`) = `probability`, or 0 if it is smaller without any.
    public static func noncentrality(of x: Double, degreesOfFreedom: Double, probability: Double) -> Double {
        precondition(probability > 0 && probability < 1, "a probability lies between 0 and 1, got \(probability)")
        func excess(_ noncentrality: Double) -> Double {
            cumulative(x, degreesOfFreedom: degreesOfFreedom, noncentrality: noncentrality) - probability
        }
        var bound = max(1, x)
        var ends = (low: excess(0), high: 0.0)
        if ends.low <= 0 { return 0 }
        ends.high = excess(bound)
        while ends.high > 0 {
            bound *= 2
            ends.high = excess(bound)
        }
        return MonotoneRoot.find(in: 0...bound, ends: ends, tolerance: 1e-8 * bound, excess)
    }

    private static func transformed(_ x: Double, _ degreesOfFreedom: Double, _ noncentrality: Double) -> Double {
        let sum = degreesOfFreedom + noncentrality
        let twice = sum + noncentrality
        let h = 1 - 2 * sum * (twice + noncentrality) / (3 * twice * twice)
        let p = twice / (sum * sum)
        let m = (h - 1) * (1 - 3 * h)
        let deviation = h * (2 * p).squareRoot() * (1 + 0.5 * m * p)
        return NormalDistribution.cumulative(
            (pow(x / sum, h) - (1 + h * p * (h - 1 - 0.5 * (2 - h) * m * p))) / deviation)
    }
}
