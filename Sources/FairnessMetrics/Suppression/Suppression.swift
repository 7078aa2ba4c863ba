/// Which groups an assessment withholds so that no small count can be worked out from what it shows.
///
/// Cells below the minimum are withheld, and beside them as many larger ones as it takes (complementary suppression). A
/// small cell counts as protected if people can be moved in and out of it, round the corners of a box whose other corners
/// are withheld as well, without changing a single number that is shown: then nobody can tell the tables before and after
/// apart. Moves round the corners change no total (the hypercube method: Repsilber 1994, Giessing 2001); here the corners
/// are followed through every crossed table and through each combination of label and prediction.
struct Suppression {
    private var states: [[Withholding?]] = []
    private var indices: [[Int]: [[Int]: Int]] = [:]
    private var places: [[Int]: Int] = [:]
    /// Small cells for which no other cells suffice, because the whole table is too small.
    private(set) var unprotected = 0

    /// Chooses what to withhold; nothing if `minimum` is below 2.
    init(_ table: GroupTable, minimum: Int) {
        guard minimum > 1 else { return }
        let tables = CrossedTables(table)
        var search = CornerSearch(tables, minimum: minimum, isUnknown: Self.unknownValues(table))
        search.run()
        states = search.states
        unprotected = search.unprotected
        let attributes = table.attributes.count
        let strata = Set(table.cells.keys.map { Array($0[attributes...]) }).sorted { $0.lexicographicallyPrecedes($1) }
        for (index, crossed) in tables.tables.enumerated() {
            var positions = crossed.columns
            let hasStrata = positions.last == attributes
            if hasStrata { positions = [positions[0]] + (attributes..<attributes + table.strata.count) }
            places[positions] = index
            indices[positions] = Dictionary(
                uniqueKeysWithValues: crossed.keys.enumerated().map { cell, key in
                    (hasStrata ? [key[0]] + strata[key[1]] : key, cell)
                })
        }
    }

    /// Whether any group is withheld.
    var withholds: Bool { states.contains { $0.contains { $0 != nil } } }

    /// Returns why the cell of the table over `positions`, columns of the group table, is withheld; nil if it is shown.
    func reason(_ cell: [Int], over positions: [Int]) -> Withholding? {
        guard let place = places[positions], let index = indices[positions]?[cell] else { return nil }
        return states[place][index]
    }

    private static func unknownValues(_ table: GroupTable) -> [[Bool]] {
        table.attributes.map { $0.values.map(\.isUnknown) }
    }
}
