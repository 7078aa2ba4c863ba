internal import NumericalKernels

/// The rows of a table sorted into classes within which they are interchangeable: cell × label × prediction.
///
/// A bootstrap draw takes n rows of n with replacement. Which rows of a class it takes does not matter to any count, so the
/// draw is multinomial over the classes: its cost depends on the cells and not on the rows.
struct RowClasses: Sendable {
    /// The cells of the table, in ascending order.
    let cells: [[Int]]
    /// Rows of each class that has any.
    let counts: [Int]
    /// The place of each class among the cells' nine weights: `9 × cell + 3 × label + prediction`.
    let places: [Int]
    /// The mean weight of each class.
    private let means: [Double]
    /// The standard deviation of the weights within each class.
    private let deviations: [Double]
    private let rows: Int

    init(_ table: GroupTable) {
        let cells = table.cells.keys.sorted { $0.lexicographicallyPrecedes($1) }
        var counts: [Int] = []
        var places: [Int] = []
        var means: [Double] = []
        var deviations: [Double] = []
        for (index, cell) in cells.enumerated() {
            for (outcome, mass) in (table.cells[cell]?.masses ?? []).enumerated() where mass.count > 0 {
                let mean = mass.weight / Double(mass.count)
                counts.append(mass.count)
                places.append(9 * index + outcome)
                means.append(mean)
                let variance = mass.squaredWeight / Double(mass.count) - mean * mean
                // Equal weights round.
                deviations.append(variance > 1e-12 * mean * mean ? variance.squareRoot() : 0)
            }
        }
        (self.cells, self.counts, self.places) = (cells, counts, places)
        (self.means, self.deviations) = (means, deviations)
        rows = counts.reduce(0, +)
    }

    /// Draws as many rows as the table has, and gives the weight of each class.
    ///
    /// The weight of k rows of a class is k times its mean weight plus normal noise of k times the class's variance of
    /// weights, Σw²/n − (Σw/n)²: the mean and the variance that drawing k of the weights would have.
    ///
    /// - Parameters:
    ///   - drawn: Room for the rows of each class.
    ///   - weights: Where the weights of the classes go.
    func draw(
        _ generator: inout SeededGenerator, rows drawn: inout [Int], weights: inout [Double]
    ) {
        var span = drawn.mutableSpan
        generator.multinomial(rows, classes: counts, into: &span)
        for index in counts.indices {
            let count = Double(drawn[index])
            var weight = count * means[index]
            if deviations[index] > 0, count > 0 {
                weight = max(0, weight + count.squareRoot() * deviations[index] * generator.normal())
            }
            weights[index] = weight
        }
    }
}
