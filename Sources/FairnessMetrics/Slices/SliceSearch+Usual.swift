extension SliceSearch {
    /// Counts of a row or of a cell of a table that permutations may cost: about a second on two cores.
    private static let affordable = 4e9
    /// The permutations that are usual: the smallest p-value is then 0.005.
    private static let usualDraws = 199

    /// The test of a search that names none: permutations, which use all rows, where they are fast, else a held-out half.
    public func usualTest(of table: SliceTable) -> Test {
        let levels = table.columns.map { Double($0.values.count) }
        let rows = Double(table.outcomes.count)
        var cost = 0.0
        for (first, a) in levels.enumerated() {
            cost += rows + a
            if depth < 2 { continue }
            for (second, b) in levels.enumerated().dropFirst(first + 1) {
                cost += rows + a * b
                if depth < 3 { continue }
                for c in levels.dropFirst(second + 1) { cost += rows + a * b * c }
            }
        }
        let draws = max(SliceSearch.usualDraws, SliceSearch.minimumDraws(confidence: confidence))
        return cost * Double(draws) <= SliceSearch.affordable ? .permutation(draws: draws) : .heldOut
    }
}
