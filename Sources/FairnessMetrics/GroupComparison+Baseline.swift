internal import Glibc
internal import NumericalKernels

/// Each group against one baseline: a reference group, or everybody.
extension GroupComparison {
    /// Each other group's value minus the reference group's, signed; the intervals hold together (Dunnett).
    func differencesToReference(_ reference: GroupKey?) -> [Disparity] {
        toReference(reference, .differenceToReference, isProportion ? "newcombe_dunnett" : "recovered_dunnett")
    }

    /// Each other group's value divided by the reference group's; the intervals hold together (Dunnett).
    func ratiosToReference(_ reference: GroupKey?) -> [Disparity] {
        toReference(reference, .ratioToReference, "recovered_ratio_dunnett")
    }

    /// Each group's value minus that of everybody, the group included; the intervals hold together (Šidák).
    ///
    /// Two groups that are everybody are one comparison, seen from both sides.
    ///
    /// For a proportion, p − p_all = (1 − f) (p − p_rest), with f the group's share of the denominator: the interval is
    /// that of the two disjoint parts, scaled. For other metrics group and everybody are treated as independent, although
    /// they share the group's rows: a mean's interval is then too wide and never too narrow.
    func differencesToOverall() -> [Disparity] {
        guard groups.count >= 1, let everybody = overall.sampled else {
            return [undefined(.differenceToOverall, overall.estimate(z: 1).undefinedReason ?? "no known group")]
        }
        let comparisons = areHalves(of: everybody) ? 1 : groups.count
        let z = CriticalValue.several(comparisons: comparisons, confidence: settings.confidence)
        return groups.map { group in
            if group.sampled.isAll(of: everybody) {
                var result = undefined(.differenceToOverall, "nobody outside the group counts here")
                result.group = group.key
                return result
            }
            let rest = group.sampled.rest(of: everybody)
            let test = PairwiseTest.pValue(group.sampled, rest ?? everybody)
            let interval = group.sampled.differenceToOverall(everybody, z: z)
            let value = group.sampled.value - everybody.value
            var result = judged(
                .differenceToOverall, value: value, interval: interval,
                method: isProportion ? "newcombe_against_rest_sidak" : "recovered_sidak")
            result.group = group.key
            result.pValue = test.p
            result.test = test.method.rawValue + (rest == nil ? "" : "_against_rest")
            result.requireSignificance(confidence: settings.confidence)
            describePower(&result, halfWidth: (interval.upper - interval.lower) / 2, z: z)
            result.equivalencePValue = toOverallEquivalence(group.sampled, everybody, comparisons: comparisons)
            return result
        }
    }

    /// Whether two groups of rates are all there is.
    private func areHalves(of everybody: Sampled) -> Bool {
        guard isProportion, groups.count == 2, let whole = everybody.denominator else { return false }
        return groups.reduce(0) { $0 + ($1.sampled.denominator?.count ?? 0) } == whole.count
    }

    private func toOverallEquivalence(_ group: Sampled, _ everybody: Sampled, comparisons: Int) -> Double {
        let z = twoSidedEquivalence(Interval(-margin, margin)) {
            group.differenceToOverall(everybody, z: $0)
        }
        return EquivalenceTest.pValue(z: z) { z in
            DunnettDistribution.upperTail(z, comparisons: comparisons, correlation: 0)
        }
    }

    /// The z up to which an interval lies within a zone; negative where the estimate does not.
    private func twoSidedEquivalence(_ zone: Interval, _ interval: (Double) -> Interval) -> Double {
        let above = EquivalenceTest.criticalValue(limit: zone.upper) { z in
            z >= 0 ? interval(z).upper : interval(-z).lower
        }
        let below = EquivalenceTest.criticalValue(limit: -zone.lower) { z in
            z >= 0 ? -interval(z).lower : -interval(-z).upper
        }
        return min(above, below)
    }

    private func toReference(
        _ reference: GroupKey?, _ aggregation: Aggregation, _ method: String
    ) -> [Disparity] {
        guard let reference else { return [] }
        guard let base = groups.first(where: { $0.key == reference }) else {
            var result = undefined(aggregation, "the reference group \(reference.label) could not be estimated")
            result.reference = reference
            return [result]
        }
        let others = groups.filter { $0.key != reference }
        let correlation = sharedCorrelation(others, base, isRatio: aggregation.isRatio)
        let z = CriticalValue.toBaseline(
            comparisons: others.count, correlation: correlation, confidence: settings.confidence)
        return others.map { group in
            var result: Disparity
            let (value, end) = (group.sampled.value, base.sampled.value)
            if let interval = group.sampled.interval(against: base.sampled, aggregation, z: z) {
                let value = aggregation.isRatio ? value / end : value - end
                result = judged(aggregation, value: value, interval: interval, method: method)
                // This compares two groups, both estimated: what could not be estimated elsewhere does not matter.
                let judgement = Judgement(
                    interval: interval, isRatio: aggregation.isRatio, margin: margin(aggregation), compared: 2,
                    notEstimable: 0, scale: marginScale)
                (result.verdict, result.reason) = (judgement.verdict, judgement.reason)
                describe(&result, group: group, base: base, z: z)
                let reached = twoSidedEquivalence(Judgement.zone(isRatio: aggregation.isRatio, margin: result.margin)) {
                    // Only an undefined ratio gives nothing, and that is settled above.
                    group.sampled.interval(against: base.sampled, aggregation, z: $0)
                        ?? Interval(-.infinity, .infinity)
                }
                result.equivalencePValue = EquivalenceTest.pValue(z: reached) { z in
                    DunnettDistribution.upperTail(
                        z, comparisons: others.count, correlation: CriticalValue.roundedDown(correlation))
                }
            } else {
                result = undefined(
                    aggregation,
                    end == 0
                        ? "the reference group's value is 0, so there is no ratio"
                        : "a ratio needs values that are not negative")
            }
            result.compared = 2
            result.notEstimable = 0
            result.group = group.key
            result.reference = reference
            return result
        }
    }

