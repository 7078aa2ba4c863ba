import TestSupport
import Testing

@testable import FairnessMetrics

/// Known values from statsmodels; `Fixtures/fairness/make_fixtures.py` makes them.
struct IntervalTests {
    struct Fixture: Decodable {
        var wilson: [[Double]]
        var newcombe: [[Double]]
        var pValues: [Double]
        var holm: [Double]
        var benjaminiHochberg: [Double]
    }

    let fixture: Fixture

    init() throws { fixture = try Places.fixture("fairness/intervals.json") }

    @Test func `wilson intervals agree with statsmodels`() {
        for row in fixture.wilson {
            let interval = WilsonInterval.interval(
                row[0] / row[1], n: row[1], z: CriticalValue.single(confidence: row[2]))
            #expect(agree(interval.lower, row[3], relative: 1e-12, absolute: 1e-12))
            #expect(agree(interval.upper, row[4], relative: 1e-12, absolute: 1e-12))
        }
    }

    @Test func `newcombe intervals agree with statsmodels`() {
        for row in fixture.newcombe {
            let z = CriticalValue.single(confidence: 0.95)
            let (p, q) = (row[0] / row[1], row[2] / row[3])
            let interval = RecoveredInterval.difference(
                p, WilsonInterval.interval(p, n: row[1], z: z), q, WilsonInterval.interval(q, n: row[3], z: z))
            #expect(agree(interval.lower, row[4], relative: 1e-10, absolute: 1e-10), "\(row)")
            #expect(agree(interval.upper, row[5], relative: 1e-10, absolute: 1e-10), "\(row)")
        }
    }

    @Test func `holm and benjamini-hochberg agree with statsmodels`() {
        for (ours, theirs) in zip(PValueAdjustment.holm(fixture.pValues), fixture.holm) {
            #expect(agree(ours, theirs, relative: 1e-12))
        }
        for (ours, theirs) in zip(PValueAdjustment.benjaminiHochberg(fixture.pValues), fixture.benjaminiHochberg) {
            #expect(agree(ours, theirs, relative: 1e-12))
        }
    }

    struct ExactFixture: Decodable {
        struct Adjusted: Decodable {
            var pValues: [Double]
            var adjusted: [Double]
        }

        var clopperPearson: [[Double]]
        var benjaminiYekutieli: Adjusted
    }

    @Test func `clopper-pearson intervals and benjamini-yekutieli agree with statsmodels`() throws {
        let exact: ExactFixture = try Places.fixture("fairness/resampling.json")
        for row in exact.clopperPearson {
            let interval = ClopperPearsonInterval.interval(
                row[0] / row[1], n: row[1], z: CriticalValue.single(confidence: row[2]))
            #expect(agree(interval.lower, row[3], relative: 1e-9, absolute: 1e-12), "\(row)")
            #expect(agree(interval.upper, row[4], relative: 1e-9, absolute: 1e-12), "\(row)")
        }
        let adjusted = PValueAdjustment.benjaminiYekutieli(exact.benjaminiYekutieli.pValues)
        for (ours, theirs) in zip(adjusted, exact.benjaminiYekutieli.adjusted) {
            #expect(agree(ours, theirs, relative: 1e-12))
        }
    }

    @Test func `the exact interval is chosen for rates, and gaps keep theirs`() throws {
        var settings = AssessmentSettings()
        let groups = [("a", 5, 3, 4, 8), ("b", 7, 2, 6, 5)]
        let score = Assessor(settings: settings).assess(DisparityTests.table(groups))
        settings.interval = .clopperPearson
        let exact = Assessor(settings: settings).assess(DisparityTests.table(groups))
        #expect(score.disparities == exact.disparities)
        for (first, second) in zip(score.groups, exact.groups) {
            for (one, other) in zip(first.metrics, second.metrics) {
                guard let a = one.estimate.defined, let b = other.estimate.defined, a.method == "wilson" else {
                    #expect(one == other)
                    continue
                }
                #expect(b.method == "clopper_pearson" && a.value == b.value)
                // Exactness costs width.
                #expect(b.interval.upper - b.interval.lower > a.interval.upper - a.interval.lower)
            }
        }
    }

    @Test func `nothing out of twenty leaves room for a sixth`() {
        let interval = WilsonInterval.interval(0, n: 20, z: CriticalValue.single(confidence: 0.95))
        #expect(interval.lower == 0)
        #expect(agree(interval.upper, 0.161, relative: 0, absolute: 0.0005))
    }

    @Test(arguments: [(0.0, 20.0, 0.3, 50.0), (0.2, 10.0, 0.9, 12.0), (0.5, 1e6, 0.5, 1e6), (1, 3, 1, 4)])
    func `the ratio interval is close to katz where katz holds, and finite at 0`(
        p: Double, m: Double, q: Double, n: Double
    ) {
        let interval = RecoveredInterval.ratio(
            p, WilsonInterval.interval(p, n: m, z: 1.96), q, WilsonInterval.interval(q, n: n, z: 1.96))
        #expect(interval.contains(p / q))
        #expect(interval.lower >= 0 && interval.upper.isFinite)
    }

    @Test func `the ratio interval agrees with katz in a large table`() {
        // Katz: exp(ln r ± z √((1 − p)/(pn) + (1 − q)/(qm))) for 349/1488 over 805/1795.
        let (p, m, q, n) = (349.0 / 1488, 1488.0, 805.0 / 1795, 1795.0)
        let interval = RecoveredInterval.ratio(
            p, WilsonInterval.interval(p, n: m, z: 1.96), q, WilsonInterval.interval(q, n: n, z: 1.96))
        #expect(agree(interval.lower, 0.4700, relative: 0, absolute: 0.002))
        #expect(agree(interval.upper, 0.5818, relative: 0, absolute: 0.002))
    }

    @Test func `intervals of several groups are wider than of two`() {
        let two = CriticalValue.allPairs(groups: 2, confidence: 0.95)
        let six = CriticalValue.allPairs(groups: 6, confidence: 0.95)
        #expect(agree(two, 1.959964, relative: 1e-6))
        // Tukey's q(0.05; 6, ∞) = 4.030.
        #expect(agree(six * 2.0.squareRoot(), 4.030, relative: 0, absolute: 0.001))
    }
}
