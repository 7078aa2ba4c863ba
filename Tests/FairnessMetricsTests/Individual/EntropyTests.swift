import Glibc
import NumericalKernels
import TestSupport
import Testing

@testable import FairnessMetrics

/// Generalized entropy of the benefits; known values from AIF360 where it is right, closed forms where it is not.
struct EntropyTests {
    static func individual(
        _ groups: [[Int]], weights: [Double]? = nil, unknown: Int? = nil
    ) throws -> IndividualMeasures {
        let table = MeasureTables.table(groups, weights: weights, unknown: unknown)
        return try #require(IndividualMeasures(table, settings: AssessmentSettings()))
    }

    static func overall(_ groups: [[Int]], _ index: EntropyIndex) throws -> Estimate {
        try #require(individual(groups).overall.indices[index])
    }

    static func part(_ measures: IndividualMeasures, _ index: EntropyIndex) throws -> EntropyDecomposition {
        try #require(measures.splits[0].parts.first { $0.index == index })
    }

    @Test func `indices agree with AIF360`() throws {
        for known in try MeasureTables.known() {
            for (index, expected) in [
                (EntropyIndex.theil, known.theil), (.halfSquaredVariation, known.ge2),
                (.coefficientOfVariation, known.variation),
            ] {
                let value = try #require(EntropyTests.overall(known.table, index).value)
                #expect(agree(value, expected, relative: 1e-10, absolute: 1e-12), "\(index)")
            }
        }
    }

    @Test func `the part between two groups agrees with AIF360`() throws {
        var compared = 0
        for known in try MeasureTables.known() {
            guard let theil = known.betweenTheil, let second = known.between2 else { continue }
            let measures = try EntropyTests.individual(known.table)
            for (index, expected) in [(EntropyIndex.theil, theil), (.halfSquaredVariation, second)] {
                let value = try #require(EntropyTests.part(measures, index).between.value)
                #expect(agree(value, expected, relative: 1e-10, absolute: 1e-12))
                compared += 1
            }
        }
        #expect(compared > 20)
    }

    @Test func `the toy vectors have their published values`() throws {
        let first = [MeasureTables.counts("1001001011", "1000111010")]
        #expect(agree(try #require(EntropyTests.overall(first, .halfSquaredVariation).value), 0.2, relative: 1e-12))
        #expect(agree(try #require(EntropyTests.overall(first, .theil).value), 0.4 * log(2), relative: 1e-12))
        let second = [MeasureTables.counts("1001001011", "0110000111")]
        #expect(agree(try #require(EntropyTests.overall(second, .halfSquaredVariation).value), 0.3, relative: 1e-12))
    }

    @Test func `groups with mean benefits 1, 5/4 and 3/4 have a twentieth of the sum between them`() throws {
        // Two right; three right and one too many; three right and one too few.
        let measures = try EntropyTests.individual([[1, 0, 0, 1], [1, 1, 0, 2], [2, 0, 1, 1]])
        let expected = (4 * (1.25 * 1.25 - 1) + 4 * (0.75 * 0.75 - 1)) / 20
        let part = try EntropyTests.part(measures, .halfSquaredVariation)
        #expect(agree(try #require(part.between.value), expected, relative: 1e-12))
    }

    @Test func `at α = 0 the mean does not divide twice, and a false negative makes it infinite`() throws {
        // b = 1, 2, 1, 1.
        let value = try #require(EntropyTests.overall([[2, 1, 0, 1]], .meanLogDeviation).value)
        #expect(agree(value, log(1.25) - log(2) / 4, relative: 1e-12))
        let infinite = try EntropyTests.overall([[2, 1, 1, 1]], .meanLogDeviation)
        #expect(infinite.undefinedReason?.contains("infinite") == true)
        #expect(try EntropyTests.overall([[2, 1, 1, 1]], .theil).value != nil)
    }

    @Test func `the coefficient of variation is the standard deviation over the mean`() throws {
        // b = 0, 0, 1, 2, 2, 2: mean 7/6, variance 13/6 − 49/36.
        let value = try #require(EntropyTests.overall([[1, 3, 2, 0]], .coefficientOfVariation).value)
        #expect(agree(value, (13.0 / 6 - 49.0 / 36).squareRoot() / (7.0 / 6), relative: 1e-12))
    }

