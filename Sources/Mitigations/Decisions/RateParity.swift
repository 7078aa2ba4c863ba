/// The best rules under which every group has exactly the same rate, draws between two thresholds allowed.
///
/// In each group the best objective at a rate is a concave function of the rate with corners at cuts of the scores (the edge
/// of a convex hull), so the sum over the groups is largest at one of the corners: the optimum is found, not approached by a
/// grid (after Hardt, Price, Srebro 2016; the grid is that of Bird et al. 2020).
struct RateParity: Sendable {
    /// The common rate.
    let rate: Double
    /// The rule of each group.
    let rules: [ScoreRule]

    /// Finds the optimum in O(n log n) for n different scores; nil if the groups have no value of the rate in common.
    init?(_ groups: [GroupScores], rate: RateConstraint.Rate, objective: ObjectiveWeights) {
        let frontiers = groups.map { group in
            ConcaveFrontier(
                (0..<group.count).compactMap { point in
                    group.rate(rate, point).map { ($0, objective.value(group, point)) }
                })
        }
        let lowest = frontiers.map { $0.x.first ?? .infinity }.max() ?? .infinity
        let highest = frontiers.map { $0.x.last ?? -.infinity }.min() ?? -.infinity
        guard lowest <= highest else { return nil }
        let corners = Set(frontiers.flatMap(\.x)).union([lowest, highest]).filter { lowest <= $0 && $0 <= highest }
        var best: (rate: Double, value: Double)?
        for corner in corners.sorted() {
            let value = frontiers.reduce(0) { $0 + $1.height(corner) }
            // Of values that differ by rounding the first is kept, so that the order of groups decides nothing.
            if value > (best?.value ?? -.infinity) + 1e-13 { best = (corner, value) }
        }
        guard let best else { return nil }
        self.rate = best.rate
        rules = zip(groups, frontiers).map { $1.rule(best.rate, of: $0) }
    }
}

/// The best rules under which all groups have the same true positive and the same false positive rate.
///
/// What a group can reach lies under the edge of the convex hull of its ROC points; what all can reach lies under the lowest
/// of these edges, which is concave with corners at cuts and where two edges cross (Hardt, Price, Srebro 2016). A group whose
/// own edge is higher ignores its scores with a probability and draws with the common false positive rate instead.
struct OddsParity: Sendable {
    /// The common rates.
    let falsePositiveRate: Double, truePositiveRate: Double
    /// The rule of each group.
    let rules: [ScoreRule]

    /// Finds the optimum; every group has positive and negative labels.
    init(_ groups: [GroupScores], objective: ObjectiveWeights) {
        let frontiers = groups.map { group in
            ConcaveFrontier(
                (0..<group.count).map { point in
                    (group.negatives[point] / group.allNegatives, group.positives[point] / group.allPositives)
                })
        }
        let gain = objective.gain * groups.reduce(0) { $0 + $1.allPositives }
        let loss = objective.loss * groups.reduce(0) { $0 + $1.allNegatives }
        func reach(_ x: Double) -> Double { frontiers.reduce(1) { min($0, $1.height(x)) } }
        func value(_ x: Double) -> Double { gain * reach(x) - loss * x }
        let corners = Set(frontiers.flatMap(\.x)).sorted()
        var best = (x: 0.0, value: value(0), index: 0)
        for (index, x) in corners.enumerated() {
            let value = value(x)
            if value > best.value + 1e-13 { best = (x, value, index) }
        }
        // The function is concave: beyond its neighbours there is nothing better. Between two corners every edge is a line.
        for index in [best.index - 1, best.index] where index >= 0 && index + 1 < corners.count {
            let (low, high) = (corners[index], corners[index + 1])
            let ends = frontiers.map { (low: $0.height(low), high: $0.height(high)) }
            for first in ends.indices {
                for second in ends.indices where second > first {
                    let (before, after) = (ends[first].low - ends[second].low, ends[first].high - ends[second].high)
                    guard before * after < 0 else { continue }
                    let x = low + (high - low) * (before / (before - after))
                    let value = value(x)
                    if value > best.value + 1e-13 { best = (x, value, best.index) }
                }
            }
        }
        let (x, y) = (best.x, reach(best.x))
        falsePositiveRate = x
        truePositiveRate = y
        rules = zip(groups, frontiers).map { group, frontier in
            let height = frontier.height(x)
            let share = height > x ? (height - y) / (height - x) : 0
            return frontier.rule(x, of: group).mixed(with: .constant(x), share: share < 1e-15 ? 0 : share)
        }
    }
}
