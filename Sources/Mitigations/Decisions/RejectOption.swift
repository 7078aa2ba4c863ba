/// Decides close calls for those who are decided for less often and against the others (Kamiran, Karim, Zhang 2012).
///
/// Scores within a margin of the threshold are the close calls. Of 100 thresholds from 0.01 to 0.99 and 50 margins each, the
/// pair with the best objective whose gap is within the tolerance is taken; if none is, the pair with the smallest gap. It is
/// a pair of thresholds for two kinds of groups, so thresholds of their own for all groups never do worse on the rows that
/// they are fitted on.
struct RejectOption: Sendable {
    /// Scores above it are decided for, but for close calls.
    let threshold: Double
    /// How far a close call may lie from it.
    let margin: Double
    /// The groups whose close calls are decided for.
    let favoured: [Bool]
    /// The rule of each group.
    let rules: [ScoreRule]
    /// Whether the gap is within the tolerance on the rows that it was fitted on.
    let isReached: Bool

    /// Tries every pair; scores lie in 0…1.
    ///
    /// - Parameter favoured: Which groups' close calls are decided for.
    init(
        _ groups: [GroupScores], favoured: [Bool], constraint: RateConstraint, objective: DecisionObjective,
        tolerance: Double
    ) {
        var within: (value: Double, threshold: Double, margin: Double)?
        var smallest: (gap: Double, threshold: Double, margin: Double) = (.infinity, 0.5, 0)
        for step in 0..<100 {
            let threshold = 0.01 + 0.98 * Double(step) / 99
            for part in 0..<50 {
                let margin = min(threshold, 1 - threshold) * Double(part) / 49
                let masses = zip(groups, favoured).map { group, isFavoured in
                    group.mass(Self.above(isFavoured ? threshold - margin : threshold + margin, group.values))
                }
                let gap = masses.gap(constraint)
                let value = masses.total.value(objective) ?? 0
                if gap <= tolerance + 1e-12, value > within?.value ?? -.infinity {
                    within = (value, threshold, margin)
                }
                if gap < smallest.gap { smallest = (gap, threshold, margin) }
            }
        }
        isReached = within != nil
        let (threshold, margin) =
            within.map { ($0.threshold, $0.margin) } ?? (smallest.threshold, smallest.margin)
        self.threshold = threshold
        self.margin = margin
        self.favoured = favoured
        // A score at the threshold itself is not above it.
        rules = favoured.map { .threshold(($0 ? threshold - margin : threshold + margin).nextUp) }
    }

    /// How many of the falling values are above a bound.
    private static func above(_ bound: Double, _ values: [Double]) -> Int {
        var (low, high) = (0, values.count)
        while low < high {
            let middle = (low + high) / 2
            if values[middle] > bound { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
