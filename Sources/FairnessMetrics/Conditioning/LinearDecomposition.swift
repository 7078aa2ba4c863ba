internal import NumericalKernels

/// Oaxaca's and Blinder's decomposition of a gap, from the masses of each stratum.
///
/// Rows of one stratum and outcome share their influence on every part, weights aside; so the linearised variance
/// Σ (w u)² (Jann 2008) follows from Σ w² of each.
struct LinearDecomposition {
    /// A stratum of one group: the levels of the controls, and the rows below and above the line.
    struct Cell {
        var levels: [Int]
        var below: Mass
        var above: Mass
        var isGroup: Bool
    }

    /// The most coefficients of a model.
    static let mostCoefficients = 150

    private struct Row {
        var x: [Double]
        var cell: Cell
        /// Weight, and weight above the line.
        var weight: Double { cell.below.weight }
        var above: Double { cell.above.weight }
    }

    /// A least-squares fit of some rows.
    private struct Model {
        var factor: CholeskyFactor
        var coefficients: [Double]

        init?(_ rows: [Row], size: Int) {
            var matrix = [Double](repeating: 0, count: size * size)
            var right = [Double](repeating: 0, count: size)
            for row in rows {
                for i in 0..<size where row.x[i] != 0 {
                    right[i] += row.x[i] * row.above
                    for j in 0...i { matrix[i * size + j] += row.weight * row.x[i] * row.x[j] }
                }
            }
            guard let factor = CholeskyFactor(matrix, size: size) else { return nil }
            self.factor = factor
            coefficients = factor.solve(right)
        }
    }

    /// Returns the decomposition.
    ///
    /// - Parameters:
    ///   - cells: The strata of both groups, with positive weight.
    ///   - columns: The controls' names, in the order of `Cell.levels`.
    ///   - z: The critical value of the intervals.
    static func decomposition(_ cells: [Cell], columns: [String], z: Double) -> GapDecomposition {
        let all = cells.reduce(0) { $0 + $1.below.weight }
        let shared = sharedSupport(cells, columns.count)
        let leftOut = all > 0 ? max(0, 1 - shared.reduce(0) { $0 + $1.below.weight } / all) : 1
        guard shared.contains(where: \.isGroup), shared.contains(where: { !$0.isGroup }) else {
            return .undefined("the two groups share no value of the controls", leftOut: leftOut)
        }
        let (rows, blocks) = design(shared, columns.count)
        let size = rows.first?.x.count ?? 1
        guard size <= mostCoefficients else {
            return .undefined("the controls have too many values for a linear model", leftOut: leftOut)
        }
        let (first, second) = (rows.filter(\.cell.isGroup), rows.filter { !$0.cell.isGroup })
        guard let one = Model(first, size: size), let two = Model(second, size: size),
            let both = Model(rows, size: size)
        else { return .undefined("within a group one control follows from the others", leftOut: leftOut) }
        return Linearised(
            first: first, second: second, one: one, two: two, both: both, blocks: blocks, columns: columns, z: z
        ).decomposition(leftOut: leftOut)
    }

    /// The cells all of whose levels occur in both groups, until none is left that does not.
    private static func sharedSupport(_ cells: [Cell], _ columns: Int) -> [Cell] {
        var shared = cells
        while true {
            let known = (0..<columns).map { column in
                let sides = [true, false].map { side in
                    Set(shared.filter { $0.isGroup == side }.map { $0.levels[column] })
                }
                return sides[0].intersection(sides[1])
            }
            let kept = shared.filter { cell in (0..<columns).allSatisfy { known[$0].contains(cell.levels[$0]) } }
            if kept.count == shared.count { return kept }
            shared = kept
        }
    }

    /// The rows of the design, a constant first, then for each column its levels but the last, coded so that effects sum
    /// to 0; and where each column's coefficients stand.
    private static func design(_ cells: [Cell], _ columns: Int) -> (rows: [Row], blocks: [Range<Int>]) {
        let levels = (0..<columns).map { column in Set(cells.map { $0.levels[column] }).sorted() }
        var blocks: [Range<Int>] = []
        for list in levels {
            let start = blocks.last?.upperBound ?? 1
            blocks.append(start..<start + list.count - 1)
        }
        let size = blocks.last?.upperBound ?? 1
        let rows = cells.map { cell in
            var x = [Double](repeating: 0, count: size)
            x[0] = 1
            for (column, block) in blocks.enumerated() {
                let place = levels[column].firstIndex(of: cell.levels[column]) ?? 0
                if place < block.count {
                    x[block.lowerBound + place] = 1
                } else {
                    for index in block { x[index] = -1 }
                }
            }
            return Row(x: x, cell: cell)
        }
        return (rows, blocks)
    }

