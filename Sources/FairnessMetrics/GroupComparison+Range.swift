internal import Glibc

/// The highest against the lowest of all groups.
extension GroupComparison {
    /// Highest minus lowest, with an interval that holds whichever groups are the true extremes.
    ///
    /// With probability at least the confidence, every pairwise difference lies in its own interval (variance recovered
    /// from both groups, at Tukey's critical value). Then the true range lies between the largest lower end and the largest
    /// upper end of all pairs, and so does the estimate.
    func difference(as aggregation: Aggregation = .difference, confidence: Double? = nil) -> Disparity {
        if let reason = tooFewGroups { return undefined(aggregation, reason) }
        let z = CriticalValue.allPairs(groups: groups.count, confidence: confidence ?? settings.confidence)
        let pairs = PairwiseIntervals(groups, z: z)
        let (low, high) = pairs.extremes
        let value = groups[high].sampled.value - groups[low].sampled.value
        var lower = 0.0
        var upper = value
        var surest: (i: Int, j: Int, interval: Interval)?
        for i in groups.indices {
            for j in groups.indices where j != i {
                let interval = pairs.difference(i, j)
                lower = max(lower, interval.lower)
                upper = max(upper, interval.upper)
                guard groups[i].sampled.value >= groups[j].sampled.value else { continue }
                if interval.lower > surest?.interval.lower ?? -.infinity, canHeadline(i), canHeadline(j) {
                    surest = (i, j, interval)
                }
            }
        }
        let interval = Interval(min(lower, value), upper)
        var result = judged(
            aggregation, value: value, interval: interval, method: isProportion ? "newcombe_tukey" : "recovered_tukey")
        describe(&result, low: low, high: high)
        result.evidence = surest.map { i, j, interval in
            Evidence(
                highest: groups[i].key, lowest: groups[j].key, gap: groups[i].sampled.value - groups[j].sampled.value,
                interval: interval, peopleCount: groups[i].excess(over: groups[j]))
        }
        result.unknownBounds = UnknownBounds.range(groups.map(\.sampled), unknown: unknown)
        let extreme = pairs.difference(high, low)
        result.smallestDetectableGap = SampleSize.detectableGap(
            halfWidth: (extreme.upper - extreme.lower) / 2, z: z, margin: margin, isRatio: false,
            largest: largestGap)
        if result.verdict == .cannotTell { result.rowsNeeded = rowsNeeded(pairs, value: value) }
        return result
    }

    /// Lowest divided by highest, with an interval of the same kind from all pairwise ratios.
    func ratio(as aggregation: Aggregation = .ratio, confidence: Double? = nil) -> Disparity {
        if let reason = tooFewGroups { return undefined(aggregation, reason) }
        let z = CriticalValue.allPairs(groups: groups.count, confidence: confidence ?? settings.confidence)
        let pairs = PairwiseIntervals(groups, z: z)
        let (low, high) = pairs.extremes
        guard groups[low].sampled.value >= 0 else {
            return undefined(aggregation, "a ratio needs values that are not negative")
        }
        guard groups[high].sampled.value > 0 else {
            return undefined(aggregation, "the value is 0 in every group, so there is no ratio")
        }
        let value = groups[low].sampled.value / groups[high].sampled.value
        var lower = value
        var upper = 1.0
        for i in groups.indices {
            for j in groups.indices where j != i {
                let interval = pairs.ratio(i, j)
                lower = min(lower, interval.lower)
                upper = min(upper, interval.upper)
            }
        }
        let interval = Interval(lower, max(upper, value))
        var result = judged(aggregation, value: value, interval: interval, method: "recovered_ratio_tukey")
        describe(&result, low: low, high: high)
        let extreme = pairs.ratio(low, high)
        let halfWidth = extreme.lower > 0 ? (log(extreme.upper) - log(extreme.lower)) / 2 : .infinity
        result.smallestDetectableGap = SampleSize.detectableGap(
            halfWidth: halfWidth, z: z, margin: settings.ratioMargin, isRatio: true)
        if result.verdict == .cannotTell, value > 0 {
            result.rowsNeeded = growthInRows(
                low, high, halfWidth: halfWidth, distance: abs(log(value / settings.ratioMargin)))
        }
        return result
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

    func growthInRows(_ i: Int, _ j: Int, halfWidth: Double, distance: Double) -> Int? {
        SampleSize.growth(halfWidth: halfWidth, distance: distance).map {
            Int((($0 - 1) * Double(groups[i].count + groups[j].count)).rounded(.up))
        }
    }

    /// Rows that would move the interval off the margin: for a gap beyond it the cheapest pair that could show it, for one
    /// within it enough in every group for all pairs to fall within.
    private func rowsNeeded(_ pairs: PairwiseIntervals, value: Double) -> Int? {
        let margin = margin
        var cheapest: Int?
        var growth = Array(repeating: 1.0, count: groups.count)
        for i in groups.indices {
            for j in groups.indices where j != i {
                let d = groups[i].sampled.value - groups[j].sampled.value
                let interval = pairs.difference(i, j)
                if value > margin {
                    guard d > margin else { continue }
                    let rows = growthInRows(i, j, halfWidth: d - interval.lower, distance: d - margin)
                    if let rows, rows < cheapest ?? .max { cheapest = rows }
                } else if interval.upper > margin {
                    guard let factor = SampleSize.growth(halfWidth: interval.upper - d, distance: margin - d) else {
                        return nil
                    }
                    growth[i] = max(growth[i], factor)
                    growth[j] = max(growth[j], factor)
                }
            }
        }
        if value > margin { return cheapest }
        let rows = zip(growth, groups).reduce(0.0) { $0 + ($1.0 - 1) * Double($1.1.count) }
        return rows > 0 ? Int(rows.rounded(.up)) : nil
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
