internal import Glibc

/// The limiting distribution of the Kolmogorov-Smirnov statistic, and its exact one for two samples.
public enum KolmogorovDistribution {
    /// Returns P(K ≥ `x`) for K the supremum of |Brownian bridge| (Kolmogorov 1933): 2 Σ (−1)^(k−1) exp(−2 k² x²).
    public static func upperTail(_ x: Double) -> Double {
        guard x > 0 else { return 1 }
        // The other series of the same theta function, which takes fewer terms near 0.
        if x < 1 {
            var sum = 0.0
            for k in 1...5 {
                let odd = Double(2 * k - 1) * Double.pi
                sum += exp(-odd * odd / (8 * x * x))
            }
            return max(0, 1 - (2 * Double.pi).squareRoot() / x * sum)
        }
        var sum = 0.0
        for k in 1...6 {
            let term = exp(-2 * Double(k * k) * x * x)
            sum += k.isMultiple(of: 2) ? -term : term
        }
        return min(1, 2 * sum)
    }

    /// Returns the x with P(K ≥ x) = `tail`, by bisection to the last bit that matters.
    public static func critical(tail: Double) -> Double {
        precondition(tail > 0 && tail < 1, "a tail lies between 0 and 1, got \(tail)")
        // 2 exp(−2 x²) is never below the tail.
        var (low, high) = (0.0, max(1, (log(2 / tail) / 2).squareRoot()))
        for _ in 0..<100 where high - low > 1e-14 * high {
            let middle = (low + high) / 2
            if upperTail(middle) > tail { low = middle } else { high = middle }
        }
        return high
    }

    /// Returns the probability that two samples of one continuous law differ by `distance` / (n m) or more somewhere, n
    /// and m being their sizes.
    ///
    /// Every order of the rows is a path from (0, 0) to (n, m), all alike probable; what is added up is the probability to
    /// reach a point (i, j) with |i m − j n| ≥ `distance` for the first time. For values that tie it is not too small.
    /// Costs O(n m).
    public static func exactUpperTail(distance: Int, _ n: Int, _ m: Int) -> Double {
        precondition(n > 0 && m > 0, "both samples need rows, got \(n) and \(m)")
        guard distance > 0 else { return 1 }
        var inside = Array(repeating: 0.0, count: m + 1)
        var outside = 0.0
        for i in 0...n {
            for j in 0...m {
                var reached = i == 0 && j == 0 ? 1.0 : 0
                if i > 0 { reached += inside[j] * Double(n - i + 1) / Double(n + m - i - j + 1) }
                if j > 0 { reached += inside[j - 1] * Double(m - j + 1) / Double(n + m - i - j + 1) }
                if abs(i * m - j * n) >= distance {
                    outside += reached
                    reached = 0
                }
                inside[j] = reached
            }
        }
        return min(1, outside)
    }
}
