import Glibc
import NumericalKernels
import TestSupport
import Testing

@testable import FairnessMetrics

struct CurveTests {
    let tables: [CalibrationFixture.Table]

    init() throws { tables = try CalibrationFixture.load() }

    private func curves(_ sample: ScoreSample, minimumCell: Int = 0) -> GroupCurves? {
        GroupCurves(key: GroupKey([]), sample: sample, minimumCell: minimumCell, confidence: 0.95)
    }

    /// How far a point is from the lines between the points of a curve.
    private func distance(_ x: Double, _ y: Double, to curve: CurvePoints) -> Double {
        (1..<curve.x.count).map { end in
            let (dx, dy) = (curve.x[end] - curve.x[end - 1], curve.y[end] - curve.y[end - 1])
            let (px, py) = (x - curve.x[end - 1], y - curve.y[end - 1])
            let along = dx * dx + dy * dy > 0 ? min(1, max(0, (px * dx + py * dy) / (dx * dx + dy * dy))) : 0
            return hypot(px - along * dx, py - along * dy)
        }.min() ?? .infinity
    }

    @Test func `no point of scikit-learn's curves is further away than stated`() throws {
        for table in tables {
            let ours = try #require(curves(table.sample()))
            for (x, y) in zip(table.rocX, table.rocY) {
                #expect(distance(x, y, to: ours.roc) <= ours.roc.error + 1e-6)
            }
            let precisionRecall = try #require(ours.precisionRecall)
            for (x, y) in zip(table.recall, table.precision) {
                #expect(distance(x, y, to: precisionRecall) <= precisionRecall.error + 1e-6)
            }
            for curve in [ours.roc, precisionRecall] {
                #expect((2...60).contains(curve.x.count))
                #expect(curve.error < 0.04)
                #expect(zip(curve.x, curve.x.dropFirst()).allSatisfy { $0 <= $1 })
            }
            #expect(ours.roc.x.first == 0 && ours.roc.y.first == 0 && ours.roc.x.last == 1 && ours.roc.y.last == 1)
        }
    }

    @Test func `a large curve keeps few points and stays within a hundredth`() throws {
        var generator = SeededGenerator(seed: 3)
        var sample = ScoreSample()
        for _ in 0..<20_000 {
            let isPositive = generator.uniform() < 0.3
            sample.add(generator.normal() + (isPositive ? 1.2 : 0), label: isPositive ? .positive : .negative)
        }
        let drawn = try #require(curves(sample))
        #expect(drawn.roc.x.count <= 40 && drawn.roc.error < 0.0097)
        // The area under the thinned curve is that of the whole one.
        let (x, y) = (drawn.roc.x, drawn.roc.y)
        var area = 0.0
        for end in 1..<x.count { area += (x[end] - x[end - 1]) * (y[end] + y[end - 1]) / 2 }
        #expect(agree(area, RankedScores(sample).areaUnderROC().area, relative: 0, absolute: 0.005))
        // Two normals 1.2 apart: TPR = Φ(1.2 + Φ⁻¹(FPR)).
        for rate in drawn.rates {
            let truth = NormalDistribution.cumulative(1.2 + NormalDistribution.quantile(rate.falsePositiveRate))
            #expect(rate.interval.contains(truth), "\(rate)")
            #expect(rate.interval.upper - rate.interval.lower < 0.08)
        }
    }

    @Test func `with a smallest cell no step of a curve holds fewer people`() throws {
        let table = tables[0]
        let all = try #require(curves(table.sample()))
        let kept = try #require(curves(table.sample(), minimumCell: 25))
        #expect(kept.roc.x.count < all.roc.x.count)
        #expect(kept.roc.x.count <= table.score.count / 25 + 3)
        #expect(kept.roc.error > all.roc.error)
    }

    @Test func `a group without one of the labels has no curve, and a single tie is the diagonal`() throws {
        #expect(curves(scoreSample([(0.3, true), (0.4, true)])) == nil)
        #expect(curves(ScoreSample()) == nil)
        let tie = try #require(curves(scoreSample([(0.3, true), (0.3, false), (0.3, false)])))
        #expect(tie.roc.x == [0, 1] && tie.roc.y == [0, 1])
        #expect(tie.rates.map(\.truePositiveRate) == [0.05, 0.1, 0.2])
    }

    @Test func `scores of any unit have the same curves`() throws {
        let table = tables[2]
        let plain = try #require(curves(table.sample()))
        let bent = try #require(curves(table.sample { 1000 * exp(3 * $0) }))
        #expect(plain == bent)
    }

    @Test func `areas and their difference have the variance of comparing every pair`() throws {
        var compared = 0
        for table in tables {
            guard let expected = table.delong else { continue }
            let measured = try (0..<2).map { group -> Sampled in
                let sample = table.sample(group: group)
                let ranked = RankedScores(sample)
                let (area, variance) = ranked.areaUnderROC()
                #expect(agree(area, expected[group][0], relative: 1e-12))
                // DeLong's n − 1 makes way for one imagined row of the largest variance in each class: with S the sum
                // of squares of a class of n rows, S/n² + A (1 − A)/n² in place of S/(n (n − 1)).
                let (m, n) = (ranked.positive.weight, ranked.negative.weight)
                let extra = area * (1 - area) * (1 / (m * m) + 1 / (n * n))
                let least = Double(min(ranked.positive.count, ranked.negative.count))
                #expect(variance <= expected[group][1] + extra)
                #expect(variance - extra >= expected[group][1] * (1 - 1 / least) * (1 - 1e-9))
                var tally = Tally()
                tally.scores = sample
                return try #require(GroupMetric.areaUnderROCCurve.measure(tally).sampled)
            }
            // Groups are independent: variances add up.
            let error = (expected[0][1] + expected[1][1]).squareRoot()
            let interval = RecoveredInterval.difference(
                measured[0].value, measured[0].interval(z: 1.96), measured[1].value, measured[1].interval(z: 1.96))
            #expect(agree(interval.upper - interval.lower, 2 * 1.96 * error, relative: 0.12))
            let p = NormalDistribution.twoSidedTail((expected[0][0] - expected[1][0]) / error)
            #expect(agree(PairwiseTest.pValue(measured[0], measured[1]).p, p, relative: 0, absolute: 0.06))
            compared += 1
        }
        #expect(compared == 8)
    }
}
