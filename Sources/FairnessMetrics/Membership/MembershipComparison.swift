internal import NumericalKernels

/// One rate of groups known by probabilities, ready to be compared; the estimates of two groups go together.
struct MembershipComparison {
    let metric: String
    let attribute: String
    let keys: [GroupKey]
    let rates: MembershipRates
    let settings: AssessmentSettings

    private var defined: [Int] { keys.indices.filter { rates.measurements[$0].sampled != nil } }

    /// Highest minus lowest: the interval lies between the largest lower and the largest upper end of all pairs, at Tukey's
    /// critical value.
    func difference() -> Disparity {
        let groups = defined
        let left = keys.count - groups.count
        guard groups.count > 1, let high = groups.max(by: { value($0) < value($1) }),
            let low = groups.min(by: { value($0) < value($1) })
        else { return undefined(.difference, compared: groups.count) }
        let z = CriticalValue.allPairs(groups: groups.count, confidence: settings.confidence)
        let size = value(high) - value(low)
        var (lower, upper) = (0.0, size)
        var smallest = 1.0
        for first in groups {
            for second in groups where second != first {
                let interval = interval(first, second, z: z)
                lower = max(lower, interval.lower)
                upper = max(upper, interval.upper)
                smallest = min(smallest, pValue(first, second))
            }
        }
        var result = judged(
            .difference, size, Interval(min(lower, size), upper), "recovered_correlated_tukey", high, low,
            compared: groups.count, notEstimable: left)
        result.pValue = smallest
        result.test = groups.count > 2 ? "wald_z_tukey" : "wald_z"
        if groups.count > 2 {
            let pair = NormalDistribution.twoSidedCritical(tail: smallest)
            result.pValue =
                pair.isFinite ? StudentizedRange.upperTail(pair * 2.0.squareRoot(), groups: groups.count) : 0
        }
        result.requireSignificance(confidence: settings.confidence)
        return result
    }

    /// Each other group minus the group at `reference`; the intervals hold together (Šidák).
    func differences(to reference: Int) -> [Disparity] {
        let others = defined.filter { $0 != reference }
        guard rates.measurements[reference].sampled != nil, !others.isEmpty else { return [] }
        let z = CriticalValue.several(comparisons: others.count, confidence: settings.confidence)
        return others.map { group in
            let size = value(group) - value(reference)
            let (high, low) = size >= 0 ? (group, reference) : (reference, group)
            var result = judged(
                .differenceToReference, size, interval(group, reference, z: z), "recovered_correlated_sidak", high, low,
                compared: 2, notEstimable: 0)
            result.group = keys[group]
            result.reference = keys[reference]
            result.pValue = pValue(group, reference)
            result.test = "wald_z"
            result.requireSignificance(confidence: settings.confidence)
            return result
        }
    }

    private func value(_ group: Int) -> Double { rates.measurements[group].sampled?.value ?? .nan }

    /// Variance recovered from both groups' intervals, which go together with correlation ρ (Zou 2007):
    /// d − √(a² + b² − 2ρab) with a and b the distances to the ends that make the difference small.
    func interval(_ first: Int, _ second: Int, z: Double) -> Interval {
        guard let one = rates.measurements[first].sampled, let two = rates.measurements[second].sampled else {
            return Interval(-1, 1)
        }
        let (a, b) = (one.interval(z: z), two.interval(z: z))
        let correlation = rates.correlation(first, second)
        func reach(_ x: Double, _ y: Double) -> Double {
            max(0, x * x + y * y - 2 * correlation * x * y).squareRoot()
        }
        let size = one.value - two.value
        return Interval(
            max(-1, size - reach(one.value - a.lower, b.upper - two.value)),
            min(1, size + reach(a.upper - one.value, two.value - b.lower)))
    }

    /// The difference over its standard error, with the covariance of the two estimates.
    private func pValue(_ first: Int, _ second: Int) -> Double {
        guard let one = rates.measurements[first].sampled, let two = rates.measurements[second].sampled else {
            return 1
        }
        let (a, b) = (one.spread, two.spread)
        let variance = a * a + b * b - 2 * rates.correlation(first, second) * a * b
        let size = one.value - two.value
        guard variance > 1e-30 else { return size == 0 ? 1 : 0 }
        return NormalDistribution.twoSidedTail(size / variance.squareRoot())
    }

    private func undefined(_ aggregation: Aggregation, compared: Int) -> Disparity {
        let reason = "only \(compared) of \(keys.count) groups could be estimated"
        return Disparity(
            metric: metric, attributes: [attribute], aggregation: aggregation, estimate: .undefined(reason),
            verdict: .cannotTell, reason: reason.capitalisedSentence, margin: settings.margin, compared: compared,
            notEstimable: keys.count - compared)
    }

    private func judged(
        _ aggregation: Aggregation, _ size: Double, _ interval: Interval, _ method: String, _ high: Int, _ low: Int,
        compared: Int, notEstimable: Int
    ) -> Disparity {
        let judgement = Judgement(
            interval: interval, isRatio: false, margin: settings.margin, compared: compared,
            notEstimable: notEstimable)
        let rows = defined.reduce(0) { $0 + (rates.measurements[$1].sampled?.effectiveSize ?? 0) }
        var result = Disparity(
            metric: metric, attributes: [attribute], aggregation: aggregation,
            estimate: .defined(
                Estimate.Value(value: size, interval: interval, method: method, effectiveSize: rows)),
            verdict: judgement.verdict, reason: judgement.reason, margin: settings.margin, compared: compared,
            notEstimable: notEstimable)
        result.highest = keys[high]
        result.lowest = keys[low]
        return result
    }
}
