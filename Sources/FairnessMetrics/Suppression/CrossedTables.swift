/// Every table of counts that an assessment publishes, as sums of the same finest cells.
///
/// The columns are the attributes and, as one column more, the control columns together. Each set of attributes forms a
/// table, and so does each attribute with the controls; the whole is known, too.
struct CrossedTables {
    /// A table of counts.
    struct Table {
        /// Its columns, ascending.
        var columns: [Int]
        /// The same as bits.
        var mask: Int
        /// The cell of each finest cell.
        var cellOfFinest: [Int] = []
        /// The index of each cell that occurs, by its code.
        var indices: [Int: Int] = [:]
        /// The values of each cell, one for each of `columns`.
        var keys: [[Int]] = []
        /// The rows of each cell.
        var counts: [Int] = []
        /// The finest cells of each cell.
        var parts: [[Int]] = []
    }

    /// How many values each column has.
    let radices: [Int]
    /// The values of each finest cell.
    private(set) var finest: [[Int]] = []
    /// Rows of each finest cell by label and prediction, `[9]`.
    private(set) var outcomes: [[Int]] = []
    private var finestIndices: [Int: Int] = [:]
    private(set) var tables: [Table] = []

    init(_ table: GroupTable) {
        let attributes = table.attributes.count
        let cells = table.cells.sorted { $0.key.lexicographicallyPrecedes($1.key) }
        let strata = Set(cells.map { Array($0.key[attributes...]) }).sorted { $0.lexicographicallyPrecedes($1) }
        let hasStrata = !table.strata.isEmpty
        radices = table.attributes.map(\.values.count) + (hasStrata ? [strata.count] : [])
        for (key, tally) in cells where tally.everyone.count > 0 {
            var place = Array(key[..<attributes])
            if hasStrata { place.append(strata.firstIndex(of: Array(key[attributes...])) ?? 0) }
            finestIndices[code(place, over: radices.indices)] = finest.count
            finest.append(place)
            outcomes.append(tally.masses.map(\.count))
        }
        var sets = table.attributeSets
        if hasStrata { sets += (0..<attributes).map { [$0, attributes] } }
        tables = sets.map(summed)
    }

    /// Returns the finest cell with these values, or nil if no row has them.
    func finestIndex(_ place: [Int]) -> Int? { finestIndices[code(place, over: radices.indices)] }

    /// Returns the cell of `table` in which a finest cell with these values lies, or nil if it has no rows.
    func cell(_ table: Table, of place: [Int]) -> Int? { table.indices[code(place, over: table.columns)] }

    private func code(_ place: [Int], over columns: some Sequence<Int>) -> Int {
        columns.reduce(0) { $0 * radices[$1] + place[$1] }
    }

    private func summed(over columns: [Int]) -> Table {
        var table = Table(columns: columns, mask: columns.reduce(0) { $0 | 1 << $1 })
        for (index, place) in finest.enumerated() {
            let code = code(place, over: columns)
            let cell = table.indices[code] ?? table.counts.count
            if cell == table.counts.count {
                table.indices[code] = cell
                table.keys.append(columns.map { place[$0] })
                table.counts.append(0)
                table.parts.append([])
            }
            table.cellOfFinest.append(cell)
            table.counts[cell] += outcomes[index].reduce(0, +)
            table.parts[cell].append(index)
        }
        return table
    }
}
