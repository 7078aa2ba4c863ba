/// Which cells are shrunken together, and by which effects.
enum CellShrinkage {
    /// With as many rows in every cell nothing is shrunken.
    private static let enoughRows = 1_000.0
    /// The fewest cells of an intersection from which anything can be learnt of how cells vary.
    static let fewestCells = 4
    /// The fewest values of one attribute that are shrunken towards their common average.
    static let fewestValues = 5
    /// The most parameters of an expectation; attributes with too many values for it have no effects of their own.
    static let mostParameters = 60

    /// Returns the shrunken rate of each cell that has a proportion; nil for the others, and for all where there are too
    /// few.
    ///
    /// - Parameters:
    ///   - sampled: The rate of each cell, or nil where it is undefined, withheld or not compared.
    ///   - values: For each cell, the index of its value of each attribute.
    ///   - confidence: The level of the intervals.
    static func values(
        _ sampled: [Sampled?], values: [[Int]], confidence: Double
    ) -> [ShrunkenValue?] {
        let none = [ShrunkenValue?](repeating: nil, count: sampled.count)
        let used = sampled.indices.filter { index in
            guard let cell = sampled[index], case .proportion = cell.model else { return false }
            return cell.effectiveSize > 0
        }
        guard let first = used.first else { return none }
        let attributes = values[first].count
        guard used.count >= (attributes > 1 ? fewestCells : fewestValues) else { return none }
        // Where every cell has this many rows of its own, the others have next to nothing to add.
        guard used.contains(where: { sampled[$0]?.effectiveSize ?? 0 < enoughRows }) else { return none }
        let (terms, parameters) = terms(values, used, attributes)
        let cells = used.enumerated().compactMap { place, index -> CellModel.Cell? in
            sampled[index].map { cell in
                CellModel.Cell(
                    successes: cell.value * cell.effectiveSize, size: cell.effectiveSize, terms: terms[place])
            }
        }
        let model = CellModel(cells: cells, parameters: parameters)
        guard let posterior = CellPosterior(model) else { return none }
        let method = parameters > 1 ? "beta_binomial_logit" : "beta_binomial"
        var result = none
        for (cell, index) in zip(cells, used) {
            result[index] = posterior.value(of: cell, confidence: confidence, method: method)
        }
        return result
    }

    /// The parameters that each cell's expectation sums: the average, and the effect of each of its values.
    private static func terms(
        _ values: [[Int]], _ used: [Int], _ attributes: Int
    ) -> (terms: [[Int]], parameters: Int) {
        var terms = used.map { _ in [0] }
        var parameters = 1
        guard attributes > 1 else { return (terms, parameters) }
        let levels = (0..<attributes).map { attribute in Set(used.map { values[$0][attribute] }).sorted() }
        for attribute in (0..<attributes).sorted(by: { (levels[$0].count, $0) < (levels[$1].count, $1) }) {
            guard levels[attribute].count > 1, parameters + levels[attribute].count <= mostParameters else { continue }
            var place: [Int: Int] = [:]
            for (offset, level) in levels[attribute].enumerated() { place[level] = parameters + offset }
            for (row, index) in used.enumerated() {
                if let term = place[values[index][attribute]] { terms[row].append(term) }
            }
            parameters += levels[attribute].count
        }
        return (terms, parameters)
    }
}
