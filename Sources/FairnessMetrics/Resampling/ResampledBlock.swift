internal import NumericalKernels

/// What some consecutive draws gave.
struct ResampledBlock: Sendable {
    /// The value of each statistic in each draw, NaN where undefined, at `draws × statistic + draw`.
    private(set) var values: [Double]
    /// The square of the largest studentized gap of each range, at `draws × part + draw`.
    private(set) var largest: [Double]
    /// How far the gap of the two extreme groups fell short, in standard errors, at `draws × part + draw`.
    private(set) var shortfalls: [Double]
    /// The square of the largest studentized deviation of each family with a baseline, at `draws × family + draw`.
    private(set) var baselines: [Double]
    /// How many draws there are.
    let draws: Int

    /// Draws `range` of the draws of a seed; each has a stream of its own.
    init(_ plan: ResamplingPlan, seed: UInt64, draws range: Range<Int>) {
        draws = range.count
        values = Array(repeating: 0, count: draws * plan.estimates.count)
        largest = Array(repeating: 0, count: draws * plan.parts.count)
        shortfalls = largest
        baselines = Array(repeating: 0, count: draws * ResamplingPlan.baselineFamilies.count)
        var rows = Array(repeating: 0, count: plan.classes.counts.count)
        var weights = Array(repeating: 0.0, count: rows.count)
        var sums = Array(repeating: 0.0, count: 9 * (plan.sets.map(\.groups.count).max() ?? 1))
        var row = plan.estimates
        var deviations = Array(
            repeating: SIMD8<Double>.zero, count: ((plan.parts.map(\.statistics.count).max() ?? 0) + 7) / 8)
        let extremes = plan.parts.map { ExtremePair($0) }
        for (index, draw) in range.enumerated() {
            var generator = SeededGenerator(seed: seed, stream: UInt64(draw))
            plan.classes.draw(&generator, rows: &rows, weights: &weights)
            Self.measure(plan, weights, &sums, &row)
            for (statistic, value) in row.enumerated() { values[statistic * draws + index] = value }
            for (place, part) in plan.parts.enumerated() where !part.statistics.isEmpty {
                for (group, statistic) in part.statistics.enumerated() {
                    let deviation = row[statistic] - plan.estimates[statistic]
                    deviations[group / 8][group % 8] = deviation.isNaN ? 0 : deviation
                }
                for filler in part.statistics.count..<((part.statistics.count + 7) / 8 * 8) {
                    deviations[filler / 8][filler % 8] = 0
                }
                largest[place * draws + index] = part.largest(deviations.span, count: part.statistics.count)
                shortfalls[place * draws + index] = extremes[place].shortfall(row, plan.estimates)
            }
            for contrast in plan.contrasts {
                let gap =
                    row[contrast.group] - plan.estimates[contrast.group]
                    - contrast.factor * (row[contrast.base] - plan.estimates[contrast.base])
                let squared = gap * gap / contrast.variance
                let place = contrast.family * draws + index
                if squared > baselines[place], squared.isFinite { baselines[place] = squared }
            }
        }
    }

    /// Evaluates every statistic at the weights of a draw.
    private static func measure(
        _ plan: ResamplingPlan, _ weights: [Double], _ sums: inout [Double], _ row: inout [Double]
    ) {
        for set in plan.sets {
            let count = set.groups.count
            for index in 0..<9 * count { sums[index] = 0 }
            for (place, weight) in zip(plan.classes.places, weights) {
                sums[9 * set.groupOfCell[place / 9] + place % 9] += weight
            }
            for group in 0..<count where set.groups[group].tally != nil {
                let start = plan.statistic(set, group: group, form: 0)
                for form in plan.forms.indices { row[start + form] = plan.forms[form].value(sums.span, at: 9 * group) }
            }
        }
    }
}

/// The highest and the lowest group of a range, whose gap the upper end of its interval is about.
private struct ExtremePair {
    private var low = 0
    private var high = 0
    private var factor = 1.0
    private var deviation = Double.infinity

    init(_ part: ResamplingPlan.RangePart) {
        guard !part.statistics.isEmpty else { return }
        let places = PairwiseIntervals(part.groups, z: 0).extremes
        let (lowest, highest) = (part.groups[places.low].sampled, part.groups[places.high].sampled)
        factor = part.isRatio ? lowest.value / highest.value : 1
        deviation = ResamplingPlan.variance(lowest, highest, factor).squareRoot()
        (low, high) = (part.statistics[places.low], part.statistics[places.high])
    }

    /// How many standard errors the gap of a draw is smaller than that of the table.
    func shortfall(_ row: [Double], _ estimates: [Double]) -> Double {
        let gap = row[low] - estimates[low] - factor * (row[high] - estimates[high])
        return gap.isNaN ? 0 : gap / deviation
    }
}
