internal import NumericalKernels

/// Some rows of a table, those that a metric counts: their codes and whether each is above the line.
struct SliceRows: Sendable {
    /// `[columns][rows]`.
    let codes: [[UInt8]]
    let levels: [Int]
    /// 1 for a row above the line, `[rows]`.
    let outcomes: [UInt8]

    /// Takes the rows of `table` at the ascending positions `rows`.
    init(_ table: SliceTable, at rows: [Int32], outcomes: [UInt8], workers: Int) {
        codes = ParallelMap.map(table.columns.count, workers: workers) { column in
            let all = table.columns[column].codes
            let source = all.span
            var codes: [UInt8] = []
            codes.reserveCapacity(rows.count)
            for row in rows { codes.append(source[Int(row)]) }
            return codes
        }
        levels = table.columns.map(\.values.count)
        self.outcomes = outcomes
    }

    var counter: ConjunctionCounter { ConjunctionCounter(codes: codes, levels: levels, outcomes: outcomes) }

    var positiveCount: Int { outcomes.reduce(0) { $0 + Int($1) } }

    /// Calls `body` with the positions of the rows for which all terms hold, some at a time.
    func find(_ terms: [SliceCandidate.Term], _ body: (borrowing Span<UInt32>) -> Void) {
        ConjunctionRows.find(terms.map { (codes[$0.column], UInt8($0.code)) }, body)
    }

    /// How many rows satisfy all terms, and how many of them are above the line.
    func count(_ terms: [SliceCandidate.Term]) -> (numerator: Int, denominator: Int) {
        var counts = (numerator: 0, denominator: 0)
        find(terms) { rows in
            counts.denominator += rows.count
            for index in rows.indices { counts.numerator += Int(outcomes[Int(rows[index])]) }
        }
        return counts
    }

    /// How many rows of a whole table satisfy all terms.
    static func count(_ terms: [SliceCandidate.Term], in table: SliceTable) -> Int {
        var count = 0
        ConjunctionRows.find(terms.map { (table.columns[$0.column].codes, UInt8($0.code)) }) { count += $0.count }
        return count
    }
}
