internal import Glibc
internal import NumericalKernels

/// Each group against one baseline: a reference group, or everybody.
extension GroupComparison {
    /// Each other group's value minus the reference group's, signed; the intervals hold together (Šidák).
    func differencesToReference(_ reference: GroupKey?) -> [Disparity] {
        toReference(reference, .differenceToReference) { group, base, z in
            let interval = RecoveredInterval.difference(
                group.value, group.interval(z: z), base.value, base.interval(z: z))
            return (group.value - base.value, interval, isProportion ? "newcombe_sidak" : "recovered_sidak")
        }
    }

    /// Each other group's value divided by the reference group's; the intervals hold together (Šidák).
    func ratiosToReference(_ reference: GroupKey?) -> [Disparity] {
        toReference(reference, .ratioToReference) { group, base, z in
            guard base.value > 0, group.value >= 0 else { return nil }
            let interval = RecoveredInterval.ratio(group.value, group.interval(z: z), base.value, base.interval(z: z))
            return (group.value / base.value, interval, "recovered_ratio_sidak")
        }
    }

    /// Each group's value minus that of everybody, the group included; the intervals hold together (Šidák).
    ///
    /// For a proportion, p − p_all = (1 − f) (p − p_rest), with f the group's share of the denominator: the interval is
    /// that of the two disjoint parts, scaled. For other metrics group and everybody are treated as independent, although
    /// they share the group's rows: a mean's interval is then too wide and never too narrow.
    func differencesToOverall() -> [Disparity] {
        guard groups.count >= 1, let everybody = overall.sampled else {
            return [undefined(.differenceToOverall, overall.estimate(z: 1).undefinedReason ?? "no known group")]
        }
        let z = CriticalValue.several(comparisons: groups.count, confidence: settings.confidence)
        return groups.map { group in
            if group.sampled.isAll(of: everybody) {
                var result = undefined(.differenceToOverall, "nobody outside the group counts here")
                result.group = group.key
                return result
            }
            let comparison: (value: Double, interval: Interval, p: Double, test: String)
            if let rest = group.sampled.rest(of: everybody) {
                let share = 1 - group.sampled.weightShare(of: everybody)
                let interval = RecoveredInterval.difference(
                    group.sampled.value, group.sampled.interval(z: z), rest.value, rest.interval(z: z))
                let test = PairwiseTest.pValue(group.sampled, rest)
                let value = group.sampled.value - everybody.value
                let scaled = Interval(
                    min(value, share * interval.lower), max(value, share * interval.upper))
                comparison = (value, scaled, test.p, test.method.rawValue + "_against_rest")
            } else {
                let interval = RecoveredInterval.difference(
                    group.sampled.value, group.sampled.interval(z: z), everybody.value, everybody.interval(z: z))
                let test = PairwiseTest.pValue(group.sampled, everybody)
                comparison = (group.sampled.value - everybody.value, interval, test.p, test.method.rawValue)
            }
            var result = judged(
                .differenceToOverall, value: comparison.value, interval: comparison.interval,
                method: isProportion ? "newcombe_against_rest_sidak" : "recovered_sidak")
            result.group = group.key
            result.pValue = comparison.p
            result.test = comparison.test
            result.requireSignificance(confidence: settings.confidence)
            result.smallestDetectableGap = SampleSize.detectableGap(
                halfWidth: (comparison.interval.upper - comparison.interval.lower) / 2, z: z,
                margin: margin, isRatio: false, largest: largestGap)
            return result
        }
    }

    private func toReference(
        _ reference: GroupKey?, _ aggregation: Aggregation,
        compare: (Sampled, Sampled, Double) -> (value: Double, interval: Interval, method: String)?
    ) -> [Disparity] {
        guard let reference else { return [] }
        guard let base = groups.first(where: { $0.key == reference }) else {
            var result = undefined(aggregation, "the reference group \(reference.label) could not be estimated")
            result.reference = reference
            return [result]
        }
        let others = groups.filter { $0.key != reference }
        let z = CriticalValue.several(comparisons: others.count, confidence: settings.confidence)
        return others.map { group in
            var result: Disparity
            if let (value, interval, method) = compare(group.sampled, base.sampled, z) {
                result = judged(aggregation, value: value, interval: interval, method: method)
                // This compares two groups, both estimated: what could not be estimated elsewhere does not matter.
                let judgement = Judgement(
                    interval: interval, isRatio: aggregation.isRatio, margin: margin(aggregation), compared: 2,
                    notEstimable: 0, scale: marginScale)
                (result.verdict, result.reason) = (judgement.verdict, judgement.reason)
                describe(&result, group: group, base: base, z: z)
            } else {
                result = undefined(
                    aggregation,
                    base.sampled.value == 0
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
        result.smallestDetectableGap = SampleSize.detectableGap(
            halfWidth: halfWidth, z: z, margin: result.margin, isRatio: isRatio, largest: largestGap)
        if result.verdict == .cannotTell {
            let distance = abs(abs(scale(estimate.value)) - abs(scale(result.margin)))
            result.rowsNeeded = SampleSize.growth(halfWidth: halfWidth, distance: distance).map {
                Int((($0 - 1) * Double(group.count + base.count)).rounded(.up))
            }
        }
    }
}

extension Sampled {
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
