internal import Glibc
internal import NumericalKernels

/// The named fairness criteria, each from the comparisons of the rates that define it.
enum FairnessCriteria {
    /// Returns the criteria that the measured metrics allow, for one set of attributes.
    ///
    /// - Parameter comparisons: The comparison of each metric, by id.
    static func disparities(_ comparisons: [String: GroupComparison]) -> [Disparity] {
        var result: [Disparity] = []
        if let selection = comparisons["selection_rate"] {
            result.append(selection.difference(as: .demographicParityDifference))
            result.append(selection.ratio(as: .demographicParityRatio))
        }
        if let truePositive = comparisons["true_positive_rate"],
            let falsePositive = comparisons["false_positive_rate"]
        {
            result.append(truePositive.difference(as: .equalOpportunityDifference))
            result.append(worse(truePositive, falsePositive, .equalizedOddsDifference))
            result.append(worse(truePositive, falsePositive, .equalizedOddsRatio))
            result.append(averageOdds(truePositive, falsePositive))
        }
        return result
    }

    /// The worse of the two rates' disparities: the larger difference or the smaller ratio.
    ///
    /// Given the labels the two rates are independent, so each takes the confidence √(1 − α) for the end that shows a
    /// disparity, and the smaller p-value p becomes 1 − (1 − p)². The other end, and the test of equivalence, need no such
    /// price: the worse rate's own end covers it, whichever rate that is. Undefined unless both rates could be compared.
    private static func worse(
        _ truePositive: GroupComparison, _ falsePositive: GroupComparison, _ aggregation: Aggregation
    ) -> Disparity {
        let confidence = truePositive.settings.confidence.squareRoot()
        let parts = [truePositive, falsePositive].map {
            aggregation.isRatio
                ? $0.ratio(as: aggregation, confidence: confidence)
                : $0.difference(as: aggregation, confidence: confidence)
        }
        let keys = Set(truePositive.groups.map(\.key)).intersection(falsePositive.groups.map(\.key))
        let known = truePositive.groups.count + truePositive.notEstimable
        for part in parts {
            if let reason = part.estimate.undefinedReason {
                let rate = part.metric == truePositive.metric ? "true positive rates" : "false positive rates"
                var result = truePositive.undefined(aggregation, "\(rate): \(reason)")
                result.compared = keys.count
                result.notEstimable = known - keys.count
                return result
            }
        }
        let values = parts.compactMap(\.estimate.defined)
        let isFirstWorse = aggregation.isRatio ? values[0].value <= values[1].value : values[0].value >= values[1].value
        let attained = isFirstWorse ? 0 : 1
        let ends = values.map(\.interval)
        let interval =
            aggregation.isRatio
            ? Interval(min(ends[0].lower, ends[1].lower), min(ends[0].upper, ends[1].upper))
            : Interval(max(ends[0].lower, ends[1].lower), max(ends[0].upper, ends[1].upper))
        var comparison = isFirstWorse ? truePositive : falsePositive
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
        if bounds.count == 2 {
            result.unknownBounds = Interval(
                max(bounds[0].lower, bounds[1].lower), max(bounds[0].upper, bounds[1].upper))
        }
        if result.verdict == .cannotTell {
            // A gap beyond the margin is shown by one rate; a gap within it needs both settled.
            let isBeyond =
                aggregation.isRatio
                ? values[attained].value < part.margin : values[attained].value > part.margin
            result.rowsNeeded = isBeyond ? part.rowsNeeded : parts.compactMap(\.rowsNeeded).max()
        }
        let smallest = parts.compactMap(\.pValue).min() ?? 1
        result.pValue = -expm1(2 * log1p(-smallest))
        result.test = (part.test ?? "") + "_of_two_rates"
        result.requireSignificance(confidence: truePositive.settings.confidence)
        return result
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
                let half = Measurement.halfSum(.sampled(group.sampled), .sampled(other.sampled)).sampled
            else { return nil }
            return ComparedGroup(key: group.key, count: group.count, sampled: half)
        }
    }
}
