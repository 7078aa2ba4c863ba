import NumericalKernels
import TestSupport
import Testing

/// Known values from scipy; `Fixtures/fairness/make_fixtures.py` makes them.
struct DistributionTests {
    struct Fixture: Decodable {
        var normal: [[Double]]
        var t: [[Double]]
        var studentizedRange: [[Double]]
        var fisher: [[Double]]
        var beta: [[Double]]
    }

    let fixture: Fixture

    init() throws { fixture = try Places.fixture("fairness/distributions.json") }

    @Test func `normal quantiles agree with scipy`() {
        for row in fixture.normal {
            let quantile = NormalDistribution.quantile(row[0])
            #expect(
                agree(quantile, row[1], relative: 1e-14, absolute: 1e-15),
                "quantile(\(row[0])) = \(quantile), not \(row[1])")
        }
    }

    @Test(arguments: [1e-12, 0.001, 0.05, 0.149, 0.151, 0.5, 0.99])
    func `the normal tail undoes its critical value`(tail: Double) {
        let critical = NormalDistribution.twoSidedCritical(tail: tail)
        #expect(agree(NormalDistribution.twoSidedTail(critical), tail, relative: 1e-12))
    }

    @Test func `the density is the slope of the distribution function`() {
        for x in [-3.0, -0.4, 0, 1.7] {
            let slope = (NormalDistribution.cumulative(x + 1e-5) - NormalDistribution.cumulative(x - 1e-5)) / 2e-5
            #expect(agree(NormalDistribution.density(x), slope, relative: 1e-8))
        }
    }

    @Test func `t critical values agree with scipy`() {
        for row in fixture.t {
            let critical = StudentTDistribution.twoSidedCritical(tail: row[0], degreesOfFreedom: row[1])
            #expect(agree(critical, row[2], relative: 1e-9), "t(\(row[0]), \(row[1])) = \(critical), not \(row[2])")
        }
    }

    @Test(arguments: [0.5, 0.77, 1, 1.5, 2, 3, 10, 99, 1e4, 9e5])
    func `the t tail undoes its critical value`(degreesOfFreedom: Double) {
        for tail in [1e-30, 1e-9, 0.001, 0.05, 0.3, 0.9, 0.999] {
            let critical = StudentTDistribution.twoSidedCritical(tail: tail, degreesOfFreedom: degreesOfFreedom)
            let reached = StudentTDistribution.twoSidedTail(critical, degreesOfFreedom: degreesOfFreedom)
            // The incomplete beta function loses digits with many degrees of freedom.
            #expect(agree(reached, tail, relative: 1e-7), "tail \(tail): t = \(critical) has \(reached)")
        }
    }

    @Test func `the incomplete beta function agrees with scipy`() {
        for row in fixture.beta {
            let value = BetaFunction.regularised(row[0], a: row[1], b: row[2])
            #expect(agree(value, row[3], relative: 1e-10, absolute: 1e-300))
        }
    }

    @Test func `studentized range tails agree with scipy`() {
        for row in fixture.studentizedRange {
            let tail = StudentizedRange.upperTail(row[0], groups: Int(row[1]))
            // scipy integrates to about 1e-8.
            #expect(
                agree(tail, row[2], relative: 1e-6, absolute: 1e-9), "sf(\(row[0]), \(row[1])) = \(tail), not \(row[2])"
            )
        }
    }

    @Test(arguments: [2, 3, 7, 40, 500])
    func `a studentized range critical value has its tail`(groups: Int) {
        for tail in [0.2, 0.05, 0.001] {
            let critical = StudentizedRange.critical(tail: tail, groups: groups)
            #expect(agree(StudentizedRange.upperTail(critical, groups: groups), tail, relative: 1e-8))
        }
    }

    @Test func `the far tail of the range is that of its likeliest pair times the pairs`() {
        let tail = StudentizedRange.upperTail(30, groups: 5)
        #expect(agree(tail, 10 * NormalDistribution.twoSidedTail(30 / 2.0.squareRoot()), relative: 1e-3))
    }

    @Test func `chi-square tails agree with scipy`() throws {
        struct Rows: Decodable { var chiSquare: [[Double]] }
        for row in try Places.fixture("fairness/stratified.json", as: Rows.self).chiSquare {
            let tail = ChiSquareDistribution.upperTail(row[0], degreesOfFreedom: row[1])
            #expect(agree(tail, row[2], relative: 1e-10), "\(row): \(tail)")
        }
    }

    @Test func `fisher's exact test agrees with scipy`() {
        for row in fixture.fisher {
            let p = FisherExactTest.twoSided(
                successes: Int(row[0]), of: Int(row[1]), against: Int(row[2]), of: Int(row[3]))
            #expect(agree(p, row[4], relative: 1e-9), "\(row)")
        }
    }

    @Test func `streams of one seed differ and repeat`() {
        func draws(_ stream: UInt64) -> [UInt64] {
            var generator = SeededGenerator(seed: 7, stream: stream)
            return (0..<4).map { _ in generator.next() }
        }
        #expect(draws(1) == draws(1))
        #expect(draws(1) != draws(2))
    }

    @Test func `normal draws have mean 0 and variance 1`() {
        var generator = SeededGenerator(seed: 3)
        let draws = (0..<100_000).map { _ in generator.normal() }
        let mean = draws.reduce(0, +) / 1e5
        let variance = draws.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 1e5
        // Four standard errors: 4/√n for the mean, 4√(2/n) for the variance.
        #expect(abs(mean) < 0.0127)
        #expect(abs(variance - 1) < 0.018)
    }
}
