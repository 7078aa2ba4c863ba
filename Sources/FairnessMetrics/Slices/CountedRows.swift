internal import NumericalKernels

/// The rows of a table that a proportion counts.
struct CountedRows: Sendable {
    /// The positions of the rows, ascending.
    var positions: [Int32] = []
    /// 1 for a row above the line, 0 below it only.
    var outcomes: [UInt8] = []

    private init() {}

    /// Finds the rows that `metric` counts.
    init(_ table: SliceTable, _ metric: GroupMetric) {
        let contributions = metric.contributions
        for (row, outcome) in table.outcomes.enumerated() {
            let contribution = contributions[Int(outcome)]
            if contribution != .outside { append(Int32(row), contribution.rawValue) }
        }
    }

    /// Rows above the line and all rows.
    var total: SliceCounts {
        SliceCounts(numerator: outcomes.reduce(0) { $0 + Int($1) }, denominator: outcomes.count)
    }

    /// Splits the rows in two by a fair coin that depends on the seed and on the row's number alone.
    func halves(seed: UInt64) -> (searched: CountedRows, heldOut: CountedRows) {
        var searched = CountedRows()
        var heldOut = CountedRows()
        for (index, row) in positions.enumerated() {
            var generator = SeededGenerator(seed: seed, stream: UInt64(row))
            if generator.next() >> 63 == 0 {
                searched.append(row, outcomes[index])
            } else {
                heldOut.append(row, outcomes[index])
            }
        }
        return (searched, heldOut)
    }

    /// The codes of these rows.
    func rows(of table: SliceTable, workers: Int) -> SliceRows {
        SliceRows(table, at: positions, outcomes: outcomes, workers: workers)
    }

    private mutating func append(_ row: Int32, _ outcome: UInt8) {
        positions.append(row)
        outcomes.append(outcome)
    }
}