    /// The parts with their influence functions.
    private struct Linearised {
        let first: [Row]
        let second: [Row]
        let one: Model
        let two: Model
        let both: Model
        let blocks: [Range<Int>]
        let columns: [String]
        let z: Double

        func decomposition(leftOut: Double) -> GapDecomposition {
            let all = 0..<both.coefficients.count
            let explained = part(all) { $0.explained }
            return GapDecomposition(
                gap: part(all) { $0.gap }, explained: explained, unexplained: part(all) { $0.unexplained },
                baseline: part(0..<1) { $0.unexplained },
                parts: zip(columns, blocks).map { column, block in
                    GapDecomposition.Part(
                        column: column, explained: part(block) { $0.explained },
                        unexplained: part(block) { $0.unexplained })
                },
                endowments: part(all) { $0.endowments }, coefficients: part(all) { $0.coefficients },
                interaction: part(all) { $0.interaction }, leftOut: leftOut)
        }

        /// The parts of a gap over some coefficients: values, or the influence of a row on them.
        private struct Parts {
            var endowments = 0.0
            var coefficients = 0.0
            var interaction = 0.0
            var explained = 0.0
            var unexplained = 0.0
            var gap: Double { explained + unexplained }
        }

        /// Σ over `range` of the products that make up the parts, with means m and coefficients b.
        private func parts(
            _ range: Range<Int>, means m1: [Double], _ m0: [Double], _ b1: [Double], _ b0: [Double], _ bp: [Double]
        ) -> Parts {
            var sum = Parts()
            for i in range {
                let shift = m1[i] - m0[i]
                sum.endowments += shift * b0[i]
                sum.coefficients += m0[i] * (b1[i] - b0[i])
                sum.interaction += shift * (b1[i] - b0[i])
                sum.explained += shift * bp[i]
                sum.unexplained += m1[i] * (b1[i] - bp[i]) + m0[i] * (bp[i] - b0[i])
            }
            return sum
        }

        private func part(_ range: Range<Int>, _ choice: (Parts) -> Double) -> Estimate {
            let (m1, m0) = (mean(first), mean(second))
            let (b1, b0, bp) = (one.coefficients, two.coefficients, both.coefficients)
            let value = choice(parts(range, means: m1, m0, b1, b0, bp))
            var variance = 0.0
            let none = [Double](repeating: 0, count: bp.count)
            for (rows, own, centre, isGroup) in [(first, one, m1, true), (second, two, m0, false)] {
                let total = rows.reduce(0) { $0 + $1.weight }
                for row in rows {
                    let drift = zip(row.x, centre).map { ($0 - $1) / total }
                    let (onOwn, onBoth) = (own.factor.solve(row.x), both.factor.solve(row.x))
                    for (y, squares) in [
                        (1.0, row.cell.above.squaredWeight),
                        (0.0, max(0, row.cell.below.squaredWeight - row.cell.above.squaredWeight)),
                    ] where squares > 0 {
                        let ownError = y - zip(row.x, own.coefficients).reduce(0) { $0 + $1.0 * $1.1 }
                        let bothError = y - zip(row.x, bp).reduce(0) { $0 + $1.0 * $1.1 }
                        let db = onOwn.map { $0 * ownError }
                        let dp = onBoth.map { $0 * bothError }
                        // The derivative of sums of products: each factor moved in turn.
                        let byMeans = parts(
                            range, means: isGroup ? drift : none, isGroup ? none : drift, b1, b0, bp)
                        let byCoefficients = parts(
                            range, means: m1, m0, isGroup ? db : none, isGroup ? none : db, dp)
                        let influence = choice(byMeans) + choice(byCoefficients)
                        variance += squares * influence * influence
                    }
                }
            }
            let error = variance.squareRoot()
            let rows = (first + second).reduce(Mass.zero) { $0 + $1.cell.below }
            return .defined(
                Estimate.Value(
                    value: value, interval: Interval(value - z * error, value + z * error),
                    method: "linearised_normal", effectiveSize: rows.effectiveSize, standardError: error))
        }

        private func mean(_ rows: [Row]) -> [Double] {
            let total = rows.reduce(0) { $0 + $1.weight }
            return rows.reduce(into: [Double](repeating: 0, count: both.coefficients.count)) { sum, row in
                for i in sum.indices { sum[i] += row.weight * row.x[i] / total }
            }
        }
    }
}
