internal import NumericalKernels

/// Scores the cells of a table of counts against all other rows.
struct SliceScorer: Sendable {
    private let minimumRows: Int
    private let total: Double
    private let share: Double
    /// N / (p (1 − p)); 0 where every row has the same outcome, so that nothing differs.
    private let scale: Double

    init(numerator: Int, denominator: Int, minimumRows: Int) {
        self.minimumRows = max(1, minimumRows)
        total = Double(denominator)
        share = denominator > 0 ? Double(numerator) / total : 0
        let variance = share * (1 - share)
        scale = variance > 0 ? total / variance : 0
    }

    /// Returns z² of `numerator` among `denominator` rows against the rest.
    func squaredZ(numerator: Double, denominator: Double) -> Double {
        let excess = numerator - denominator * share
        let spread = denominator * (total - denominator)
        return spread > 0 ? scale * excess * excess / spread : 0
    }

    /// Scores every cell with enough rows inside and outside.
    ///
    /// - Parameters:
    ///   - counts: `[prefix, 2, last]`, or `[prefix, 2]` without a last column.
    ///   - prefix: Its columns.
    ///   - last: The last column.
    ///   - levels: How many codes each column of the table has.
    ///   - result: Takes the cells.
    func score(
        _ counts: borrowing Span<UInt32>, prefix: [Int], last: Int?, levels: [Int], into result: inout SliceScan.Result
    ) {
        let width = last.map { levels[$0] } ?? 1
        let most = Int(total) - minimumRows
        for cell in 0..<counts.count / (2 * width) {
            let start = 2 * cell * width
            for code in 0..<width {
                let numerator = Int(counts[start + width + code])
                let denominator = Int(counts[start + code]) + numerator
                guard denominator >= minimumRows, denominator <= most else { continue }
                result.count += 1
                let squaredZ = squaredZ(numerator: Double(numerator), denominator: Double(denominator))
                // Nothing differs from the rest by exactly nothing.
                guard squaredZ > 0, squaredZ >= result.best.threshold else { continue }
                let terms = SliceScorer.terms(cell, prefix, last.map { .init(column: $0, code: code) }, levels)
                result.best.insert(
                    SliceCandidate(terms, numerator: numerator, denominator: denominator, squaredZ: squaredZ))
            }
        }
    }

    private static func terms(
        _ cell: Int, _ prefix: [Int], _ last: SliceCandidate.Term?, _ levels: [Int]
    ) -> [SliceCandidate.Term] {
        var left = cell
        var terms: [SliceCandidate.Term] = []
        for column in prefix.reversed() {
            terms.insert(.init(column: column, code: left % levels[column]), at: 0)
            left /= levels[column]
        }
        return terms + (last.map { [$0] } ?? [])
    }
}
