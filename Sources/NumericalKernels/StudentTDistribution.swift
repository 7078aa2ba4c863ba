internal import Glibc

/// Student's t distribution.
public enum StudentTDistribution {
    /// Returns P(|T| ≥ |`t`|) with `degreesOfFreedom` degrees of freedom.
    public static func twoSidedTail(_ t: Double, degreesOfFreedom: Double) -> Double {
        BetaFunction.regularised(degreesOfFreedom / (degreesOfFreedom + t * t), a: degreesOfFreedom / 2, b: 0.5)
    }

    /// Returns the t ≥ 0 with P(|T| ≥ t) = `tail`, by bisection on the tail; infinity for a tail of 0.
    public static func twoSidedCritical(tail: Double, degreesOfFreedom: Double) -> Double {
        precondition(degreesOfFreedom > 0, "degrees of freedom must be positive, got \(degreesOfFreedom)")
        let normal = NormalDistribution.twoSidedCritical(tail: tail)
        // Beyond a million degrees of freedom the two agree to six digits more than an interval needs.
        guard tail > 0, degreesOfFreedom < 1e6 else { return normal }
        var low = normal
        var high = max(normal, 1)
        while twoSidedTail(high, degreesOfFreedom: degreesOfFreedom) > tail { high *= 2 }
        while high - low > 1e-13 * high {
            let middle = 0.5 * (low + high)
            if middle <= low || middle >= high { break }
            if twoSidedTail(middle, degreesOfFreedom: degreesOfFreedom) > tail { low = middle } else { high = middle }
        }
        return 0.5 * (low + high)
    }
}
