internal import Glibc
internal import NumericalKernels

/// The groups' values of a metric with their two ranges, which criteria of the same rate share.
struct RangedComparison {
    var comparison: GroupComparison
    var difference: Disparity
    /// Nil of a metric whose ratios mean nothing.
    var ratio: Disparity?

    /// The two ranges, under names of their own.
    func ranges(as difference: Aggregation, _ ratio: Aggregation) -> [Disparity] {
        [self.difference.named(difference)] + (self.ratio.map { [$0.named(ratio)] } ?? [])
    }
}

extension Disparity {
    /// The same comparison under another name.
    fileprivate func named(_ aggregation: Aggregation) -> Disparity {
        var result = self
        result.aggregation = aggregation
        return result
    }
}

/// The named fairness criteria, each from the comparisons of the rates that define it.
enum FairnessCriteria {
    /// Returns the criteria that the measured metrics allow, for one set of attributes.
    ///
    /// - Parameter comparisons: The comparison of each metric, by id.
    static func disparities(_ comparisons: [String: RangedComparison]) -> [Disparity] {
        var result: [Disparity] = []
        if let selection = comparisons["selection_rate"] {
            result += selection.ranges(as: .demographicParityDifference, .demographicParityRatio)
        }
        if let truePositive = comparisons["true_positive_rate"],
            let falsePositive = comparisons["false_positive_rate"]
        {
            result.append(truePositive.difference.named(.equalOpportunityDifference))
            result.append(worst([truePositive, falsePositive], .equalizedOddsDifference, isIndependent: true))
            result.append(worst([truePositive, falsePositive], .equalizedOddsRatio, isIndependent: true))
            result.append(averageOdds(truePositive.comparison, falsePositive.comparison))
        }
        return result
    }

    /// Returns the criteria of several classes: demographic parity of each, and equalized odds over all of them.
    ///
    /// - Parameter classes: For each class the comparison of each of its metrics, by id.
    static func disparities(ofClasses classes: [[String: RangedComparison]]) -> [Disparity] {
        var result: [Disparity] = []
        for selection in classes.compactMap({ $0["selection_rate"] }) {
            result += selection.ranges(as: .demographicParityDifference, .demographicParityRatio)
        }
        let rates = classes.flatMap { [$0["true_positive_rate"], $0["false_positive_rate"]].compactMap(\.self) }
        if !rates.isEmpty {
            // Rates of several classes rest on the same rows.
            result.append(worst(rates, .equalizedOddsDifference, isIndependent: false))
            result.append(worst(rates, .equalizedOddsRatio, isIndependent: false))
        }
        return result
    }

