import Glibc
import NumericalKernels
import TestSupport
import Testing

@testable import FairnessMetrics

/// Distances between distributions: against scipy and numpy, exact enumeration, and laws.
struct DistributionTests {
    let cases: [OutcomesFixture.Distributions]

    init() throws { cases = try OutcomesFixture.read().distributions }

    static func list(_ values: [Double], _ weights: [Double]? = nil) -> ScoreList {
        var list = ScoreList()
        for (index, value) in values.enumerated() { list.add(value, weight: weights?[index]) }
        list.sort()
        return list
    }

    static func gap(_ pair: DistributionPair, z: Double = 1.96) -> DistributionGap {
        DistributionGap(
            pair, group: GroupKey([]), reference: GroupKey([]), z: z, deviation: 2, settings: AssessmentSettings())
    }

    @Test func `distances, quantiles and p-values are those of scipy and numpy`() throws {
        for entry in cases {
            let pair = DistributionPair(
                DistributionTests.list(entry.x, entry.v), DistributionTests.list(entry.y, entry.w), containsGroup: false
            )
            #expect(agree(pair.kolmogorovSmirnov, entry.ks, relative: 1e-12))
            #expect(agree(pair.wasserstein, entry.wasserstein, relative: 1e-12))
            for (share, expected) in zip(DistributionAssessment.Group.shares, entry.quantiles) {
                #expect(SampleQuantile.value(share, pair.values, pair.first.shares) == expected, "\(share)")
            }
            let gap = DistributionTests.gap(pair)
            if let exact = entry.exact {
                #expect(gap.test == "kolmogorov_smirnov_exact")
                #expect(agree(try #require(gap.pValue), exact, relative: 1e-10))
                let limit = KolmogorovDistribution.upperTail(pair.harmonicSize.squareRoot() * entry.ks)
                #expect(agree(limit, try #require(entry.asymptotic), relative: 1e-12))
            } else {
                #expect(gap.test == "kolmogorov_smirnov_asymptotic")
            }
            #expect(gap.standardisedWasserstein == pair.wasserstein / 2)
        }
        #expect(cases.compactMap(\.exact).count == 4)
    }

    @Test func `the exact tail counts every order of the rows`() {
        // All ways to place the first sample's ranks among all.
        let (n, m) = (4, 5)
        var counts: [Int: Int] = [:]
        var total = 0
        for bits in 0..<(1 << (n + m)) where bits.nonzeroBitCount == n {
            var (i, j, largest) = (0, 0, 0)
            for place in 0..<n + m {
                if bits & (1 << place) != 0 { i += 1 } else { j += 1 }
                largest = max(largest, abs(i * m - j * n))
            }
            counts[largest, default: 0] += 1
            total += 1
        }
        for distance in 0...n * m {
            let expected = Double(counts.filter { $0.key >= distance }.reduce(0) { $0 + $1.value }) / Double(total)
            let tail = KolmogorovDistribution.exactUpperTail(distance: distance, n, m)
            #expect(agree(tail, expected, relative: 1e-12), "\(distance)")
        }
    }

