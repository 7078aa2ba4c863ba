internal import NumericalKernels

/// Searches all conjunctions of column = value for the slices whose metric differs most from the rest, and tests what it
/// finds in a way that accounts for the search.
///
/// The metric is any share of rows; a row that it does not count (a positive label, for the false positive rate) is not
/// searched. See `SliceScan` for the statistic and the cost, `SliceSelection` for which slices are reported.
public struct SliceSearch: Sendable {
    /// How a p-value accounts for the search.
    public enum Test: Sendable, Equatable {
        /// A seeded half of the rows is searched, the slices found are tested on the other half, and the p-values are
        /// adjusted for their number by Holm's method. What was searched cannot bias what is tested (Cox 1975).
        case heldOut
        /// All rows are searched and tested: the adjusted p-value is the share of `draws` permutations of the outcomes
        /// whose largest |z| over all slices reaches the slice's (Westfall, Young 1993). Each draw costs a search.
        case permutation(draws: Int)

        /// The number of permutations, or nil where there are none.
        public var draws: Int? {
            if case .permutation(let draws) = self { draws } else { nil }
        }
    }

    /// A share of rows, see `GroupMetric.isProportion`.
    public var metric: GroupMetric
    /// The most conditions of a slice, 1 to 3.
    public var depth = 3
    /// Slices with fewer rows that the metric counts are skipped, and those that leave fewer rows out. Where half of the
    /// rows are searched, half as many must be among them.
    public var minimumRows = 100
    /// How p-values account for the search.
    public var test = Test.heldOut
    /// How many slices are reported, 1 to 16.
    public var limit = 10
    /// The seed of the halves or of the permutations.
    public var seed: UInt64 = 0
    /// The confidence level of intervals.
    public var confidence = 0.95
    /// The largest difference that is not material.
    public var margin = 0.05
    /// Threads; the findings do not depend on their number.
    public var workers = 2

    /// Makes a search with the settings it has unless told otherwise.
    public init(metric: GroupMetric) {
        precondition(metric.isProportion, "\(metric.id) is no share of rows")
        self.metric = metric
    }

    /// The fewest permutations that can show anything at this confidence: 1 / (draws + 1) ≤ 1 − confidence.
    public static func minimumDraws(confidence: Double) -> Int {
        Int((1 / (1 - confidence) - 1e-9).rounded(.up)) - 1
    }

    /// How many of the best candidates are looked at for slices that say something of their own.
    private static let candidates = 2_000

    /// Searches a table.
    public func run(on table: SliceTable) -> SliceFindings {
        precondition((1...3).contains(depth), "a depth of \(depth), not 1 to 3")
        let counted = CountedRows(table, metric)
        switch test {
        case .heldOut:
            let halves = counted.halves(seed: seed)
            return findings(table, counted, searched: halves.searched, heldOut: halves.heldOut)
        case .permutation(let draws):
            precondition(
                draws >= SliceSearch.minimumDraws(confidence: confidence),
                "\(draws) permutations are too few for a confidence of \(confidence)")
            return findings(table, counted, searched: counted, draws: draws)
        }
    }

    private func findings(
        _ table: SliceTable, _ counted: CountedRows, searched: CountedRows, heldOut: CountedRows? = nil, draws: Int = 0
    ) -> SliceFindings {
        let rows = searched.rows(of: table, workers: workers)
        let minimum = heldOut == nil ? minimumRows : (minimumRows + 1) / 2
        let scan = SliceScan(counter: rows.counter, depth: depth, minimumRows: minimum, workers: workers)
        let scanned = scan.run(keeping: SliceSearch.candidates)
        var selection = SliceSelection(rows: rows, limit: limit, searched: scanned.count, workers: workers)
        let chosen = selection.choose(scanned.best.sorted())
        let testing = heldOut.map { $0.rows(of: table, workers: workers) } ?? rows
        var judge = SliceJudge(table: table, searched: rows, testing: testing, confidence: confidence, margin: margin)
        if heldOut == nil, !chosen.isEmpty {
            judge.largest = SlicePermutation(scan: scan, draws: draws, seed: seed).largest
        }
        return SliceFindings(
            slices: judge.findings(chosen), searchedSlices: scanned.count,
            overall: SliceJudge.share(counted.total).estimate(z: CriticalValue.single(confidence: confidence)),
            searchedRows: searched.positions.count, heldOutRows: heldOut?.positions.count ?? 0,
            note: chosen.isEmpty ? note(counted, slices: scanned.count) : nil)
    }

    private func note(_ counted: CountedRows, slices: Int) -> String {
        if counted.positions.isEmpty { return "no row has what \(metric.id) counts" }
        if slices == 0 { return "no slice has \(minimumRows) rows inside and outside that \(metric.id) counts" }
        return "\(metric.id) is the same in every slice"
    }
}
