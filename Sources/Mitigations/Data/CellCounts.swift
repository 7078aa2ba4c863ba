/// How many rows each group has of each of two labels, and how few changes make the share of positive ones the same.
struct CellCounts {
    /// The groups that have rows, ascending.
    let groups: [Int]
    /// The rows of each of them, negative and positive ones.
    let negatives: [Int], positives: [Int]

    init(_ cells: [GroupAndLabel: [Int]]) {
        groups = Set(cells.keys.map(\.group)).sorted()
        negatives = groups.map { cells[GroupAndLabel(group: $0, label: 0)]?.count ?? 0 }
        positives = groups.map { cells[GroupAndLabel(group: $0, label: 1)]?.count ?? 0 }
    }

    private func rate(_ place: Int) -> Double {
        Double(positives[place]) / Double(positives[place] + negatives[place])
    }

    /// The fewest rows to add to each group, negative and positive ones, for one share of positive rows in all groups, as
    /// far as whole rows can; in the groups' order.
    ///
    /// What must be added falls and rises with the share between two groups' own shares without a bend to a minimum, so
    /// that one of those is best; shares of 0 and 1, which no row could be added for, are not tried.
    var additions: [(negatives: Int, positives: Int)] {
        best { place, target in
            let (negative, positive) = (Double(negatives[place]), Double(positives[place]))
            return rate(place) < target
                ? (0, (target * negative / (1 - target) - positive).rounded())
                : ((positive * (1 - target) / target - negative).rounded(), 0)
        }
    }

    /// The fewest rows to leave out of each group, in the same way.
    var removals: [(negatives: Int, positives: Int)] {
        best { place, target in
            let (negative, positive) = (Double(negatives[place]), Double(positives[place]))
            return rate(place) < target
                ? ((negative - positive * (1 - target) / target).rounded(), 0)
                : (0, (positive - target * negative / (1 - target)).rounded())
        }
    }

    private func best(
        _ change: (_ place: Int, _ target: Double) -> (Double, Double)
    ) -> [(negatives: Int, positives: Int)] {
        let targets = groups.indices.map(rate).filter { $0 > 0 && $0 < 1 }
        let tried = targets.map { target in groups.indices.map { change($0, target) } }
        let sizes = tried.map { $0.reduce(0) { $0 + $1.0 + $1.1 } }
        guard let least = sizes.indices.min(by: { sizes[$0] < sizes[$1] }) else { return groups.map { _ in (0, 0) } }
        return tried[least].map { (max(0, Int($0.0)), max(0, Int($0.1))) }
    }

    /// How many rows of each group must become positive, or, below 0, negative, for the share of all rows in each group,
    /// with as many positive rows as before; in the groups' order.
    ///
    /// Whole rows: each group gets the whole part of its share, and what is left goes to the largest remainders.
    var promotions: [Int] {
        let total = negatives.reduce(0, +) + positives.reduce(0, +)
        let all = positives.reduce(0, +)
        guard total > 0 else { return [] }
        let exact = groups.indices.map { (negatives[$0] + positives[$0]) * all }
        var targets = exact.map { $0 / total }
        let order = groups.indices.sorted { (exact[$1] % total, $0) < (exact[$0] % total, $1) }
        for place in order.prefix(all - targets.reduce(0, +)) { targets[place] += 1 }
        return zip(targets, positives).map { $0 - $1 }
    }
}
