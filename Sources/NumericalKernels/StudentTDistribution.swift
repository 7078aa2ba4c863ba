internal import Glibc

/// Student's t distribution.
public enum StudentTDistribution {
    /// Returns P(|T| ≥ |`t`|) with `degreesOfFreedom` degrees of freedom.
    public static func twoSidedTail(_ t: Double, degreesOfFreedom: Double) -> Double {
        BetaFunction.regularised(degreesOfFreedom / (degreesOfFreedom + t * t), a: degreesOfFreedom / 2, b: 0.5)
    }

    /// Returns the t ≥ 0 with P(|T| ≥ t) = `tail`; infinity for a tail of 0.
    ///
    /// Newton's method on ln tail as a function of ln t, which falls ever faster, so that after its first step it comes
    /// down on the root from above. Starts from the first terms of Cornish and Fisher's expansion: three or four steps.
    public static func twoSidedCritical(tail: Double, degreesOfFreedom: Double) -> Double {
        precondition(degreesOfFreedom > 0, "degrees of freedom must be positive, got \(degreesOfFreedom)")
        let normal = NormalDistribution.twoSidedCritical(tail: tail)
        // Beyond a million degrees of freedom the two agree to six digits more than an interval needs.
        guard tail > 0, tail < 1, degreesOfFreedom < 1e6 else { return normal }
        if degreesOfFreedom > 2_000, normal < 9 { return expansion(normal, degreesOfFreedom) }
        let half = 0.5 * degreesOfFreedom
        // Twice the density at t is this times (1 + t²/ν)^(−(ν + 1)/2).
        let scale =
            2 * exp(BetaFunction.logGamma(half + 0.5) - BetaFunction.logGamma(half))
            / (degreesOfFreedom * Double.pi).squareRoot()
        var t = normal * (1 + (normal * normal + 1) / (4 * max(1, degreesOfFreedom)))
        for _ in 0..<200 {
            let reached = twoSidedTail(t, degreesOfFreedom: degreesOfFreedom)
            let slope = t * scale * exp(-(half + 0.5) * log1p(t * t / degreesOfFreedom))
            // Too far out for a tail at all.
            guard reached > 0, slope > 0 else {
                t *= 0.5
                continue
            }
            let step = min(max(log(reached / tail) * reached / slope, -5), 5)
            t *= exp(step)
            if abs(step) < 1e-12 { break }
        }
        return t
    }

    /// Cornish and Fisher's expansion of t in 1/ν with four terms (Abramowitz and Stegun 26.7.5); for more than 2,000
    /// degrees of freedom and z < 9 it is right to 1e-9 of t, and to 1e-13 where z < 4.
    private static func expansion(_ z: Double, _ freedom: Double) -> Double {
        let (square, inverse) = (z * z, 1 / freedom)
        let first = (square + 1) / 4
        let second = ((5 * square + 16) * square + 3) / 96
        let third = (((3 * square + 19) * square + 17) * square - 15) / 384
        let fourth = ((((79 * square + 776) * square + 1482) * square - 1920) * square - 945) / 92_160
        return z * (1 + inverse * (first + inverse * (second + inverse * (third + inverse * fourth))))
    }
}
