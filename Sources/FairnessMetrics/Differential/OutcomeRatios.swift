internal import Glibc
internal import NumericalKernels

/// The log ratios of two outcomes' probabilities between all pairs of groups.
struct OutcomeRatios {
    let rates: [(key: GroupKey, rate: Sampled)]
    let settings: AssessmentSettings

    /// The rows imagined in each group, half of each outcome.
    static let concentration = 1.0
    /// Draws of alike groups; fewer where there are very many groups.
    private var draws: Int { rates.count > 1_000 ? 39 : 99 }

    /// Returns ε with its interval, and with what alike groups would show.
    func level(seed: UInt64, stream: UInt64) -> DifferentialFairness.Level {
        let found = OutcomeRatios.epsilon(rates.map { ($0.rate.value * $0.rate.effectiveSize, $0.rate.effectiveSize) })
        let size = rates.reduce(0) { $0 + $1.rate.effectiveSize }
        let bounds = bounds
        let alike = alike(found.epsilon, seed: seed, stream: stream)
        return DifferentialFairness.Level(
            epsilon: .defined(
                Estimate.Value(
                    value: found.epsilon,
                    interval: Interval(min(bounds.lower, found.epsilon), max(bounds.upper, found.epsilon)),
                    method: "recovered_ratio_tukey", effectiveSize: size)),
            isPositive: found.isPositive, highest: rates[found.highest].key, lowest: rates[found.lowest].key,
            ifAlike: alike.mean, pValue: alike.pValue)
    }

    /// ε of groups with these positives among these rows, and the pair that sets it; the first among equals.
    static func epsilon(
        _ groups: [(positives: Double, rows: Double)]
    ) -> (epsilon: Double, isPositive: Bool, highest: Int, lowest: Int) {
        var best = (epsilon: -1.0, isPositive: true, highest: 0, lowest: 0)
        for isPositive in [true, false] {
            var (highest, lowest) = (0, 0)
            var (high, low) = (-Double.infinity, Double.infinity)
            for (index, group) in groups.enumerated() {
                let hits = isPositive ? group.positives : group.rows - group.positives
                let share = (hits + concentration / 2) / (group.rows + concentration)
                if share > high { (high, highest) = (share, index) }
                if share < low { (low, lowest) = (share, index) }
            }
            let epsilon = log(high / low)
            if epsilon > best.epsilon { best = (epsilon, isPositive, highest, lowest) }
        }
        return best
    }

    /// The largest lower and the largest upper end of all log ratios, which hold at once: Donner and Zou's ratio interval
    /// at Tukey's critical value, the confidence split between the two outcomes.
    private var bounds: Interval {
        let z = CriticalValue.allPairs(groups: rates.count, confidence: settings.confidence.squareRoot())
        // The logarithm of the largest ratio is the largest logarithm.
        var (lower, upper) = (1.0, 1.0)
        for isPositive in [true, false] {
            let values = rates.map { isPositive ? $0.rate.value : 1 - $0.rate.value }
            let intervals = rates.map { group in
                let interval = group.rate.interval(z: z)
                return isPositive ? interval : Interval(1 - interval.upper, 1 - interval.lower)
            }
            for i in rates.indices {
                for j in rates.indices where j != i {
                    let ratio = RecoveredInterval.ratio(values[i], intervals[i], values[j], intervals[j])
                    (lower, upper) = (max(lower, ratio.lower), max(upper, ratio.upper))
                }
            }
        }
        return Interval(log(lower), log(upper))
    }

    /// What ε is in groups of these sizes that all have the pooled rate.
    private func alike(_ epsilon: Double, seed: UInt64, stream: UInt64) -> (mean: Double, pValue: Double) {
        let sizes = rates.map { max(1, $0.rate.effectiveSize.rounded()) }
        let pooled =
            zip(rates, sizes).reduce(0.0) { $0 + $1.0.rate.value * $1.1 } / sizes.reduce(0, +)
        var generator = SeededGenerator(seed: seed, stream: OutcomeRatios.firstStream + stream)
        var sum = 0.0
        var reached = 1
        for _ in 0..<draws {
            let drawn = OutcomeRatios.epsilon(
                sizes.map { (Double(generator.binomial(Int($0), min(1, pooled))), $0) })
            sum += drawn.epsilon
            reached += drawn.epsilon >= epsilon ? 1 : 0
        }
        return (sum / Double(draws), Double(reached) / Double(draws + 1))
    }

    /// Streams from here on belong to these draws.
    private static let firstStream: UInt64 = 1 << 32
}
