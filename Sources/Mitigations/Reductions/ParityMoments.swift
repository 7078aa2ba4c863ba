/// How far decisions violate a parity constraint, and how that makes single rows dearer or cheaper (Agarwal et al. 2018).
///
/// With the mean utility μ(e,g) of the rows of event e and group g and μ(e) of all rows of the event, there are two
/// violations for each cell: ρ μ(e,g) − μ(e) and ρ μ(e) − μ(e,g), where ρ is the bound on a ratio or 1. All the first ones
/// stand before all the second ones. The utility is the decision itself, or that it is wrong.
struct ParityMoments: Sendable {
    /// A group under a condition.
    struct Cell: Sendable, Hashable {
        let event: Int
        let group: Int
    }

    let constraint: ParityConstraint
    /// The cells that have rows, by event and group.
    let cells: [Cell]
    private let cellOfRow: [Int?]
    private let labels: [Bool]
    /// Mean 1.
    private let weights: [Double]
    /// The share of all rows.
    private let cellShare: [Double]
    private let eventShare: [Double]

    /// - Parameters:
    ///   - labels: Whether each row is positive.
    ///   - groups: The group of each row; nil where it is unknown: such rows are under no constraint.
    ///   - weights: How much each row counts; not all 0.
    init(_ constraint: ParityConstraint, labels: [Bool], groups: [Int?], weights: [Double]) {
        self.constraint = constraint
        self.labels = labels
        let total = weights.reduce(0, +)
        let scale = Double(weights.count) / total
        self.weights = weights.map { $0 * scale }
        let found = zip(labels, groups).map { label, group -> Cell? in
            guard let group, let event = constraint.event(isPositive: label) else { return nil }
            return Cell(event: event, group: group)
        }
        let cells = Set(found.compactMap(\.self)).sorted { ($0.event, $0.group) < ($1.event, $1.group) }
        let places = Dictionary(uniqueKeysWithValues: cells.enumerated().map { ($1, $0) })
        cellOfRow = found.map { $0.flatMap { places[$0] } }
        self.cells = cells
        var cellShare = [Double](repeating: 0, count: cells.count)
        var eventShare = [Double](repeating: 0, count: 2)
        for (row, cell) in cellOfRow.enumerated() {
            guard let cell else { continue }
            cellShare[cell] += weights[row] / total
            eventShare[cells[cell].event] += weights[row] / total
        }
        self.cellShare = cellShare
        self.eventShare = eventShare
    }

    /// The number of violations.
    var count: Int { 2 * cells.count }

    /// The share of rows that are decided wrongly, by weight.
    func error(_ decisions: [Bool]) -> Double {
        var sum = 0.0
        for row in decisions.indices where decisions[row] != labels[row] { sum += weights[row] }
        return sum / Double(labels.count)
    }

    /// The violations, `[count]`, of which none should be above the slack.
    func violations(_ decisions: [Bool]) -> [Double] {
        var sums = [Double](repeating: 0, count: cells.count)
        for (row, cell) in cellOfRow.enumerated() {
            guard let cell else { continue }
            let utility = constraint.kind == .errorRateParity ? decisions[row] != labels[row] : decisions[row]
            if utility { sums[cell] += weights[row] }
        }
        let rows = Double(labels.count)
        var events = [Double](repeating: 0, count: 2)
        for (cell, sum) in zip(cells, sums) { events[cell.event] += sum / rows / eventShare[cell.event] }
        let means = cells.indices.map { sums[$0] / rows / cellShare[$0] }
        let ratio = constraint.ratio
        return cells.indices.map { ratio * means[$0] - events[cells[$0].event] }
            + cells.indices.map { ratio * events[cells[$0].event] - means[$0] }
    }

    /// How much dearer a negative decision on each row is than a positive one, `[rows]`, at these multipliers: the sign is
    /// the label that a learner should aim at, the size how much the row counts.
    ///
    /// - Parameter multipliers: λ, `[count]`.
    func costs(_ multipliers: [Double]) -> [Double] {
        let ratio = constraint.ratio
        var events = [Double](repeating: 0, count: 2)
        for (place, cell) in cells.enumerated() {
            events[cell.event] += multipliers[place] - ratio * multipliers[cells.count + place]
        }
        let ofCell = cells.indices.map { place in
            let event = cells[place].event
            let own = multipliers[cells.count + place] - ratio * multipliers[place]
            return events[event] / eventShare[event] + own / cellShare[place]
        }
        return labels.indices.map { row in
            let sign: Double = labels[row] ? 1 : -1
            guard let cell = cellOfRow[row] else { return sign * weights[row] }
            let direction = constraint.kind == .errorRateParity ? -sign : 1
            return weights[row] * (sign + direction * ofCell[cell])
        }
    }

    /// Returns the multipliers of least sum that say the same of every classifier, under a bound on differences.
    ///
    /// Within an event Σ P(g | e) (μ(e,g) − μ(e)) = 0, so that adding a multiple of P(g | e) to λ⁺ − λ⁻ changes nothing; a
    /// weighted median makes the sum least.
    func reduced(_ multipliers: [Double]) -> [Double] {
        guard constraint.ratio == 1 else { return multipliers }
        var signed = cells.indices.map { multipliers[$0] - multipliers[cells.count + $0] }
        for event in Set(cells.map(\.event)) {
            let places = cells.indices.filter { cells[$0].event == event }
            let shares = places.map { cellShare[$0] / eventShare[event] }
            let order = places.indices.sorted { signed[places[$0]] / shares[$0] < signed[places[$1]] / shares[$1] }
            var sum = 0.0
            let half = shares.reduce(0, +) / 2
            let middle = order.first { place in
                sum += shares[place]
                return sum >= half
            }
            guard let middle else { continue }
            let shift = signed[places[middle]] / shares[middle]
            for (share, place) in zip(shares, places) { signed[place] -= share * shift }
        }
        return signed.map { max(0, $0) } + signed.map { max(0, -$0) }
    }
}
