internal import Glibc

/// The highest against the lowest of all groups.
extension GroupComparison {
    /// Highest minus lowest, with an interval that holds whichever groups are the true extremes.
    ///
    /// The two ends answer two questions. **Lower end:** with probability at least the confidence, every pairwise difference
    /// lies above the lower end of its own interval (variance recovered from both groups, at Tukey's critical value); then
    /// the true range lies above the largest of them, although the widest pair was picked out. **Upper end:** the largest
    /// upper end of all pairs is at least that of the two true extremes, whichever these are, so that the critical value of
    /// a single comparison does (union-intersection, Roy 1953, Berger 1982). The estimate lies between the two. Where the
    /// upper end can miss, the range is wide, the lower end then misses less often than half of what Tukey's value allows,
    /// and both together miss no more than the confidence allows; `assize-bench coverage` shows it.
    ///
    /// - Parameters:
    ///   - confidence: That of the lower end, if it is not the audit's.
    ///   - corrects: Whether the range without what chance adds is found too.
    ///   - equivalence: The p-value of equivalence, which no confidence changes, where it is known.
    func difference(
        as aggregation: Aggregation = .difference, confidence: Double? = nil, corrects: Bool = true,
        equivalence: Double? = nil
    ) -> Disparity {
        if let reason = tooFewGroups { return undefined(aggregation, reason) }
        let z = CriticalValue.allPairs(groups: groups.count, confidence: confidence ?? settings.confidence)
        let pairs = PairwiseIntervals(groups, z: z)
        let outer = PairwiseIntervals(groups, z: CriticalValue.single(confidence: settings.confidence))
        let (low, high) = pairs.extremes
        let value = groups[high].sampled.value - groups[low].sampled.value
        let interval = pairs.differenceRange(value, outer: outer)
        var surest: (i: Int, j: Int, interval: Interval)?
        for i in groups.indices where canHeadline(i) {
            for j in groups.indices where j != i && canHeadline(j) {
                guard groups[i].sampled.value >= groups[j].sampled.value else { continue }
                let interval = pairs.difference(i, j)
                if interval.lower > surest?.interval.lower ?? -.infinity { surest = (i, j, interval) }
            }
        }
        var result = judged(
            aggregation, value: value, interval: interval, method: isProportion ? "newcombe_tukey" : "recovered_tukey")
        describe(&result, low: low, high: high)
        result.evidence = surest.map { i, j, interval in
            Evidence(
                highest: groups[i].key, lowest: groups[j].key, gap: groups[i].sampled.value - groups[j].sampled.value,
                interval: interval, peopleCount: groups[i].excess(over: groups[j]))
        }
        result.unknownBounds = UnknownBounds.range(groups.map(\.sampled), unknown: unknown)
        result.equivalencePValue = equivalence ?? rangeEquivalence(isRatio: false)
        if corrects { result.corrected = correctedRange(interval) }
        let extreme = pairs.difference(high, low)
        describePower(&result, halfWidth: (extreme.upper - extreme.lower) / 2, z: z)
        if result.verdict == .cannotTell { result.rowsNeeded = rowsNeeded(pairs, outer: outer, z: z) }
        return result
    }

