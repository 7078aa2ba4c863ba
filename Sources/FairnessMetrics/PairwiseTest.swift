internal import NumericalKernels

/// Tests of whether two groups have the same value of a metric.
enum PairwiseTest {
    enum Method: String {
        case z = "two_proportion_z"
        case fisher = "fisher_exact"
        case welch = "welch_t"
        case wald = "wald_z"
    }

    /// Returns the two-sided p-value of equality, and the test used.
    ///
    /// Two proportions: z with the pooled variance, or Fisher's exact test where an expected count is under 5; under weights
    /// both on effective sizes, for Fisher's test rounded. Two means: Welch's t. Anything else: the difference over its
    /// standard error (Wald).
    static func pValue(_ first: Sampled, _ second: Sampled) -> (p: Double, method: Method) {
        switch (first.model, second.model) {
        case (.proportion, .proportion): proportions(first, second)
        case (.mean(_, let m, _, _), .mean(_, let n, _, _)): (welch(first, m, second, n), .welch)
        case (.positive(_, let m, _, _), .positive(_, let n, _, _)): (welch(first, m, second, n), .welch)
        // Roots are equal where the squares are.
        case (.squareRoot(let square), .squareRoot(let other)): pValue(square, other)
        default: (wald(first, second), .wald)
        }
    }

    /// A proportion among rows that count alike.
    struct Rate {
        var value: Double
        var size: Double

        /// Reads a proportion; nil of another metric.
        init?(_ sampled: Sampled) {
            guard case .proportion = sampled.model else { return nil }
            (value, size) = (sampled.value, sampled.effectiveSize)
        }

        /// The statistic of the z test with the pooled variance; nil where an expected count is under 5.
        func z(against other: Rate) -> Double? {
            let (m, n) = (size, other.size)
            let pooled = (value * m + other.value * n) / (m + n)
            if min(m, n) * min(pooled, 1 - pooled) < 5 { return nil }
            let variance = pooled * (1 - pooled) * (1 / m + 1 / n)
            return (value - other.value) / variance.squareRoot()
        }
    }

    private static func proportions(_ first: Sampled, _ second: Sampled) -> (p: Double, method: Method) {
        if let rate = Rate(first), let other = Rate(second), let z = rate.z(against: other) {
            return (NormalDistribution.twoSidedTail(z), .z)
        }
        let (a, b) = (counts(first), counts(second))
        return (FisherExactTest.twoSided(successes: a.hits, of: a.rows, against: b.hits, of: b.rows), .fisher)
    }

    /// The counts of a proportion; under weights those of as many equal rows, at least one.
    private static func counts(_ sampled: Sampled) -> (hits: Int, rows: Int) {
        let rows = max(1, sampled.effectiveSize.rounded())
        // Halves towards the even count: away from zero, complements would add up to one row too many.
        return (Int((sampled.value * rows).rounded(.toNearestOrEven)), Int(rows))
    }

    private static func welch(
        _ first: Sampled, _ firstFreedom: Double, _ second: Sampled, _ secondFreedom: Double
    ) -> Double {
        let (a, b) = (first.spread * first.spread, second.spread * second.spread)
        guard a + b > 0 else { return first.value == second.value ? 1 : 0 }
        // Shares of the variance, because its square could overflow. Below one degree of freedom there is none.
        let (share, other) = (a / (a + b), b / (a + b))
        let freedom = 1 / (share * share / max(1, firstFreedom) + other * other / max(1, secondFreedom))
        return StudentTDistribution.twoSidedTail(
            (first.value - second.value) / (a + b).squareRoot(), degreesOfFreedom: freedom)
    }

    private static func wald(_ first: Sampled, _ second: Sampled) -> Double {
        let difference = first.value - second.value
        let variance = first.spread * first.spread + second.spread * second.spread
        guard variance > 0 else { return difference == 0 ? 1 : 0 }
        return NormalDistribution.twoSidedTail(difference / variance.squareRoot())
    }
}
