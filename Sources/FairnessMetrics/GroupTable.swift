internal import Dispatch
internal import Synchronization

/// A column that splits people into groups or strata, with its values in the order of display.
public struct GroupingColumn: Sendable, Equatable {
    /// The attribute's name as the user wrote it.
    public var name: String
    /// Its values, in the order of reports.
    public var values: [AttributeValue]

    /// Makes a column; every value must carry the column's name.
    public init(name: String, values: [AttributeValue]) {
        precondition(values.allSatisfy { $0.attribute == name }, "the values of '\(name)' name another attribute")
        self.name = name
        self.values = values
    }
}

/// The tallies of every combination of protected values and strata that occurs: all that judging needs of a table.
public struct GroupTable: Sendable, Equatable {
    /// The protected attributes.
    public var attributes: [GroupingColumn]
    /// The control columns.
    public var strata: [GroupingColumn]
    /// What a row can tell, which decides the metrics that exist.
    public var inputs: Set<GroupMetric.Input>
    /// The kind of outcome that the rows have.
    public var task: AuditTask
    /// The names of the classes, in the order in which the cells' `ClassTally` counts them; none but in a multi-class audit.
    public var classes: [String]
    /// How many attributes are crossed at most; nil for all of them.
    public var depth: Int?
    /// The tally of each cell; a key holds an index into each attribute's values, then into each stratum's.
    public private(set) var cells: [[Int]: Tally] = [:]

    /// Makes a table without rows.
    public init(
        attributes: [GroupingColumn], strata: [GroupingColumn] = [], inputs: Set<GroupMetric.Input>,
        task: AuditTask = .binary, classes: [String] = []
    ) {
        self.attributes = attributes
        self.strata = strata
        self.inputs = inputs
        self.task = task
        self.classes = classes
    }

    /// Adds the rows of a cell.
    public mutating func add(_ tally: Tally, at cell: [Int]) {
        precondition(
            cell.count == attributes.count + strata.count,
            "a cell needs \(attributes.count + strata.count) indices, got \(cell.count)")
        cells[cell, default: Tally()].merge(tally)
    }

    /// Returns the tallies summed over everything but the columns at `positions`, in ascending order of the values.
    ///
    /// - Parameters:
    ///   - positions: Indices of columns, attributes first, then strata; none gives everybody.
    ///   - stratum: If given, only cells in this stratum, one index for each control column.
    func sums(over positions: [Int], stratum: [Int]? = nil) -> [(cell: [Int], tally: Tally)] {
        var parts: [[Int]: [Tally]] = [:]
        // In a fixed order, because the sums of weights round differently in another.
        for (cell, tally) in orderedCells where stratum.map({ $0.elementsEqual(cell[attributes.count...]) }) ?? true {
            parts[positions.map { cell[$0] }, default: []].append(tally)
        }
        return parts.sorted { $0.key.lexicographicallyPrecedes($1.key) }.map { ($0.key, Tally(sumOf: $0.value)) }
    }

    /// Sorts the scores and numbers of every cell side by side, so that sums of cells take linear time.
    mutating func sortValues() {
        guard inputs.contains(.score) || task == .regression else { return }
        let keys = cells.keys.sorted { $0.lexicographicallyPrecedes($1) }
        let tallies = Mutex(keys.map { cells[$0] ?? Tally() })
        cells = [:]
        DispatchQueue.concurrentPerform(iterations: keys.count) { index in
            var tally = tallies.withLock { all in
                var taken = Tally()
                swap(&taken, &all[index])
                return taken
            }
            tally.scores?.sort()
            tally.numbers?.sort()
            tallies.withLock { $0[index] = tally }
        }
        cells = Dictionary(uniqueKeysWithValues: zip(keys, tallies.withLock { $0 }))
    }

    /// The same table without its scores: sums of cells then cost nothing that grows with the rows.
    var withoutScores: GroupTable {
        guard inputs.contains(.score) else { return self }
        var table = self
        for cell in table.cells.keys { table.cells[cell]?.scores = nil }
        return table
    }

    private var orderedCells: [(key: [Int], value: Tally)] {
        cells.sorted { $0.key.lexicographicallyPrecedes($1.key) }
    }

    /// Returns the key of the group at `cell`, indices into the columns at `positions`.
    func key(_ cell: [Int], over positions: [Int]) -> GroupKey {
        let columns = attributes + strata
        return GroupKey(zip(positions, cell).map { columns[$0].values[$1] })
    }

    /// Every nonempty set of at most `depth` attributes: each alone first, then pairs, and so on, each in the order named.
    var attributeSets: [[Int]] {
        (1..<(1 << attributes.count))
            .map { bits in attributes.indices.filter { bits & (1 << $0) != 0 } }
            .filter { $0.count <= depth ?? attributes.count }
            .sorted { ($0.count, $0) < ($1.count, $1) }
    }
}

private func < (left: (Int, [Int]), right: (Int, [Int])) -> Bool {
    left.0 != right.0 ? left.0 < right.0 : left.1.lexicographicallyPrecedes(right.1)
}