    private func describe(_ result: inout Disparity, group: ComparedGroup, base: ComparedGroup, z: Double) {
        let test = PairwiseTest.pValue(group.sampled, base.sampled)
        result.pValue = test.p
        result.test = test.method.rawValue
        result.requireSignificance(confidence: settings.confidence)
        let isHigher = group.sampled.value >= base.sampled.value
        result.highest = isHigher ? group.key : base.key
        result.lowest = isHigher ? base.key : group.key
        result.peopleCount = group.excess(over: base)
        guard let estimate = result.estimate.defined else { return }
        let isRatio = result.aggregation.isRatio
        let scale = { (x: Double) in isRatio ? log(x) : x }
        let halfWidth = (scale(estimate.interval.upper) - scale(estimate.interval.lower)) / 2
        describePower(&result, halfWidth: halfWidth, z: z)
        if result.verdict == .cannotTell {
            let distance = abs(abs(scale(estimate.value)) - abs(scale(result.margin)))
            result.rowsNeeded = SampleSize.growth(halfWidth: halfWidth, z: z, distance: distance).map {
                Int((($0 - 1) * Double(group.count + base.count)).rounded(.up))
            }
        }
    }

    /// The least correlation of two comparisons with the base: √(λ_i λ_j), λ the base's share of a comparison's variance.
    ///
    /// For a ratio the variances are those of the logarithms.
    private func sharedCorrelation(_ others: [ComparedGroup], _ base: ComparedGroup, isRatio: Bool) -> Double {
        func variance(_ sampled: Sampled) -> Double {
            let spread = isRatio ? sampled.spread / sampled.value : sampled.spread
            return spread * spread
        }
        let shared = variance(base.sampled)
        guard shared > 0, shared.isFinite else { return 0 }
        let shares = others.map { shared / (shared + variance($0.sampled)) }.sorted()
        guard shares.count > 1, shares.allSatisfy(\.isFinite) else { return 0 }
        return (shares[0] * shares[1]).squareRoot()
    }
}

extension Sampled {
    /// The interval of this group against a reference group, or nil for a ratio that does not exist.
    func interval(against base: Sampled, _ aggregation: Aggregation, z: Double) -> Interval? {
        if aggregation.isRatio {
            guard base.value > 0, value >= 0 else { return nil }
            return RecoveredInterval.ratio(value, interval(z: z), base.value, base.interval(z: z))
        }
        return RecoveredInterval.difference(value, interval(z: z), base.value, base.interval(z: z))
    }

    /// The interval of this group's value less that of everybody, the group included.
    func differenceToOverall(_ everybody: Sampled, z: Double) -> Interval {
        let rest = rest(of: everybody)
        let other = rest ?? everybody
        let interval = RecoveredInterval.difference(value, interval(z: z), other.value, other.interval(z: z))
        guard rest != nil else { return interval }
        let share = 1 - weightShare(of: everybody)
        let gap = value - everybody.value
        return Interval(min(gap, share * interval.lower), max(gap, share * interval.upper))
    }

    /// The share of everybody's weight that this group carries in the denominator.
    func weightShare(of everybody: Sampled) -> Double {
        guard let part = denominator, let whole = everybody.denominator, whole.weight > 0 else { return 0 }
        return part.weight / whole.weight
    }

    /// Whether nobody outside this group, or nobody of any weight, has a part in the metric.
    func isAll(of everybody: Sampled) -> Bool {
        guard let part = denominator, let whole = everybody.denominator else {
            return value == everybody.value && effectiveSize == everybody.effectiveSize
        }
        // What is left of the weights by subtraction is rounding below this.
        return whole.count == part.count || whole.weight - part.weight <= 1e-9 * whole.weight
    }

    /// The same proportion among everybody else; nil for other metrics or where nobody else is left.
    func rest(of everybody: Sampled) -> Sampled? {
        guard case .proportion = model, let a = numerator, let n = denominator,
            let allA = everybody.numerator, let allN = everybody.denominator, !isAll(of: everybody)
        else { return nil }
        return Measurement.proportion(allA - a, of: allN - n, otherwise: "").sampled
    }
}

extension Mass {
    /// Returns the mass of the rows of `left` that are not in its subset `right`.
    static func - (left: Mass, right: Mass) -> Mass {
        let count = left.count - right.count
        let weight = max(0, left.weight - right.weight)
        // Rounding may take the squares below the least that Cauchy's inequality allows.
        let squares = max(left.squaredWeight - right.squaredWeight, count > 0 ? weight / Double(count) * weight : 0)
        return Mass(count: count, weight: weight, squaredWeight: squares)
    }
}