    /// The worst of several rates' disparities: the largest difference or the smallest ratio.
    ///
    /// Given the labels a true and a false positive rate are independent, so each takes the confidence √(1 − α) for the
    /// end that shows a disparity, and the smaller p-value p becomes 1 − (1 − p)². m rates that depend on each other take
    /// 1 − α / m, and m p (Bonferroni). The other end, and the test of equivalence, need no such price: the worst rate's
    /// own end covers it, whichever rate that is. Undefined unless all rates could be compared.
    private static func worst(
        _ ranges: [RangedComparison], _ aggregation: Aggregation, isIndependent: Bool
    ) -> Disparity {
        let rates = ranges.map(\.comparison)
        let first = rates[0]
        let count = Double(rates.count)
        let level = first.settings.confidence
        let confidence = isIndependent ? pow(level, 1 / count) : 1 - (1 - level) / count
        let parts = ranges.map {
            aggregation.isRatio
                ? $0.comparison.ratio(
                    as: aggregation, confidence: confidence, equivalence: $0.ratio?.equivalencePValue)
                : $0.comparison.difference(
                    as: aggregation, confidence: confidence, corrects: false,
                    equivalence: $0.difference.equivalencePValue)
        }
        let keys = rates.dropFirst().reduce(Set(first.groups.map(\.key))) { $0.intersection($1.groups.map(\.key)) }
        let known = first.groups.count + first.notEstimable
        for part in parts {
            if let reason = part.estimate.undefinedReason {
                let rate = part.metric == first.metric ? "true positive rates" : "false positive rates"
                let place = part.className.map { " of class \($0)" } ?? ""
                var result = first.undefined(aggregation, "\(rate)\(place): \(reason)")
                result.className = part.className
                result.compared = keys.count
                result.notEstimable = known - keys.count
                return result
            }
        }
        let values = parts.compactMap(\.estimate.defined)
        var attained = 0
        for (index, value) in values.enumerated()
        where aggregation.isRatio ? value.value < values[attained].value : value.value > values[attained].value {
            attained = index
        }
        let interval = extreme(values.map(\.interval), isLowest: aggregation.isRatio)
        var comparison = rates[attained]
        comparison.notEstimable = known - keys.count
        var result = comparison.judged(
            aggregation, value: values[attained].value, interval: interval, method: values[attained].method,
            compared: keys.count)
        let part = parts[attained]
        result.highest = part.highest
        result.lowest = part.lowest
        result.peopleCount = part.peopleCount
        result.evidence = part.evidence
        result.smallestDetectableGap = part.smallestDetectableGap
        (result.power, result.gapError, result.criticalValue) = (part.power, part.gapError, part.criticalValue)
        result.equivalencePValue = parts.compactMap(\.equivalencePValue).max()
        let bounds = parts.compactMap(\.unknownBounds)
        if bounds.count == parts.count { result.unknownBounds = extreme(bounds, isLowest: false) }
        if result.verdict == .cannotTell {
            // A gap beyond the margin is shown by one rate; a gap within it needs all settled.
            let isBeyond =
                aggregation.isRatio
                ? values[attained].value < part.margin : values[attained].value > part.margin
            result.rowsNeeded = isBeyond ? part.rowsNeeded : parts.compactMap(\.rowsNeeded).max()
        }
        let smallest = parts.compactMap(\.pValue).min() ?? 1
        result.pValue = isIndependent ? -expm1(count * log1p(-smallest)) : min(1, count * smallest)
        result.test = (part.test ?? "") + (isIndependent ? "_of_two_rates" : "_of_all_rates")
        result.requireSignificance(confidence: level)
        return result
    }

    /// The interval from the largest lower to the largest upper end, or from the smallest to the smallest.
    private static func extreme(_ intervals: [Interval], isLowest: Bool) -> Interval {
        intervals.dropFirst().reduce(intervals[0]) { result, next in
            isLowest
                ? Interval(min(result.lower, next.lower), min(result.upper, next.upper))
                : Interval(max(result.lower, next.lower), max(result.upper, next.upper))
        }
    }

    /// The range of (true positive rate + false positive rate) / 2; for two groups |average odds difference| of Bellamy et
    /// al. 2018.
    private static func averageOdds(_ truePositive: GroupComparison, _ falsePositive: GroupComparison) -> Disparity {
        let groups = averageOdds(truePositive.groups, falsePositive.groups)
        let comparison = GroupComparison(
            metric: truePositive.metric, attributes: truePositive.attributes, groups: groups,
            notEstimable: truePositive.notEstimable + truePositive.groups.count - groups.count,
            overall: truePositive.overall, settings: truePositive.settings)
        return comparison.difference(as: .averageOddsDifference)
    }

    /// The mean of both rates of each group that has both.
    static func averageOdds(_ truePositive: [ComparedGroup], _ falsePositive: [ComparedGroup]) -> [ComparedGroup] {
        truePositive.compactMap { group in
            guard let other = falsePositive.first(where: { $0.key == group.key }),
                let half = Measurement.average([.sampled(group.sampled), .sampled(other.sampled)]).sampled
            else { return nil }
            return ComparedGroup(key: group.key, count: group.count, sampled: half)
        }
    }
}
