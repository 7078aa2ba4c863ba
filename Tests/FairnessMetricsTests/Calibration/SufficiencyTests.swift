import Glibc
import NumericalKernels
import TestSupport
import Testing

@testable import FairnessMetrics

struct SufficiencyTests {
    let tables: [CalibrationFixture.Table]

    init() throws { tables = try CalibrationFixture.load() }

    private func test(_ table: CalibrationFixture.Table, isProbability: Bool = true) -> SufficiencyTest {
        SufficiencyTest((0..<table.groups).map { LabelledRows(table.sample(group: $0)) }, isProbability: isProbability)
    }

    @Test func `the score test agrees with statsmodels, weighted with Boos' by hand`() throws {
        #expect(tables.count { $0.sufficiency != nil } > 13)
        for table in tables {
            let outcome = try #require(test(table).outcome(knots: table.knots))
            #expect((0...1).contains(outcome.pValue))
            guard let expected = table.sufficiency else { continue }
            #expect(agree(outcome.statistic, expected[0], relative: 1e-4), "\(outcome), not \(expected)")
            #expect(Double(outcome.degreesOfFreedom) == expected[1])
        }
    }

    @Test func `by ranks it agrees as well, and no increasing function changes it`() throws {
        for table in tables {
            let outcome = try #require(test(table, isProbability: false).outcome(knots: nil))
            if let expected = table.sufficiencyOfRanks {
                #expect(agree(outcome.statistic, expected[0], relative: 1e-4), "\(outcome), not \(expected)")
            }
            let bent = SufficiencyTest(
                (0..<table.groups).map { LabelledRows(table.sample(group: $0) { exp(7 * $0) - 3 }) },
                isProbability: false
            ).outcome(knots: nil)
            #expect(bent == outcome)
        }
    }

    /// Two groups whose scores are spread differently; `shift` moves the log odds of the second one's labels.
    private func draw(_ stream: Int, shift: Double, bend: Double, size: Int = 300) -> [LabelledRows] {
        var generator = SeededGenerator(seed: 5, stream: UInt64(stream))
        return [0.0, 1.0].map { group in
            var sample = ScoreSample()
            for _ in 0..<size {
                let logit = -0.8 + 1.3 * group + 1.1 * generator.normal()
                let odds = 0.7 * logit + bend * logit * logit + shift * group
                let label: Outcome = generator.uniform() < 1 / (1 + exp(-odds)) ? .positive : .negative
                sample.add(1 / (1 + exp(-logit)), label: label)
            }
            return LabelledRows(sample)
        }
    }

    @Test func `a curve that is bent and the same for all is found different in one sample of twenty`() {
        func rejections(shift: Double, straight: Bool) -> Int {
            (0..<60).count { stream in
                let groups = draw(stream, shift: shift, bend: 0.45)
                let knots = straight ? [] : [-2.2, -1.5, -1, -0.6, -0.2, 0.2, 0.6, 1, 1.5, 2.2]
                return SufficiencyTest(groups, isProbability: true).outcome(knots: knots)?.pValue ?? 1 < 0.05
            }
        }
        // 3 expected of 60; four standard errors are 6.8. `assize-bench coverage` counts more of them.
        let found = (
            rejections(shift: 0, straight: false), rejections(shift: 0, straight: true),
            rejections(shift: 1, straight: false)
        )
        #expect((0...9).contains(found.0), "\(found)")
        // A common straight line would take the bend for a difference between the groups.
        #expect(found.1 > 12, "\(found)")
        #expect(found.2 > 48, "\(found)")
    }

    @Test func `groups whose labels are separated, and certain scores, can be compared`() throws {
        var mixed: [(Double, Bool)] = [(0, false), (1, true)]
        for row in 0..<200 { mixed.append((0.05 + 0.9 * Double(row) / 199, row % 3 == 0)) }
        var apart: [(Double, Bool)] = [(0, true), (1, false)]
        for row in 0..<100 { apart.append((0.1 + 0.8 * Double(row) / 99, row >= 50)) }
        let groups = [mixed, apart].map { LabelledRows(scoreSample($0)) }
        let outcome = try #require(SufficiencyTest(groups, isProbability: true).outcome(knots: [-1, 0, 1]))
        #expect(outcome.statistic.isFinite && outcome.pValue < 0.001 && outcome.degreesOfFreedom == 2)
    }

    @Test func `the order of the groups changes nothing`() throws {
        for table in tables.prefix(6) {
            let groups = (0..<table.groups).map { LabelledRows(table.sample(group: $0)) }
            let forward = try #require(SufficiencyTest(groups, isProbability: true).outcome(knots: table.knots))
            let backward = try #require(
                SufficiencyTest(groups.reversed(), isProbability: true).outcome(knots: table.knots))
            #expect(agree(forward.statistic, backward.statistic, relative: 1e-5))
        }
    }
}
