public import FairnessMetrics

/// The groups that rules are fitted for: the combinations of all protected attributes' values.
public struct DecisionCells: Sendable, Equatable {
    /// Who the groups are; none of an unknown value.
    public let keys: [GroupKey]

    /// Takes groups that are known.
    public init(keys: [GroupKey]) { self.keys = keys }

    /// Finds the groups that rows belong to, in the order of their values; rows with an unknown value belong to none.
    public init(of rows: JudgedRows) {
        var seen: Set<[Int]> = []
        for row in 0..<rows.count { seen.insert(rows.codes.map { $0[row] }) }
        keys = seen.sorted { $0.lexicographicallyPrecedes($1) }
            .map { cell in GroupKey(zip(rows.attributes, cell).map { $0.values[$1] }) }
            .filter { !$0.isUnknown }
    }

    /// Returns the group of each row, `[rows]`; nil where it is none of these.
    ///
    /// Groups are told by their values' names, so that rows of another table find theirs.
    public func places(of rows: JudgedRows) -> [Int?] {
        let known = Dictionary(
            keys.enumerated().map { ($1.values.map(\.value), $0) }, uniquingKeysWith: { first, _ in first })
        var found: [[Int]: Int?] = [:]
        return (0..<rows.count).map { row in
            let cell = rows.codes.map { $0[row] }
            if let place = found[cell] { return place }
            let values = zip(rows.attributes, cell).map { $0.values[$1] }
            let place = values.contains(where: \.isUnknown) ? nil : known[values.map(\.value)]
            found[cell] = .some(place)
            return place
        }
    }

    /// The groups of rows that are none of these although their values are known.
    public func unseen(in rows: JudgedRows) -> [GroupKey] {
        let known = Set(keys.map { $0.values.map(\.value) })
        return DecisionCells(of: rows).keys.filter { !known.contains($0.values.map(\.value)) }
    }
}