    /// Lowest divided by highest, with an interval of the same kind from all pairwise ratios.
    func ratio(
        as aggregation: Aggregation = .ratio, confidence: Double? = nil, equivalence: Double? = nil
    ) -> Disparity {
        if let reason = tooFewGroups { return undefined(aggregation, reason) }
        let z = CriticalValue.allPairs(groups: groups.count, confidence: confidence ?? settings.confidence)
        let pairs = PairwiseIntervals(groups, z: z)
        let outer = PairwiseIntervals(groups, z: CriticalValue.single(confidence: settings.confidence))
        let (low, high) = pairs.extremes
        guard groups[low].sampled.value >= 0 else {
            return undefined(aggregation, "a ratio needs values that are not negative")
        }
        guard groups[high].sampled.value > 0 else {
            return undefined(aggregation, "the value is 0 in every group, so there is no ratio")
        }
        let value = groups[low].sampled.value / groups[high].sampled.value
        var result = judged(
            aggregation, value: value, interval: pairs.ratioRange(value, outer: outer), method: "recovered_ratio_tukey")
        describe(&result, low: low, high: high)
        result.equivalencePValue = equivalence ?? rangeEquivalence(isRatio: true)
        let extreme = pairs.ratio(low, high)
        let halfWidth = extreme.lower > 0 ? (log(extreme.upper) - log(extreme.lower)) / 2 : .infinity
        describePower(&result, halfWidth: halfWidth, z: z)
        if result.verdict == .cannotTell, value > 0 {
            result.rowsNeeded = growthInRows(
                low, high, halfWidth: halfWidth, z: z, distance: abs(log(value / settings.ratioMargin)))
        }
        return result
    }

    /// What a table like this one could show, from the half-width of an interval: on the log scale for a ratio.
    func describePower(_ result: inout Disparity, halfWidth: Double, z: Double) {
        let isRatio = result.aggregation.isRatio
        let margin = margin(result.aggregation)
        if !isRatio, !result.aggregation.isPerGroup, halfWidth.isFinite {
            (result.gapError, result.criticalValue) = (halfWidth / z, z)
        }
        result.power = SampleSize.power(halfWidth: halfWidth, z: z, margin: margin, isRatio: isRatio)
        result.smallestDetectableGap = SampleSize.detectableGap(
            halfWidth: halfWidth, z: z, margin: margin, isRatio: isRatio, largest: largestGap)
    }

    private func describe(_ result: inout Disparity, low: Int, high: Int) {
        result.pValue = homogeneity.p
        result.test = homogeneity.test
        result.requireSignificance(confidence: settings.confidence)
        result.highest = groups[high].key
        result.lowest = groups[low].key
        result.peopleCount = groups[high].excess(over: groups[low])
    }

    private func canHeadline(_ index: Int) -> Bool {
        groups[index].sampled.effectiveSize >= Double(settings.headlineCell)
    }
}

/// The intervals of all pairs of groups at one critical value.
struct PairwiseIntervals {
    private let values: [Double]
    private let intervals: [Interval]

    init(_ groups: [ComparedGroup], z: Double) {
        values = groups.map(\.sampled.value)
        intervals = groups.map { $0.sampled.interval(z: z) }
    }

    func difference(_ i: Int, _ j: Int) -> Interval {
        RecoveredInterval.difference(values[i], intervals[i], values[j], intervals[j])
    }

    func ratio(_ i: Int, _ j: Int) -> Interval {
        RecoveredInterval.ratio(values[i], intervals[i], values[j], intervals[j])
    }

    /// The interval of the highest minus the lowest value: lower end of these pairs, upper end of those at `outer`.
    func differenceRange(_ value: Double, outer: PairwiseIntervals) -> Interval {
        var lower = 0.0
        var upper = value
        for i in values.indices {
            for j in values.indices where j != i {
                lower = max(lower, difference(i, j).lower)
                upper = max(upper, outer.difference(i, j).upper)
            }
        }
        return Interval(min(lower, value), upper)
    }

    /// The interval of the lowest divided by the highest value; the end away from 1 comes from `outer`.
    func ratioRange(_ value: Double, outer: PairwiseIntervals) -> Interval {
        var lower = value
        var upper = 1.0
        for i in values.indices {
            for j in values.indices where j != i {
                lower = min(lower, outer.ratio(i, j).lower)
                upper = min(upper, ratio(i, j).upper)
            }
        }
        return Interval(lower, max(upper, value))
    }

    /// The positions of the lowest and of the highest value, the first of equal ones.
    var extremes: (low: Int, high: Int) {
        var low = 0
        var high = 0
        for index in values.indices {
            if values[index] < values[low] { low = index }
            if values[index] > values[high] { high = index }
        }
        // All alike: name two groups all the same.
        if low == high { high = values.count - 1 }
        return (low, high)
    }
}
