import Glibc
import NumericalKernels
import TestSupport
import Testing

@testable import FairnessMetrics

/// Smoothed differential fairness; known values from AIF360.
struct DifferentialFairnessTests {
    static func result(_ table: GroupTable, seed: UInt64 = 0) throws -> DifferentialFairness {
        var settings = AssessmentSettings()
        settings.seed = seed
        return try #require(DifferentialFairness(table, positions: [0], settings: settings, stream: 0))
    }

    @Test func `ε and amplification agree with AIF360`() throws {
        for known in try MeasureTables.known() {
            let result = try DifferentialFairnessTests.result(MeasureTables.table(known.table))
            let label = try #require(result.label?.epsilon.value)
            #expect(agree(label, known.labelEDF, relative: 1e-10, absolute: 1e-12))
            let amplification = try #require(result.amplification?.value)
            #expect(agree(amplification, known.amplification, relative: 1e-10, absolute: 1e-12))
        }
    }

    @Test func `the pair and the outcome that set ε are named`() throws {
        // Negative labels: 1 of 100 against 50 of 100.
        let table = MeasureTables.table([[99, 0, 0, 1], [50, 0, 0, 50], [80, 0, 0, 20]])
        let level = try #require(DifferentialFairnessTests.result(table).label)
        #expect(!level.isPositive && level.highest.label == "1" && level.lowest.label == "0")
        #expect(agree(try #require(level.epsilon.value), log(50.5 / 1.5), relative: 1e-12))
    }

    @Test func `a group that never has the outcome leaves no upper end`() throws {
        let table = MeasureTables.table([[0, 0, 0, 40], [50, 0, 0, 50]])
        let epsilon = try #require(DifferentialFairnessTests.result(table).label?.epsilon.defined)
        #expect(epsilon.value.isFinite && epsilon.interval.upper == .infinity && epsilon.interval.lower > 1)
    }

    @Test func `unknown groups set nothing`() throws {
        let groups = [[30, 0, 0, 70], [50, 0, 0, 50], [20, 0, 0, 0]]
        let table = MeasureTables.table(groups, unknown: 2)
        let result = try DifferentialFairnessTests.result(table)
        let bare = try DifferentialFairnessTests.result(MeasureTables.table(Array(groups[..<2])))
        #expect(result.compared == 2 && result.notEstimable == 0)
        #expect(result.label == bare.label)
    }

    @Test func `the scale of weights does not matter, and equal weights count as rows`() throws {
        let groups = [[30, 5, 6, 70], [50, 3, 9, 50]]
        let plain = try DifferentialFairnessTests.result(MeasureTables.table(groups))
        let scaled = try DifferentialFairnessTests.result(MeasureTables.table(groups, weights: [1e-3, 1e-3]))
        for subject in [\DifferentialFairness.label, \.prediction] {
            let (first, second) = (try #require(plain[keyPath: subject]), try #require(scaled[keyPath: subject]))
            #expect(agree(try #require(first.epsilon.value), try #require(second.epsilon.value), relative: 1e-9))
            #expect(first.pValue == second.pValue)
        }
    }

    @Test func `one group has nothing to compare`() {
        let table = MeasureTables.table([[1, 2, 3, 4]])
        #expect(DifferentialFairness(table, positions: [0], settings: AssessmentSettings(), stream: 0) == nil)
    }

    @Test func `many small groups that are alike show an ε, and it is no evidence`() throws {
        var generator = SeededGenerator(seed: 11)
        var (small, held) = (0, 0)
        for seed in 0..<100 {
            let groups = (0..<12).map { _ in
                let hits = generator.binomial(25, 0.4)
                return [hits, 0, 0, 25 - hits]
            }
            let level = try #require(
                DifferentialFairnessTests.result(MeasureTables.table(groups), seed: UInt64(seed)).label)
            #expect(try #require(level.epsilon.value) > 0)
            small += level.pValue <= 0.1 ? 1 : 0
            held += level.epsilon.defined?.interval.lower == 0 ? 1 : 0
        }
        // 10 % of 100, give or take three standard errors; the true ε is 0.
        #expect((1...19).contains(small), "\(small)")
        #expect(held >= 91, "\(held)")
    }

    @Test func `the interval holds the true ε as often as it says`() throws {
        var generator = SeededGenerator(seed: 5)
        let rates = [0.2, 0.35, 0.5]
        var held = 0
        for _ in 0..<150 {
            let groups = rates.map { rate in
                let hits = generator.binomial(80, rate)
                return [hits, 0, 0, 80 - hits]
            }
            let epsilon = try DifferentialFairnessTests.result(MeasureTables.table(groups)).label?.epsilon
            held += try #require(epsilon?.defined).interval.contains(log(0.5 / 0.2)) ? 1 : 0
        }
        #expect(held >= 138, "\(held) of 150")
    }
}
