import Glibc
import NumericalKernels
import TestSupport
import Testing

@testable import FairnessMetrics

struct RecalibrationTests {
    let tables: [CalibrationFixture.Table]

    init() throws { tables = try CalibrationFixture.load() }

    @Test func `intercept, slope and their errors agree with statsmodels, weighted ones with the sandwich`() throws {
        #expect(tables.count { $0.weight != nil } == 8)
        for table in tables {
            let rows = LabelledRows(table.sample())
            let line = try LogisticRecalibration(rows, logOdds: rows.logOdds)
            let ours = [line.intercept, line.slope, line.interceptError, line.slopeError]
            for (value, expected) in zip(ours, table.recalibration) {
                #expect(agree(value, expected, relative: 1e-7), "\(value), not \(expected)")
            }
            #expect(line.method == (table.weight == nil ? "wald" : "sandwich_wald"))
        }
    }

    // Outcomes keep six digits.
    @Test func `tests of calibration agree with numpy`() throws {
        for table in tables {
            let rows = LabelledRows(table.sample())
            let cox = try #require(CalibrationTests.cox(rows, logOdds: rows.logOdds))
            #expect(agree(cox.statistic, table.cox, relative: 1e-5) && cox.degreesOfFreedom == 2)
            #expect(agree(cox.pValue, exp(-cox.statistic / 2), relative: 1e-4))
            let brier = try #require(CalibrationTests.spiegelhalter(rows))
            #expect(agree(brier.statistic, table.spiegelhalter, relative: 1e-5))
        }
    }

    @Test func `the scale of the weights changes nothing`() throws {
        for table in tables where table.weight != nil {
            let (plain, scaled) = (LabelledRows(table.sample()), LabelledRows(table.sample(scale: 8)))
            let first = try LogisticRecalibration(plain, logOdds: plain.logOdds)
            let second = try LogisticRecalibration(scaled, logOdds: scaled.logOdds)
            #expect(agree(first.slope, second.slope, relative: 1e-9))
            #expect(agree(first.slopeError, second.slopeError, relative: 1e-9))
        }
    }

    @Test func `weights that are all equal are no weights`() throws {
        var table = tables[0]
        let plain = LabelledRows(table.sample())
        table.weight = table.group.map { _ in 0.3 }
        let weighted = LabelledRows(table.sample())
        #expect(!weighted.isWeighted)
        let first = try LogisticRecalibration(plain, logOdds: plain.logOdds)
        let second = try LogisticRecalibration(weighted, logOdds: weighted.logOdds)
        #expect(agree(first.slopeError, second.slopeError, relative: 1e-9) && first.method == second.method)
    }

    @Test(arguments: [
        ([(0.2, false), (0.4, false), (0.6, true)], "separates the labels"),
        ([(0.2, false), (0.4, false), (0.4, true), (0.6, true)], "separates the labels"),
        ([(0.2, true), (0.4, false)], "separates the labels"),
        ([(0.3, false), (0.3, true)], "the same score"),
        ([(0.3, true), (0.4, true)], "the same label"),
        ([(0, false), (1, true), (0, true)], "the same label"),
    ])
    func `where no line fits best, there is none`(rows: [(Double, Bool)], reason: String) {
        let rows = LabelledRows(scoreSample(rows))
        let line = LogisticRecalibration.estimates(rows, logOdds: rows.logOdds, z: 2)
        #expect(line.slope.undefinedReason?.contains(reason) == true)
        #expect(line.intercept.undefinedReason == line.slope.undefinedReason)
    }

    @Test func `a row that overlaps is enough for a line`() throws {
        let rows = LabelledRows(scoreSample([(0.2, false), (0.5, true), (0.4, false), (0.39, true), (0.6, true)]))
        #expect(try LogisticRecalibration(rows, logOdds: rows.logOdds).slope > 0)
    }

    @Test func `labels drawn from the scores pass in nineteen samples of twenty, and wrong ones do not`() throws {
        var rejected = [0, 0, 0]
        var found = 0
        for draw in 0..<400 {
            var generator = SeededGenerator(seed: 11, stream: UInt64(draw))
            var (right, wrong) = (ScoreSample(), ScoreSample())
            for _ in 0..<120 {
                let logit = -0.5 + 1.2 * generator.normal()
                let label: Outcome = generator.uniform() < 1 / (1 + exp(-logit)) ? .positive : .negative
                right.add(1 / (1 + exp(-logit)), label: label)
                wrong.add(1 / (1 + exp(-2.5 * logit)), label: label)
            }
            let rows = LabelledRows(right)
            let tests = [
                CalibrationTests.cox(rows, logOdds: rows.logOdds), CalibrationTests.spiegelhalter(rows),
                CalibrationTests.hosmerLemeshow(rows),
            ]
            for (index, test) in tests.enumerated() where test?.pValue ?? 1 < 0.05 { rejected[index] += 1 }
            let bad = LabelledRows(wrong)
            if CalibrationTests.cox(bad, logOdds: bad.logOdds)?.pValue ?? 1 < 0.05 { found += 1 }
        }
        // 20 expected of 400; four standard errors are 17.4.
        for count in rejected { #expect((3...37).contains(count), "\(rejected)") }
        #expect(found > 380)
    }

    @Test func `Hosmer and Lemeshow's test keeps its level where positives are rare`() {
        var (rejected, tested) = (0, 0)
        for draw in 0..<400 {
            var generator = SeededGenerator(seed: 12, stream: UInt64(draw))
            var sample = ScoreSample()
            for _ in 0..<100 {
                let score = 1 / (1 + exp(3 - 1.2 * generator.normal()))
                sample.add(score, label: generator.uniform() < score ? .positive : .negative)
            }
            guard let test = CalibrationTests.hosmerLemeshow(LabelledRows(sample)) else { continue }
            tested += 1
            if test.pValue < 0.05 { rejected += 1 }
            #expect(test.degreesOfFreedom < 5)
        }
        // 20 expected; three standard errors are 13. With ten groups, most of which expect no positive, it is 45.
        #expect(tested > 380 && rejected < 33, "\(rejected) of \(tested)")
    }

    @Test func `too few labels to speak of are not tested`() {
        let rows = LabelledRows(scoreSample((0..<12).map { (0.01 + 0.01 * Double($0), $0 == 3) }))
        #expect(CalibrationTests.cox(rows, logOdds: rows.logOdds) == nil)
        #expect(CalibrationTests.spiegelhalter(rows) == nil && CalibrationTests.hosmerLemeshow(rows) == nil)
    }

    @Test func `one distinct score leaves one degree of freedom`() throws {
        let rows = LabelledRows(scoreSample((0..<100).map { (0.3, $0 < 45) }))
        let cox = try #require(CalibrationTests.cox(rows, logOdds: rows.logOdds))
        #expect(cox.degreesOfFreedom == 1)
        #expect(agree(cox.statistic, 15.0 * 15 / 21, relative: 1e-5))
    }
}
