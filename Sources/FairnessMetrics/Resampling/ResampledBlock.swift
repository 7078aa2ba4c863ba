internal import NumericalKernels

/// What some consecutive draws gave.
///
/// Eight draws lie side by side in a vector: every quantity is a row of `lanes` vectors, of which the last may be filled up.
struct ResampledBlock: Sendable {
    /// How many draws there are.
    let draws: Int
    /// The vectors of a row.
    private let lanes: Int
    /// The value of each statistic, NaN where undefined.
    private var values: [SIMD8<Double>]
    /// The square of the largest studentized gap of each range.
    private var largest: [SIMD8<Double>]
    /// How far the gap of the two extreme groups of each range fell short, in standard errors.
    private var shortfalls: [SIMD8<Double>]
    /// The square of the largest studentized deviation of each family with a baseline.
    private var baselines: [SIMD8<Double>]

    /// Draws `range` of the draws of a seed; each has a stream of its own.
    init(_ plan: ResamplingPlan, seed: UInt64, draws range: Range<Int>) {
        draws = range.count
        let lanes = (range.count + 7) / 8
        self.lanes = lanes
        values = Array(repeating: .zero, count: lanes * plan.estimates.count)
        largest = Array(repeating: .zero, count: lanes * plan.parts.count)
        shortfalls = largest
        baselines = Array(repeating: .zero, count: lanes * ResamplingPlan.baselineFamilies.count)
        measure(plan, weights(plan, seed: seed, draws: range))
        compareRanges(plan)
        compareBaselines(plan)
    }

    /// Appends the values of a statistic in all draws in which it is defined.
    func appendValues(_ statistic: Int, to list: inout [Double]) {
        for (lane, vector) in values[lanes * statistic..<lanes * (statistic + 1)].enumerated() {
            for place in 0..<min(8, draws - 8 * lane) where !vector[place].isNaN { list.append(vector[place]) }
        }
    }

    /// Appends the square of the largest studentized gap of a range in each draw.
    func appendLargest(_ part: Int, to list: inout [Double]) { append(largest, part, to: &list) }

    /// Appends how far the gap of the two extreme groups of a range fell short in each draw.
    func appendShortfalls(_ part: Int, to list: inout [Double]) { append(shortfalls, part, to: &list) }

    /// Appends the square of the largest studentized deviation of a family with a baseline in each draw.
    func appendBaselines(_ family: Int, to list: inout [Double]) { append(baselines, family, to: &list) }

    private func append(_ vectors: [SIMD8<Double>], _ row: Int, to list: inout [Double]) {
        for (lane, vector) in vectors[lanes * row..<lanes * (row + 1)].enumerated() {
            for place in 0..<min(8, draws - 8 * lane) { list.append(vector[place]) }
        }
    }

    /// The weight of each class in each draw.
    private func weights(_ plan: ResamplingPlan, seed: UInt64, draws range: Range<Int>) -> [SIMD8<Double>] {
        var rows = Array(repeating: 0, count: plan.classes.counts.count)
        var weights = Array(repeating: 0.0, count: rows.count)
        var vectors = Array(repeating: SIMD8<Double>.zero, count: lanes * rows.count)
        for (index, draw) in range.enumerated() {
            var generator = SeededGenerator(seed: seed, stream: UInt64(draw))
            plan.classes.draw(&generator, rows: &rows, weights: &weights)
            for place in weights.indices { vectors[lanes * place + index / 8][index % 8] = weights[place] }
        }
        return vectors
    }

    /// Evaluates every statistic at the weights of the draws.
    private mutating func measure(_ plan: ResamplingPlan, _ weights: [SIMD8<Double>]) {
        var sums = Array(repeating: SIMD8<Double>.zero, count: 9 * (plan.sets.map(\.groups.count).max() ?? 1))
        for set in plan.sets {
            for lane in 0..<lanes {
                for index in 0..<9 * set.groups.count { sums[index] = .zero }
                for (place, target) in set.targets.enumerated() { sums[target] += weights[lanes * place + lane] }
                for group in set.groups.indices {
                    let start = plan.statistic(set, group: group, form: 0)
                    guard set.groups[group].tally != nil else {
                        for form in plan.forms.indices {
                            values[lanes * (start + form) + lane] = .init(repeating: .nan)
                        }
                        continue
                    }
                    for form in plan.forms.indices {
                        values[lanes * (start + form) + lane] = plan.forms[form].value(sums.span, at: 9 * group)
                    }
                }
            }
        }
    }

    private mutating func compareRanges(_ plan: ResamplingPlan) {
        var deviations = Array(
            repeating: SIMD8<Double>.zero, count: plan.parts.map(\.statistics.count).max() ?? 0)
        for (place, part) in plan.parts.enumerated() where !part.statistics.isEmpty {
            let extremes = ExtremePair(part)
            for lane in 0..<lanes {
                for (group, statistic) in part.statistics.enumerated() {
                    var deviation = values[lanes * statistic + lane] - plan.estimates[statistic]
                    deviation.replace(with: 0, where: deviation .!= deviation)
                    deviations[group] = deviation
                }
                largest[lanes * place + lane] = part.largest(deviations.span)
                let low = values[lanes * extremes.low + lane] - plan.estimates[extremes.low]
                let high = values[lanes * extremes.high + lane] - plan.estimates[extremes.high]
                var gap = low - extremes.factor * high
                gap.replace(with: 0, where: gap .!= gap)
                shortfalls[lanes * place + lane] = gap / extremes.deviation
            }
        }
    }

    private mutating func compareBaselines(_ plan: ResamplingPlan) {
        for contrast in plan.contrasts {
            for lane in 0..<lanes {
                let own = values[lanes * contrast.group + lane] - plan.estimates[contrast.group]
                let base = values[lanes * contrast.base + lane] - plan.estimates[contrast.base]
                let gap = own - contrast.factor * base
                let squared = gap * gap / contrast.variance
                let place = lanes * contrast.family + lane
                baselines[place].replace(
                    with: squared, where: (squared .> baselines[place]) .& (squared .< SIMD8(repeating: .infinity)))
            }
        }
    }
}

/// The highest and the lowest group of a range, whose gap the upper end of its interval is about.
private struct ExtremePair {
    /// The statistics of the two groups.
    let low: Int
    let high: Int
    /// 1, or for a ratio the lowest value over the highest.
    let factor: Double
    /// The standard error of the gap.
    let deviation: Double

    init(_ part: ResamplingPlan.RangePart) {
        let places = PairwiseIntervals(part.groups, z: 0).extremes
        let (lowest, highest) = (part.groups[places.low].sampled, part.groups[places.high].sampled)
        factor = part.isRatio ? lowest.value / highest.value : 1
        deviation = ResamplingPlan.variance(lowest.spread, highest.spread, factor).squareRoot()
        (low, high) = (part.statistics[places.low], part.statistics[places.high])
    }
}