    @Test func `between and within add up, and within is the weighted sum over groups`() throws {
        let groups = [[40, 10, 5, 45], [20, 2, 18, 60], [7, 9, 1, 3]]
        let measures = try EntropyTests.individual(groups)
        for (index, power) in [(EntropyIndex.theil, 1.0), (.halfSquaredVariation, 2.0)] {
            let part = try EntropyTests.part(measures, index)
            let (between, within) = (try #require(part.between.value), try #require(part.within.value))
            #expect(agree(between + within, try #require(part.total.value), relative: 1e-12))
            let mean = try #require(measures.overall.mean.value)
            let byHand = try measures.splits[0].groups.reduce(0.0) { sum, group in
                let own = try #require(group.indices[index]?.value)
                let ratio = try #require(group.mean.value) / mean
                return sum + Double(group.count) / 220 * pow(ratio, power) * own
            }
            #expect(agree(within, byHand, relative: 1e-12))
        }
    }

    @Test func `equal groups have nothing between them, and the interval begins at 0`() throws {
        let measures = try EntropyTests.individual([[40, 10, 5, 45], [40, 10, 5, 45]])
        let part = try EntropyTests.part(measures, .theil)
        let between = try #require(part.between.defined)
        #expect(between.value < 1e-15 && between.interval.lower == 0 && between.interval.upper > 0.001)
        #expect(try #require(part.betweenIfAlike) > 0)
    }

    @Test func `rows of unknown group count overall and lie in no group`() throws {
        let groups = [[40, 10, 5, 45], [20, 2, 18, 60], [0, 0, 30, 0]]
        let unknown = try EntropyTests.individual(groups, unknown: 2)
        let known = try EntropyTests.individual(Array(groups[..<2]))
        #expect(unknown.splits[0].parts == known.splits[0].parts)
        #expect(unknown.overall.count == 230 && known.overall.count == 200)
        #expect(unknown.splits[0].groups.count == 3)
    }

    @Test func `a group in which everybody is wrongly refused has a Theil part between groups`() throws {
        // μ = 1/2; shares ½ each; between = ½ · 2 ln 2.
        let part = try EntropyTests.part(EntropyTests.individual([[5, 0, 0, 5], [0, 0, 10, 0]]), .theil)
        #expect(agree(try #require(part.between.value), log(2), relative: 1e-12))
        #expect(try #require(part.between.defined?.interval.upper).isFinite)
        #expect(try EntropyTests.overall([[0, 0, 10, 0]], .theil).undefinedReason?.contains("nobody") == true)
    }

    @Test func `weights count as so many rows, and their scale does not matter`() throws {
        let replicated = try EntropyTests.individual([[40, 10, 5, 45], [60, 6, 54, 180]])
        let weighted = try EntropyTests.individual([[40, 10, 5, 45], [20, 2, 18, 60]], weights: [1, 3])
        let scaled = try EntropyTests.individual([[40, 10, 5, 45], [20, 2, 18, 60]], weights: [1e-3, 3e-3])
        for (index, estimate) in weighted.overall.indices {
            guard let value = estimate.defined else { continue }
            #expect(agree(value.value, try #require(replicated.overall.indices[index]?.value), relative: 1e-12))
            let other = try #require(scaled.overall.indices[index]?.defined)
            #expect(agree(value.interval.lower, other.interval.lower, relative: 1e-9))
            #expect(agree(value.interval.upper, other.interval.upper, relative: 1e-9))
        }
    }

    /// How often the interval of an index, and of the part between groups, holds the truth.
    @Test func `intervals hold as often as they say`() throws {
        var generator = SeededGenerator(seed: 3)
        // Shares of TP, FP, FN and TN of two groups that are alike in mean benefit, and of a third that is not.
        let shares = [[0.3, 0.1, 0.1, 0.5], [0.4, 0.1, 0.1, 0.4], [0.3, 0.05, 0.2, 0.45]]
        for (groups, size) in [(shares[..<2], 60), (shares[...], 60), (shares[..<2], 600), (shares[...], 600)] {
            let truth = try EntropyTests.individual(groups.map { $0.map { Int(($0 * 1e6).rounded()) } })
            var held = (overall: 0, between: 0)
            for _ in 0..<200 {
                let sample = groups.map { share in
                    var counts = [0, 0, 0, 0]
                    for _ in 0..<size {
                        var u = generator.uniform()
                        let kind = share.firstIndex {
                            u -= $0
                            return u < 0
                        }
                        counts[kind ?? 3] += 1
                    }
                    return counts
                }
                let measures = try EntropyTests.individual(sample)
                let overall = try #require(measures.overall.indices[.theil]?.defined)
                held.overall += overall.interval.contains(truth.overall.indices[.theil]?.value ?? -1) ? 1 : 0
                let between = try #require(EntropyTests.part(measures, .theil).between.defined)
                let target = try #require(EntropyTests.part(truth, .theil).between.value)
                held.between += between.interval.contains(target) ? 1 : 0
            }
            #expect(held.overall >= 184 && held.overall < 200, "\(held.overall) of 200")
            #expect(held.between >= 184, "\(held.between) of 200")
        }
    }
}
