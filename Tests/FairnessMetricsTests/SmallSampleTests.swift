import NumericalKernels
import TestSupport
import Testing

@testable import FairnessMetrics

/// What few rows, equal rows and uneven weights may not be taken to prove.
struct SmallSampleTests {
    @Test func `a gap of groups too small to tell is never shown`() {
        // Two rows a group, all alike within it: no interval may call that settled.
        for (first, second) in [(0.9, 0.1), (0.51, 0.5), (0.8, 0.0)] {
            let rows = [(0, first), (0, first), (1, second), (1, second)].map { group, score in
                DegenerateTableTests.Row(
                    group: group, label: .positive, prediction: .positive, score: score, weight: nil)
            }
            for disparity in Assessor().assess(DegenerateTableTests.table(rows, groups: 2)).disparities {
                #expect(disparity.verdict != .disparityShown, "\(disparity.metric) \(disparity.aggregation)")
                #expect(disparity.pValue ?? 1 > 0.01, "\(disparity.metric) \(disparity.aggregation)")
            }
        }
    }

    @Test func `one weighted row proves nothing`() throws {
        // The pooled z would be 32 here, as if the single row were many.
        var rows = (0..<1_000).map { _ in
            DegenerateTableTests.Row(group: 0, label: .negative, prediction: .negative, score: nil, weight: 2)
        }
        rows.append(DegenerateTableTests.Row(group: 1, label: .negative, prediction: .positive, score: nil, weight: 2))
        let gap = try #require(
            Assessor().assess(DegenerateTableTests.table(rows, groups: 2)).disparities.first {
                $0.aggregation == .difference && $0.metric == "selection_rate"
            })
        // Fisher's exact test: the one hit falls to this row by a chance of 1 in 1,001.
        #expect(agree(try #require(gap.pValue), 1 / 1001.0, relative: 1e-9))
    }

    @Test func `weights that go with the outcome widen the interval`() throws {
        var tally = Tally()
        tally.add(Mass(count: 2, weight: 20, squaredWeight: 200), label: .missing, prediction: .positive)
        tally.add(Mass(count: 98, weight: 98, squaredWeight: 98), label: .missing, prediction: .negative)
        let value = try #require(GroupMetric.selectionRate.estimate(in: tally).defined)
        // p (1 − p) (Σw)² / Σw² (y − p)² by hand; Kish's size, which knows no outcomes, is 46.7.
        let p = 20.0 / 118
        let expected = p * (1 - p) * 118 * 118 / (200 * (1 - p) * (1 - p) + 98 * p * p)
        #expect(agree(value.effectiveSize, expected, relative: 1e-12) && expected < 14)
    }

    @Test func `weighted and plain rows may be mixed`() {
        var first = ScoreSample()
        first.add(0.3, label: .positive)
        first.add(0.5, label: .positive, weight: 2)
        first.add(0.7, label: .positive)
        var second = ScoreSample()
        second.add(0.9, label: .positive)
        second.merge(first)
        func weights(_ list: ScoreList) -> [Double] { (0..<list.count).map { list.mass(at: $0).weight } }
        first.sort()
        second.sort()
        #expect(first.positives.scores == [0.3, 0.5, 0.7] && weights(first.positives) == [1, 2, 1])
        #expect(second.positives.scores == [0.3, 0.5, 0.7, 0.9] && weights(second.positives) == [1, 2, 1, 1])
        // Adding to a sorted list keeps it sorted, and equal scores come together.
        second.add(0.5, label: .positive)
        #expect(second.positives.scores == [0.3, 0.5, 0.7, 0.9] && weights(second.positives) == [1, 3, 1, 1])
    }

    @Test func `a perfect order under weights is as sure as without`() throws {
        let plain = try #require(perfect(weight: { _ in nil }).defined)
        let weighted = try #require(perfect(weight: { _ in 0.1 }).defined)
        #expect(plain.value == 1 && weighted.value == 1)
        #expect(agree(plain.interval.lower, weighted.interval.lower, relative: 1e-9))
        let uneven = try #require(perfect(weight: { 0.1 + 0.01 * Double($0 % 7) }).defined)
        #expect(uneven.value == 1 && uneven.interval.lower < plain.interval.lower)
    }

    private func perfect(weight: (Int) -> Double?) -> Estimate {
        var tally = Tally()
        var scores = ScoreSample()
        for row in 0..<37 {
            scores.add(Double(row), label: row < 20 ? .negative : .positive, weight: weight(row))
        }
        tally.scores = scores
        return GroupMetric.areaUnderROCCurve.estimate(in: tally)
    }

    @Test func `the calibration error of calibrated scores may be nothing`() throws {
        // The basic bootstrap of the bins, for comparison, reached 0 in four tables of ten.
        var reached = 0
        for seed in 0..<200 {
            var generator = SeededGenerator(seed: 5, stream: UInt64(seed))
            var tally = Tally()
            var scores = ScoreSample()
            for _ in 0..<100 {
                let score = generator.uniform()
                scores.add(score, label: generator.uniform() < score ? .positive : .negative)
            }
            tally.scores = scores
            let estimate = GroupMetric.expectedCalibrationError.estimate(in: tally)
            if try #require(estimate.defined).interval.lower == 0 { reached += 1 }
        }
        // 95 % less four standard errors.
        #expect(reached >= 178)
    }

    @Test func `one positive row says little of the area under the curve`() throws {
        var tally = Tally()
        var scores = ScoreSample()
        for row in 0..<1_000 { scores.add(Double(row), label: row == 800 ? .positive : .negative) }
        tally.scores = scores
        let interval = try #require(GroupMetric.areaUnderROCCurve.estimate(in: tally).defined?.interval)
        // DeLong's variance of a single placement is nothing at all.
        #expect(interval.upper - interval.lower > 0.5)
    }
}
