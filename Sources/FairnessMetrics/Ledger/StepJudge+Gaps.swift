internal import NumericalKernels

extension StepJudge {
    /// The weight of a group's rows of each kind, `4 × label + 2 × before + after`, and of how many rows it is worth.
    private struct Kinds {
        var weights = [Double](repeating: 0, count: 8)
        var squares = 0.0

        /// The effective number of rows (Kish 1965).
        var size: Int {
            let sum = weights.reduce(0, +)
            return squares > 0 ? max(1, Int((sum * sum / squares).rounded())) : 0
        }
    }

    /// The rates that gaps are made of, in the order selection, true positive, false positive, accuracy; NaN where nobody
    /// counts.
    private typealias Rates = (Double, Double, Double, Double)

    private static func rates(_ w: [Double], _ start: Int, isAfter: Bool) -> Rates {
        let negatives = w[start] + w[start + 1] + w[start + 2] + w[start + 3]
        let positives = w[start + 4] + w[start + 5] + w[start + 6] + w[start + 7]
        let (first, second) = isAfter ? (1, 3) : (2, 3)
        let falsely = w[start + first] + w[start + second]
        let truly = w[start + 4 + first] + w[start + 4 + second]
        let all = positives + negatives
        return (
            (falsely + truly) / all, truly / positives, falsely / negatives, (truly + negatives - falsely) / all
        )
    }

    /// The gaps of `MitigationLedger.Goal.all` before or after; NaN where fewer than two groups have a rate.
    private static func gaps(_ weights: [Double], isAfter: Bool) -> [Double] {
        var low: Rates = (.infinity, .infinity, .infinity, .infinity)
        var high: Rates = (-.infinity, -.infinity, -.infinity, -.infinity)
        func widen(_ low: inout Double, _ high: inout Double, _ value: Double) {
            if value < low { low = value }
            if value > high { high = value }
        }
        for start in stride(from: 0, to: weights.count, by: 8) {
            let rates = rates(weights, start, isAfter: isAfter)
            widen(&low.0, &high.0, rates.0)
            widen(&low.1, &high.1, rates.1)
            widen(&low.2, &high.2, rates.2)
            widen(&low.3, &high.3, rates.3)
        }
        let (selection, truly, falsely, accuracy) = (high.0 - low.0, high.1 - low.1, high.2 - low.2, high.3 - low.3)
        return MitigationLedger.Goal.all.map { goal in
            let value: Double =
                switch goal {
                case .equalizedOdds: max(truly, falsely)
                case .difference(of: "selection_rate"): selection
                case .difference(of: "true_positive_rate"): truly
                case .difference(of: "false_positive_rate"): falsely
                default: accuracy
                }
            return value.isFinite ? value : .nan
        }
    }

    /// How the gaps of a set's groups changed.
    func gaps(_ set: GroupSet, _ after: [Bool], _ first: [Disparity], _ second: [Disparity]) -> [GapShift] {
        let names = set.attributes.map { rows.attributes[$0].name }
        let kinds = set.compared.map { index in
            set.groups[index].rows.reduce(into: Kinds()) { kinds, row in
                let weight = rows.weights.isEmpty ? 1 : rows.weights[row]
                kinds.weights[(rows.labels[row] ? 4 : 0) + (before[row] ? 2 : 0) + (after[row] ? 1 : 0)] += weight
                kinds.squares += weight * weight
            }
        }
        let found = kinds.flatMap(\.weights)
        let values = zip(Self.gaps(found, isAfter: true), Self.gaps(found, isAfter: false)).map { $0 - $1 }
        var changes = values.map { _ in [Double]() }
        if kinds.count > 1 {
            let sizes = kinds.map(\.size)
            var drawn = [Double](repeating: 0, count: found.count)
            for draw in 0..<draws {
                var generator = SeededGenerator(seed: settings.seed, stream: UInt64(draw))
                for (group, size) in sizes.enumerated() {
                    Self.draw(found, 8 * group, size, into: &drawn, &generator)
                }
                let (now, was) = (Self.gaps(drawn, isAfter: true), Self.gaps(drawn, isAfter: false))
                for index in changes.indices where !(now[index] - was[index]).isNaN {
                    changes[index].append(now[index] - was[index])
                }
            }
        }
        let size = Double(set.compared.reduce(0) { $0 + set.groups[$1].rows.count })
        return MitigationLedger.Goal.all.enumerated().map { index, goal in
            func estimate(_ disparities: [Disparity]) -> Estimate {
                disparities.first { $0.attributes == names && goal.isMeasured(by: $0) }?.estimate
                    ?? .undefined("fewer than two groups have rows enough to be compared")
            }
            let (was, now) = (estimate(first), estimate(second))
            var change = Estimate.undefined("fewer than two groups have rows enough to be compared")
            if !values[index].isNaN, changes[index].count * 2 >= draws {
                let freed = Self.corrected(goal, now: second, was: first, names)
                var interval = interval(around: values[index], freed: freed, changes[index])
                // What chance adds to the range of many groups is no gap, and cannot shrink: as small as both gaps may be, so
                // little may have changed.
                if let was = was.defined, let now = now.defined {
                    let least = max(0, now.interval.lower) - max(0, was.interval.lower)
                    interval = Interval(min(interval.lower, least), max(interval.upper, least))
                }
                change = .defined(
                    Estimate.Value(
                        value: values[index], interval: interval, method: "paired_bootstrap", denominator: size,
                        effectiveSize: size))
            }
            return GapShift(
                attributes: names, goal: goal,
                values: PairedEstimates(before: was, after: now, change: change))
        }
    }

