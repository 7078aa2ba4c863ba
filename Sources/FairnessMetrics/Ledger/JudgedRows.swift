/// The rows that steps are judged on: what is true of each, who it is, and what it weighs.
public struct JudgedRows: Sendable, Equatable {
    /// Whether the label of each row is positive, `[rows]`.
    public let labels: [Bool]
    /// The weight of each row, `[rows]`; empty if all weigh 1.
    public let weights: [Double]
    /// The protected attributes with their values.
    public let attributes: [GroupingColumn]
    /// The place of each row's value among its attribute's values, `[attributes][rows]`.
    public let codes: [[Int]]

    /// Makes rows from their columns.
    public init(labels: [Bool], weights: [Double] = [], attributes: [GroupingColumn], codes: [[Int]]) {
        precondition(
            codes.count == attributes.count && codes.allSatisfy { $0.count == labels.count }
                && (weights.isEmpty || weights.count == labels.count),
            "\(labels.count) labels, \(weights.count) weights, \(codes.map(\.count)) codes of \(attributes.count) attributes"
        )
        self.labels = labels
        self.weights = weights
        self.attributes = attributes
        self.codes = codes
    }

    /// The rows.
    public var count: Int { labels.count }

    /// Returns the rows at `places`, in their order.
    public func rows(_ places: [Int]) -> JudgedRows {
        JudgedRows(
            labels: places.map { labels[$0] }, weights: weights.isEmpty ? [] : places.map { weights[$0] },
            attributes: attributes, codes: codes.map { column in places.map { column[$0] } })
    }

    /// The table of these rows under decisions.
    func table(_ decisions: [Bool]) -> GroupTable {
        precondition(decisions.count == count, "\(decisions.count) decisions of \(count) rows")
        var table = GroupTable(attributes: attributes, inputs: [.label, .prediction])
        var cells: [[Int]: Tally] = [:]
        for row in 0..<count {
            let weight = weights.isEmpty ? 1 : weights[row]
            cells[codes.map { $0[row] }, default: Tally()].add(
                Mass(count: 1, weight: weight, squaredWeight: weight * weight),
                label: labels[row] ? .positive : .negative, prediction: decisions[row] ? .positive : .negative)
        }
        for (cell, tally) in cells.sorted(by: { $0.key.lexicographicallyPrecedes($1.key) }) {
            table.add(tally, at: cell)
        }
        return table
    }

    /// The sets of attributes that groups are formed by: each alone, and all together.
    var sets: [[Int]] {
        let alone = attributes.indices.map { [$0] }
        return alone.count > 1 ? alone + [Array(attributes.indices)] : alone
    }

    /// The groups of a set that rows belong to, in the order of the values, with their rows.
    func groups(of set: [Int]) -> [(key: GroupKey, rows: [Int])] {
        var members: [[Int]: [Int]] = [:]
        for row in 0..<count { members[set.map { codes[$0][row] }, default: []].append(row) }
        return members.sorted { $0.key.lexicographicallyPrecedes($1.key) }.map { cell, rows in
            (GroupKey(zip(set, cell).map { attributes[$0].values[$1] }), rows)
        }
    }
}