    @Test func `the limiting tail and its critical value invert each other`() {
        // The 5 % and 1 % points of the textbooks.
        #expect(agree(KolmogorovDistribution.critical(tail: 0.05), 1.3580986, relative: 1e-6))
        #expect(agree(KolmogorovDistribution.critical(tail: 0.01), 1.6276236, relative: 1e-6))
        for tail in [1e-12, 1e-4, 0.025, 0.3, 0.5, 0.9, 0.999] {
            let x = KolmogorovDistribution.critical(tail: tail)
            #expect(agree(KolmogorovDistribution.upperTail(x), tail, relative: 1e-9))
        }
        // Both series where they meet.
        #expect(
            agree(
                KolmogorovDistribution.upperTail(1.nextDown), KolmogorovDistribution.upperTail(1), relative: 1e-12))
        #expect(KolmogorovDistribution.upperTail(0) == 1 && KolmogorovDistribution.upperTail(10) < 1e-80)
    }

    @Test func `everybody else is what is left of everybody`() {
        for entry in cases {
            let (group, rest) = (
                DistributionTests.list(entry.x, entry.v), DistributionTests.list(entry.y, entry.w)
            )
            var all = group
            all.merge(rest)
            let direct = DistributionPair(group, rest, containsGroup: false)
            let taken = DistributionPair(group, all, containsGroup: true)
            #expect(agree(direct.kolmogorovSmirnov, taken.kolmogorovSmirnov, relative: 1e-12, absolute: 1e-14))
            #expect(agree(direct.wasserstein, taken.wasserstein, relative: 1e-12, absolute: 1e-14))
            #expect(direct.second.mass.count == taken.second.mass.count)
            #expect(agree(direct.second.meanVariance, taken.second.meanVariance, relative: 1e-9))
            #expect(agree(direct.wassersteinNoise, taken.wassersteinNoise, relative: 1e-9))
        }
    }

    @Test func `a shift moves every quantile, and the distances of the other order are the same`() throws {
        let x = cases[3].x
        let (first, moved) = (DistributionTests.list(x), DistributionTests.list(x.map { $0 + 1.5 }))
        let gap = DistributionTests.gap(DistributionPair(moved, first, containsGroup: false))
        #expect(agree(try #require(gap.wasserstein.value), 1.5, relative: 1e-12))
        for quantile in gap.quantiles { #expect(quantile.value == 1.5) }
        let turned = DistributionTests.gap(DistributionPair(first, moved, containsGroup: false))
        #expect(turned.kolmogorovSmirnov == gap.kolmogorovSmirnov)
        #expect(turned.quantiles.map(\.value) == [-1.5, -1.5, -1.5])
        let same = DistributionTests.gap(DistributionPair(first, first, containsGroup: false))
        #expect(same.kolmogorovSmirnov.value == 0 && same.wasserstein.value == 0 && same.pValue == 1)
        #expect(same.kolmogorovSmirnov.defined?.interval.lower == 0)
    }

    @Test func `scaled weights and another order of rows change nothing`() throws {
        let entry = cases[4]
        let gap = DistributionTests.gap(
            DistributionPair(
                DistributionTests.list(entry.x, entry.v), DistributionTests.list(entry.y, entry.w), containsGroup: false
            ))
        let scaled = DistributionTests.gap(
            DistributionPair(
                DistributionTests.list(entry.x.reversed(), entry.v?.reversed().map { $0 * 4 }),
                DistributionTests.list(entry.y, entry.w?.map { $0 * 4 }), containsGroup: false))
        #expect(agree(gap.wasserstein.value ?? 0, scaled.wasserstein.value ?? 1, relative: 1e-12))
        #expect(agree(gap.pValue ?? 0, scaled.pValue ?? 1, relative: 1e-9))
        #expect(gap.quantiles.map(\.value) == scaled.quantiles.map(\.value))
    }

    @Test func `quantiles of ten rows are bounded where rows lie far enough out`() throws {
        let pair = DistributionPair(
            DistributionTests.list((1...10).map(Double.init)), ScoreList(), containsGroup: false)
        func interval(_ share: Double) -> Interval {
            SampleQuantile.estimate(share, pair.values, pair.first, z: 1.959964).interval
        }
        // The classic interval of a median from ten rows: the second to the ninth, at 97.9 %.
        #expect(interval(0.5) == Interval(2, 9))
        #expect(interval(0.1).lower == -.infinity && interval(0.9).upper == .infinity)
        #expect(interval(0.1).upper == 4 && interval(0.9).lower == 7)
    }

    @Test func `what is too thin or too large is undefined`() {
        func fault(_ x: [Double], _ y: [Double]) -> String? {
            DistributionTests.gap(
                DistributionPair(DistributionTests.list(x), DistributionTests.list(y), containsGroup: false)
            ).kolmogorovSmirnov.undefinedReason
        }
        #expect(fault([], [1, 2]) == "no row of the group has a value")
        #expect(fault([1, 2], [3]) == "one row alone of the group compared with does not show how values spread")
        #expect(fault([1e300, 2], [3, 4]) == "the values are too large to be compared")
        #expect(fault([1, 2], [3, 4]) == nil)
    }

    @Test func `an audit compares with the reference group and with everybody else, and adjusts by Holm`() throws {
        let table = try OutcomesFixture.read().regression[0].table()
        let assessment = Assessor().assess(table)
        #expect(assessment.distributions.map(\.column) == [.label, .prediction, .error])
        for distribution in assessment.distributions {
            #expect(distribution.groups.count == 3 && distribution.gaps.count == 2 + 3)
            for gap in distribution.gaps {
                let p = try #require(gap.pValue)
                #expect(try #require(gap.adjustedPValue) >= p)
            }
        }
        let smallest = assessment.distributions.flatMap(\.gaps).filter { $0.reference != nil }
            .min { ($0.pValue ?? 1) < ($1.pValue ?? 1) }
        #expect(agree(smallest?.adjustedPValue ?? 0, min(1, 6 * (smallest?.pValue ?? 1)), relative: 1e-12))
    }
}