    /// The change of a gap without what chance adds to a range of several rates (Lum, Zhang, Bower 2022); of equalized odds
    /// that of the larger of its two ranges. Nil where a gap has none.
    private static func corrected(
        _ goal: MitigationLedger.Goal, now: [Disparity], was: [Disparity], _ attributes: [String]
    ) -> Double? {
        let parts: [MitigationLedger.Goal] =
            goal == .equalizedOdds
            ? [.difference(of: "true_positive_rate"), .difference(of: "false_positive_rate")] : [goal]
        func gap(_ disparities: [Disparity]) -> Double? {
            let found = parts.compactMap { part in
                disparities.first { $0.attributes == attributes && part.isMeasured(by: $0) }?.corrected?.value
            }
            return found.count == parts.count ? found.max() : nil
        }
        return gap(now).flatMap { now in gap(was).map { now - $0 } }
    }

    /// Draws the kinds of a group's rows anew.
    private static func draw(
        _ weights: [Double], _ start: Int, _ size: Int, into drawn: inout [Double],
        _ generator: inout SeededGenerator
    ) {
        var left = size
        var rest = 0.0
        for kind in start..<start + 8 {
            rest += weights[kind]
            drawn[kind] = 0
        }
        for kind in start..<start + 8 where left > 0 && weights[kind] > 0 && rest > 0 {
            let count =
                weights[kind] >= rest * (1 - 1e-12) ? left : generator.binomial(left, min(1, weights[kind] / rest))
            drawn[kind] = Double(count)
            left -= count
            rest -= weights[kind]
        }
    }

    /// As far as the quantiles of the draws, their reflections, 2 v − q (Davison, Hinkley 1997), and an interval as wide as
    /// the quantiles around the change of the corrected gaps reach together.
    ///
    /// A resampled range lies above the range that it comes from. Quantiles alone then say too little of a gap that closes,
    /// reflections claim changes too often between many groups that stay as they are, and mend less than half of what chance
    /// adds to the range of groups that have become alike, which the correction takes away. Of a gap that closes entirely
    /// between many small groups they may still say too little.
    private func interval(around value: Double, freed: Double?, _ draws: [Double]) -> Interval {
        let sorted = draws.sorted()
        func quantile(_ share: Double) -> Double {
            let place = share * Double(sorted.count - 1)
            let low = Int(place)
            let high = min(low + 1, sorted.count - 1)
            return sorted[low] + (sorted[high] - sorted[low]) * (place - Double(low))
        }
        let tail = (1 - settings.confidence) / 2
        let (low, high) = (quantile(tail), quantile(1 - tail))
        let (half, freed) = ((high - low) / 2, freed ?? value)
        return Interval(
            max(-1, min(value, low, 2 * value - high, freed - half)),
            min(1, max(value, high, 2 * value - low, freed + half)))
    }
}
