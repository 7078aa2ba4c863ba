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

    /// Calls `body` with each row for which all terms hold.
    func forEachRow(in terms: [SliceCandidate.Term], _ body: (Int) -> Void) {
        SliceRows.forEachRow(terms.map { (codes[$0.column], UInt8($0.code)) }, body)
    }

    /// How many rows satisfy all terms, and how many of them are above the line.
    func count(_ terms: [SliceCandidate.Term]) -> (numerator: Int, denominator: Int) {
        var counts = (numerator: 0, denominator: 0)
        forEachRow(in: terms) { row in
            counts.denominator += 1
            counts.numerator += Int(outcomes[row])
        }
        return counts
    }

    /// How many rows of a whole table satisfy all terms.
    static func count(_ terms: [SliceCandidate.Term], in table: SliceTable) -> Int {
        var count = 0
        forEachRow(terms.map { (table.columns[$0.column].codes, UInt8($0.code)) }) { _ in count += 1 }
        return count
    }

    @inline(__always)
    private static func forEachRow(_ terms: [(codes: [UInt8], code: UInt8)], _ body: (Int) -> Void) {
        guard let first = terms.first else { return }
        let second = terms.dropFirst().first ?? first
        let third = terms.dropFirst(2).first ?? first
        let (a, b, c) = (first.codes.span, second.codes.span, third.codes.span)
        for row in a.indices where a[row] == first.code && b[row] == second.code && c[row] == third.code {
            body(row)
        }
    }
}
