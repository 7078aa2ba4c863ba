/// How many more rows would settle a question.
extension GroupComparison {
    /// Rows in two groups that would take the interval of their gap off the margin.
    func growthInRows(_ i: Int, _ j: Int, halfWidth: Double, z: Double, distance: Double) -> Int? {
        SampleSize.growth(halfWidth: halfWidth, z: z, distance: distance).map {
            Int((($0 - 1) * Double(groups[i].count + groups[j].count)).rounded(.up))
        }
    }

    /// Rows that would move the interval of the range off the margin: for a gap beyond it the cheapest pair that could show
    /// it, for one within it enough in every group for all pairs to fall within.
    ///
    /// Several groups are taken at their shrunken values: the widest of many observed gaps is wider than the true one, and
    /// a promise made for it would not be kept.
    func rowsNeeded(_ pairs: PairwiseIntervals, outer: PairwiseIntervals, z: Double) -> Int? {
        let observed = groups.map(\.sampled.value)
        let values = groups.count < 3 ? observed : BetweenGroupVariance(groups.map(\.sampled)).shrunken
        let margin = margin
        let single = CriticalValue.single(confidence: settings.confidence)
        let isBeyond = (values.max() ?? 0) - (values.min() ?? 0) > margin
        var cheapest: Int?
        var growth = Array(repeating: 1.0, count: groups.count)
        for i in groups.indices {
            for j in groups.indices where j != i {
                let gap = values[i] - values[j]
                let half = { (end: Double) in abs(end - (observed[i] - observed[j])) }
                if isBeyond {
                    guard gap > margin else { continue }
                    let rows = growthInRows(
                        i, j, halfWidth: half(pairs.difference(i, j).lower), z: z, distance: gap - margin)
                    if let rows, rows < cheapest ?? .max { cheapest = rows }
                } else {
                    let halfWidth = half(outer.difference(i, j).upper)
                    guard let factor = SampleSize.growth(halfWidth: halfWidth, z: single, distance: margin - gap) else {
                        return nil
                    }
                    growth[i] = max(growth[i], factor)
                    growth[j] = max(growth[j], factor)
                }
            }
        }
        if isBeyond { return cheapest.map { max(1, $0) } }
        let rows = zip(growth, groups).reduce(0.0) { $0 + ($1.0 - 1) * Double($1.1.count) }
        return rows > 0 ? Int(rows.rounded(.up)) : nil
    }
}
