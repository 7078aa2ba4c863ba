import NumericalKernels

@testable import FairnessMetrics

/// Random tables, and every slice of them counted one row at a time.
enum SliceOracle {
    /// Returns a table of `levels.count` columns whose outcomes have nothing to do with the columns, which go together.
    static func table(
        rows: Int, levels: [Int], seed: UInt64, positive: (_ codes: [Int]) -> Double = { _ in 0.3 }
    ) -> SliceTable {
        var generator = SeededGenerator(seed: seed)
        var codes = levels.map { _ in [UInt8]() }
        var outcomes: [UInt8] = []
        for _ in 0..<rows {
            let shared = generator.uniform()
            let row = levels.map { level in
                // Half of the rows follow a common cause, so that slices overlap as they do in life.
                Int(Double(level) * (generator.uniform() < 0.5 ? shared : generator.uniform()))
            }
            for (column, code) in row.enumerated() { codes[column].append(UInt8(code)) }
            let label: UInt8 = generator.uniform() < 0.05 ? 2 : generator.uniform() < 0.4 ? 1 : 0
            let prediction: UInt8 = generator.uniform() < 0.05 ? 2 : generator.uniform() < positive(row) ? 1 : 0
            outcomes.append(3 * label + prediction)
        }
        let columns = levels.indices.map { index in
            SliceColumn(
                name: "c\(index)",
                values: (0..<levels[index]).map { AttributeValue(attribute: "c\(index)", value: "v\($0)") },
                codes: codes[index])
        }
        return SliceTable(columns: columns, outcomes: outcomes)
    }

    /// A slice and its counts, as the definition says: look at every row for every conjunction.
    struct Slice: Hashable {
        var columns: [Int]
        var codes: [Int]
        var numerator: Int
        var denominator: Int
    }

    static func slices(_ codes: [[UInt8]], _ levels: [Int], _ outcomes: [UInt8], depth: Int, minimum: Int) -> [Slice] {
        var found: [Slice] = []
        func visit(_ columns: [Int], _ values: [Int]) {
            if !columns.isEmpty {
                let rows = outcomes.indices.filter { row in
                    zip(columns, values).allSatisfy { Int(codes[$0][row]) == $1 }
                }
                if rows.count >= minimum, outcomes.count - rows.count >= minimum {
                    found.append(
                        Slice(
                            columns: columns, codes: values, numerator: rows.count { outcomes[$0] == 1 },
                            denominator: rows.count))
                }
            }
            if columns.count == depth { return }
            for column in (columns.last ?? -1) + 1..<max(levels.count, (columns.last ?? -1) + 1) {
                for code in 0..<levels[column] { visit(columns + [column], values + [code]) }
            }
        }
        visit([], [])
        return found
    }

    /// z² of two proportions with the pooled variance, straight from the two-by-two table.
    static func squaredZ(_ slice: Slice, numerator: Int, denominator: Int) -> Double {
        let (k, n) = (Double(slice.numerator), Double(slice.denominator))
        let (rest, others) = (Double(numerator) - k, Double(denominator) - n)
        let pooled = Double(numerator) / Double(denominator)
        let error = pooled * (1 - pooled) * (1 / n + 1 / others)
        return error > 0 ? (k / n - rest / others) * (k / n - rest / others) / error : 0
    }
}
