import NumericalKernels
import TestSupport
import Testing

@testable import FairnessMetrics

/// The scan against a count of every conjunction row by row.
struct SliceScanTests {
    static func rows(_ table: SliceTable, _ metric: GroupMetric) -> SliceRows {
        CountedRows(table, metric).rows(of: table, workers: 1)
    }

    @Test(arguments: [
        (1, [4, 3]), (2, [2, 5, 3]), (3, [3, 2, 4, 2]), (3, [2, 2]), (3, [5]), (2, [1, 6]), (3, [1, 1, 3]),
    ])
    func `every conjunction has the counts of the rows that satisfy it`(depth: Int, levels: [Int]) {
        for seed in 0..<8 as Range<UInt64> {
            let table = SliceOracle.table(rows: 211, levels: levels, seed: seed)
            let rows = SliceScanTests.rows(table, .selectionRate)
            let expected = SliceOracle.slices(rows.codes, levels, rows.outcomes, depth: depth, minimum: 7)
            let scan = SliceScan(counter: rows.counter, depth: depth, minimumRows: 7, workers: 2)
            let found = scan.run(keeping: 10_000)
            #expect(found.count == expected.count)
            let best = found.best.sorted()
            let slices = best.map { candidate in
                SliceOracle.Slice(
                    columns: candidate.terms.map(\.column), codes: candidate.terms.map(\.code),
                    numerator: candidate.numerator, denominator: candidate.denominator)
            }
            let (k, n) = (rows.positiveCount, rows.outcomes.count)
            let differing = expected.filter { SliceOracle.squaredZ($0, numerator: k, denominator: n) > 1e-12 }
            #expect(Set(slices) == Set(differing) && slices.count == differing.count)
            for (candidate, slice) in zip(best, slices) {
                let z = SliceOracle.squaredZ(slice, numerator: k, denominator: n)
                // Both are a handful of operations; cancellation of a small gap costs some digits.
                #expect(agree(candidate.squaredZ, z, relative: 1e-9, absolute: 1e-12))
            }
            #expect(zip(best, best.dropFirst()).allSatisfy { Float($0.squaredZ) >= Float($1.squaredZ) })
        }
    }

    @Test func `a short list is the beginning of the long one, whatever the number of workers`() {
        let table = SliceOracle.table(rows: 3_000, levels: [6, 5, 4, 7, 3, 9], seed: 4)
        let rows = SliceScanTests.rows(table, .accuracy)
        let all = SliceScan(counter: rows.counter, depth: 3, minimumRows: 5, workers: 1).run(keeping: 100_000)
        let names = all.best.sorted().map { "\($0.terms)" }
        #expect(names.count > 2_000)
        for workers in 1...3 {
            let scan = SliceScan(counter: rows.counter, depth: 3, minimumRows: 5, workers: workers)
            #expect(scan.run(keeping: 40).best.sorted().map { "\($0.terms)" } == Array(names.prefix(40)))
        }
    }

    @Test func `the statistic is that of the two-by-two table`() {
        // 30 of 100 against 40 of 300: pooled 0.175, z = 0.16667 / √(0.144375 (1/100 + 1/300)) = 3.798686.
        let scorer = SliceScorer(numerator: 70, denominator: 400, minimumRows: 1)
        #expect(abs(scorer.squaredZ(numerator: 30, denominator: 100).squareRoot() - 3.798686) < 1e-6)
        #expect(scorer.squaredZ(numerator: 70, denominator: 400) == 0)
        let same = SliceScorer(numerator: 400, denominator: 400, minimumRows: 1)
        #expect(same.squaredZ(numerator: 9, denominator: 9) == 0)
    }

    @Test(arguments: GroupMetric.all.map(\.id))
    func `a proportion counts the rows that its metric counts`(id: String) throws {
        let metric = try #require(GroupMetric.named(id))
        let table = SliceOracle.table(rows: 400, levels: [2], seed: 9)
        var tally = Tally()
        for outcome in table.outcomes {
            tally.add(
                Mass(count: 1), label: try #require(Outcome(rawValue: Int(outcome) / 3)),
                prediction: try #require(Outcome(rawValue: Int(outcome) % 3)))
        }
        let estimate = metric.estimate(in: tally).defined
        guard metric.isProportion else {
            #expect(estimate?.method != "wilson", "\(id) has Wilson's interval but is no proportion")
            return
        }
        let counted = CountedRows(table, metric).total
        #expect(Double(counted.numerator) == estimate?.numerator)
        #expect(Double(counted.denominator) == estimate?.denominator)
    }

    @Test func `shares of rows are searched, other metrics are not`() {
        #expect(GroupMetric.all.filter(\.isProportion).count == 11)
        #expect(!GroupMetric.f1.isProportion && !GroupMetric.areaUnderROCCurve.isProportion)
        #expect(GroupMetric.searched(with: [.label, .prediction])?.id == "accuracy")
        #expect(GroupMetric.searched(with: [.prediction])?.id == "selection_rate")
        #expect(GroupMetric.searched(with: [.label])?.id == "base_rate")
        #expect(GroupMetric.searched(with: []) == nil)
    }
}
