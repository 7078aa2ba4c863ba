internal import NumericalKernels

/// Tests of whether two groups have the same value of a metric.
enum PairwiseTest {
    enum Method: String {
        case z = "two_proportion_z"
        case fisher = "fisher_exact"
        case wald = "wald_z"
    }

    /// Returns the two-sided p-value of equality, and the test used.
    ///
    /// Two proportions: z with the pooled variance, on effective sizes under weights; Fisher's exact test where an expected
    /// count is under 5 and rows weigh 1. Anything else: the difference over its standard error (Wald).
    static func pValue(_ first: Sampled, _ second: Sampled) -> (p: Double, method: Method) {
        guard case .proportion = first.model, case .proportion = second.model,
            let a = first.numerator, let b = second.numerator, let m = first.denominator, let n = second.denominator
        else { return (wald(first, second), .wald) }
        let sizes = (m.effectiveSize, n.effectiveSize)
        let pooled = (first.value * sizes.0 + second.value * sizes.1) / (sizes.0 + sizes.1)
        let rarest = min(sizes.0, sizes.1) * min(pooled, 1 - pooled)
        if rarest < 5, isCount(a), isCount(b), isCount(m), isCount(n) {
            return (FisherExactTest.twoSided(successes: a.count, of: m.count, against: b.count, of: n.count), .fisher)
        }
        let variance = pooled * (1 - pooled) * (1 / sizes.0 + 1 / sizes.1)
        guard variance > 0 else { return (1, .z) }
        return (NormalDistribution.twoSidedTail((first.value - second.value) / variance.squareRoot()), .z)
    }

    private static func wald(_ first: Sampled, _ second: Sampled) -> Double {
        let difference = first.value - second.value
        let variance = first.spread * first.spread + second.spread * second.spread
        guard variance > 0, variance.isFinite else { return difference == 0 || !variance.isFinite ? 1 : 0 }
        return NormalDistribution.twoSidedTail(difference / variance.squareRoot())
    }

    private static func isCount(_ mass: Mass) -> Bool {
        mass.weight == Double(mass.count) && mass.squaredWeight == Double(mass.count)
    }
}
