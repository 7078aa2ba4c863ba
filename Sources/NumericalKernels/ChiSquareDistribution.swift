internal import Glibc

/// The chi-square distribution.
public enum ChiSquareDistribution {
    /// Returns P(X > `x`) with `degreesOfFreedom` degrees of freedom, relatively accurate in the upper tail.
    ///
    /// The regularised incomplete gamma function Q(k/2, x/2), by its series below the mean and by the continued fraction
    /// above it (Press et al., Numerical Recipes, 6.2).
    public static func upperTail(_ x: Double, degreesOfFreedom: Double) -> Double {
        precondition(degreesOfFreedom > 0, "degrees of freedom must be positive, got \(degreesOfFreedom)")
        let a = degreesOfFreedom / 2
        let half = x / 2
        guard half > 0 else { return 1 }
        guard half.isFinite else { return 0 }
        let front = exp(a * log(half) - half - BetaFunction.logGamma(a))
        return half < a + 1 ? 1 - front * series(a, half) : front * continuedFraction(a, half)
    }

    /// Returns the x with P(X > x) = `upperTail`, by bisection on a bracket that grows until it holds x.
    public static func quantile(upperTail tail: Double, degreesOfFreedom: Double) -> Double {
        precondition(tail > 0 && tail < 1, "a tail lies between 0 and 1, got \(tail)")
        var low = 0.0
        var high = max(1, degreesOfFreedom)
        while upperTail(high, degreesOfFreedom: degreesOfFreedom) > tail {
            low = high
            high *= 2
        }
        while high - low > 1e-13 * high {
            let middle = 0.5 * (low + high)
            if middle == low || middle == high { break }
            if upperTail(middle, degreesOfFreedom: degreesOfFreedom) > tail { low = middle } else { high = middle }
        }
        return 0.5 * (low + high)
    }

    private static func series(_ a: Double, _ x: Double) -> Double {
        var term = 1 / a
        var sum = term
        var denominator = a
        while abs(term) > abs(sum) * 1e-16 {
            denominator += 1
            term *= x / denominator
            sum += term
        }
        return sum
    }

    private static func continuedFraction(_ a: Double, _ x: Double) -> Double {
        let tiny = 1e-300
        var b = x + 1 - a
        var c = 1 / tiny
        var d = 1 / b
        var fraction = d
        for step in 1...100_000 {
            let i = Double(step)
            let coefficient = -i * (i - a)
            b += 2
            d = coefficient * d + b
            if abs(d) < tiny { d = tiny }
            c = b + coefficient / c
            if abs(c) < tiny { c = tiny }
            d = 1 / d
            let change = d * c
            fraction *= change
            if abs(change - 1) < 1e-15 { break }
        }
        return fraction
    }
}
