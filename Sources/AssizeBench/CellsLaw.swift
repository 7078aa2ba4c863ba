import FairnessMetrics
import Glibc
import NumericalKernels

/// Selection rates of the cells of two attributes: the attributes' effects add up on the logit scale, and each cell strays
/// from there by a fixed amount. What counts is how often the intervals hold on average over the cells.
struct CellsLaw: Sendable {
    var rows: Int
    var columns: Int
    /// The standard deviation of what cells stray, on the logit scale.
    var spread: Double
    /// How far the rows of cells differ in size; 1 is not at all.
    var unevenness: Double

    static let all = [0, 0.3, 1].flatMap { spread in
        [(2, 3, 1.0), (4, 5, 1), (4, 5, 10)].map {
            CellsLaw(rows: $0.0, columns: $0.1, spread: spread, unevenness: $0.2)
        }
    }

    /// The true rate of the cell at (`row`, `column`).
    func rate(_ row: Int, _ column: Int) -> Double {
        // Quantiles in a shuffled order: a sample as even as can be, the same in every table.
        let count = rows * columns
        let place = (row * columns + column) * 7 % count
        let stray = NormalDistribution.quantile((Double(place) + 0.5) / Double(count))
        let logit = -0.8 + 0.5 * Double(row) / Double(rows - 1) + 0.6 * Double(column % 3) / 2 + spread * stray
        return 1 / (1 + exp(-logit))
    }

    /// How many rows the cell has where the mean is `size`.
    func size(_ row: Int, _ column: Int, mean size: Int) -> Int {
        let share = unevenness == 1 || (row + column) % 2 == 0 ? 1 : 1 / unevenness
        return max(1, Int(Double(size) * share))
    }

    var law: CoverageLaw {
        let name = "\(rows)×\(columns) cells, spread \(spread)" + (unevenness == 1 ? "" : ", uneven")
        func target(
            _ name: String, _ interval: @escaping @Sendable (MetricEstimate) -> Interval?
        ) -> CoverageLaw.Target {
            CoverageLaw.Target(name: name, truth: 0, interval: { _, _, _, _ in nil }) { assessment in
                assessment.groups.filter { $0.key.values.count == 2 }.map { group in
                    let places = group.key.values.map { Int($0.value) ?? 0 }
                    let estimate = group.metrics.first { $0.metric == "selection_rate" }
                    return (estimate.flatMap(interval), rate(places[0], places[1]))
                }
            }
        }
        return CoverageLaw(
            name: name,
            targets: [
                target("shrunken rates") { $0.shrunken?.interval },
                target("plain rates of cells") { $0.estimate.defined?.interval },
            ], isCostly: true
        ) { size, generator in
            func column(_ name: String, _ count: Int) -> GroupingColumn {
                GroupingColumn(
                    name: name, values: (0..<count).map { AttributeValue(attribute: name, value: "\($0)") })
            }
            var table = GroupTable(
                attributes: [column("row", rows), column("column", columns)], inputs: [.prediction])
            for row in 0..<rows {
                for place in 0..<columns {
                    let all = self.size(row, place, mean: size)
                    let selected = generator.binomial(all, rate(row, place))
                    var tally = Tally()
                    tally.add(Mass(count: selected), label: .missing, prediction: .positive)
                    tally.add(Mass(count: all - selected), label: .missing, prediction: .negative)
                    table.add(tally, at: [row, place])
                }
            }
            return table
        }
    }
}
