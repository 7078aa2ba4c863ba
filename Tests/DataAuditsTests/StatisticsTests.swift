import FairnessMetrics
import NumericalKernels
import Reports
import TestSupport
import Testing

@testable import DataAudits

/// The statistics against scikit-learn, scipy and statsmodels; `Fixtures/data-audit/statistics.py` made the values.
struct StatisticsTests {
    private struct Fixture: Decodable {
        struct Area: Decodable {
            var counts: [[Int]]
            var area: Double
            var error: Double
            var p_value: Double
        }

        struct Information: Decodable {
            var counts: [[[Int]]]
            var value: Double
        }

        struct Shares: Decodable {
            var shares: [Int]
            var exact: Double
            var score: Double
            var interval: [Double]
        }

        struct Population: Decodable {
            var count: Int
            var rows: Int
            var share: Double
            var p_value: Double
        }

        struct Stability: Decodable {
            var first: [Double]
            var second: [Double]
            var value: Double
            var p_value: Double
        }

        var areas: [Area]
        var information: [Information]
        var shares: [Shares]
        var population: [Population]
        var stability: Stability
    }

    private let fixture: Fixture

    init() throws { fixture = try Places.fixture("data-audit/statistics.json") }

    @Test func `areas of counts are scikit-learn's, their errors DeLong's`() throws {
        for known in fixture.areas {
            let area = try #require(RankedArea(known.counts.map { ($0[0], $0[1]) }))
            #expect(agree(area.value, known.area, relative: 1e-12))
            #expect(agree(area.error, known.error, relative: 1e-10))
            let p = NormalDistribution.upperTail((area.value - 0.5) / area.nullError)
            #expect(agree(p, known.p_value, relative: 1e-9))
        }
    }

    @Test func `areas of single scores are those of their counts`() throws {
        let counts = fixture.areas[0].counts
        var (scores, classes): ([Double], [Bool]) = ([], [])
        for (score, count) in counts.enumerated() {
            for (index, number) in count.enumerated() {
                scores += Array(repeating: Double(score), count: number)
                classes += Array(repeating: index == 0, count: number)
            }
        }
        let area = try #require(RankedArea(scores: scores, positive: classes))
        #expect(agree(area.value, fixture.areas[0].area, relative: 1e-12))
    }

    @Test func `conditional mutual information is scikit-learn's less Miller's bias`() throws {
        for known in fixture.information {
            let estimate = try #require(MutualInformation.conditional(known.counts, z: 1.96).defined)
            #expect(agree(estimate.value, known.value, relative: 1e-10, absolute: 1e-12))
            #expect(estimate.interval.contains(estimate.value))
        }
        #expect(MutualInformation.conditional([], z: 2).value == nil)
    }

    @Test func `shares are tested as scipy does and compared as statsmodels does`() throws {
        for known in fixture.shares {
            let counts = known.shares
            let p = try #require(SharesTest.pValue(counts[0], of: counts[1], against: counts[2], of: counts[3]))
            // Thousands of rows on every side take the score test.
            #expect(agree(p, counts[1] > 20_000 ? known.score : known.exact, relative: 1e-6))
            let finding = Contrast(
                group: GroupKey([]),
                evidence: .shares(.init(hits: counts[0], rows: counts[1]), .init(hits: counts[2], rows: counts[3]))
            ).finding(
                critical: NormalDistribution.twoSidedCritical(tail: 0.05), pValue: p, adjusted: p, level: 0.95,
                margins: .init())
            let interval = try #require(finding.gap.defined?.interval)
            #expect(agree(interval.lower, known.interval[0], relative: 1e-9))
            #expect(agree(interval.upper, known.interval[1], relative: 1e-9))
        }
        #expect(SharesTest.pValue(0, of: 10, against: 0, of: 10) == nil)
    }

    @Test func `counts are tested against a population as the binomial distribution does`() throws {
        for known in fixture.population {
            let p = try #require(SharesTest.pValue(known.count, of: known.rows, expecting: known.share))
            #expect(agree(p, known.p_value, relative: 1e-9))
        }
    }

    @Test func `the stability index is that of the formula, its test scipy's`() throws {
        let known = fixture.stability
        guard case .divergence(let value, let error, let p, _, _) = DriftBins.divergence(known.first, known.second)
        else {
            Issue.record("nothing was measured")
            return
        }
        #expect(agree(value, known.value, relative: 1e-10))
        #expect(agree(p, known.p_value, relative: 1e-9))
        #expect(error > 0 && error < value)
    }
}
