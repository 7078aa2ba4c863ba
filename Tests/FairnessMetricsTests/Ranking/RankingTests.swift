import Glibc
import NumericalKernels
import TestSupport
import Testing

@testable import FairnessMetrics

/// Exposure, rates among the first k and NDKL against numpy; `Fixtures/fairness/make_ranking.py`.
struct RankingTests {
    struct Known: Decodable {
        struct Group: Decodable {
            var exposure: Double
            var parity: Double
            var top: Double
            var perRelevance: Double?
        }
        var group: [Int]
        var score: [Double]
        var label: [Int]
        var weight: [Double]
        var k: Int
        var byGroup: [String: Group]
        var ndkl: Double
        var random: Double?
        var randomDeviation: Double?
    }

    let tables: [Known]

    init() throws { tables = try Places.fixture("fairness/ranking.json", as: [Known].self) }

    static func ranking(
        _ groups: [Int], _ scores: [Double?], labels: [Int]? = nil, weights: [Double]? = nil, topK: [Int] = [],
        order: [Int]? = nil, unknown: Int? = nil
    ) throws -> Ranking {
        let values = (0...(groups.max() ?? 0)).map {
            AttributeValue(attribute: "g", value: "\($0)", isUnknown: $0 == unknown)
        }
        var table = GroupTable(
            attributes: [GroupingColumn(name: "g", values: values)],
            inputs: labels == nil ? [.score] : [.score, .label])
        for row in order ?? Array(groups.indices) {
            let label: Outcome = labels.map { $0[row] == 1 ? .positive : .negative } ?? .missing
            var tally = Tally()
            let weight = weights?[row]
            tally.add(
                weight.map { Mass(count: 1, weight: $0, squaredWeight: $0 * $0) } ?? Mass(count: 1), label: label,
                prediction: .missing)
            var sample = ScoreSample()
            sample.add(scores[row], label: label, weight: weight)
            tally.scores = sample
            table.add(tally, at: [groups[row]])
        }
        return try #require(
            MeasureTables.measures(table) {
                $0.topK = topK
            }.ranking.first)
    }

    static func ranking(_ known: Known, order: [Int]? = nil) throws -> Ranking {
        try ranking(
            known.group, known.score, labels: known.label,
            weights: known.weight.allSatisfy { $0 == 1 } ? nil : known.weight, topK: [known.k], order: order)
    }

    @Test func `exposure, parity and the first k agree with numpy`() throws {
        for known in tables {
            let ranking = try RankingTests.ranking(known)
            #expect(ranking.topK == [known.k] && ranking.groups.count == known.byGroup.count)
            for group in ranking.groups {
                let expected = try #require(known.byGroup[group.key.label])
                guard let exposure = group.exposure.value else {
                    #expect(group.count == 1)
                    continue
                }
                #expect(agree(exposure, expected.exposure, relative: 1e-12))
                #expect(agree(try #require(group.parity.value), expected.parity, relative: 1e-12))
                #expect(
                    agree(try #require(group.topRates[0].value), expected.top, relative: 1e-12, absolute: 1e-12))
                #expect((expected.perRelevance == nil) == (group.perRelevance?.value == nil))
                if let value = group.perRelevance?.value, let expected = expected.perRelevance {
                    #expect(agree(value, expected, relative: 1e-12))
                }
            }
        }
    }

    @Test func `NDKL agrees with numpy, and so does its mean over random rankings`() throws {
        var compared = 0
        for known in tables {
            let divergence = try #require(RankingTests.ranking(known).divergence)
            #expect(divergence.positions == known.group.count)
            #expect(agree(divergence.value, known.ndkl, relative: 1e-10, absolute: 1e-14))
            guard let random = known.random, let deviation = known.randomDeviation else { continue }
            #expect(abs(divergence.random - random) < 4 * deviation / 199.0.squareRoot())
            compared += 1
        }
        #expect(compared == 4)
    }

    @Test func `the order of rows does not matter`() throws {
        for known in tables {
            let reversed = try RankingTests.ranking(known, order: known.group.indices.reversed())
            let plain = try RankingTests.ranking(known)
            #expect(reversed.divergence == plain.divergence)
            for (first, second) in zip(plain.groups, reversed.groups) {
                #expect(first.topTests == second.topTests)
                #expect(agree(first.exposure.value ?? 0, second.exposure.value ?? 0, relative: 1e-12))
            }
        }
    }

    @Test func `a group that stands last is shown to`() throws {
        let groups = (0..<400).map { $0 < 200 ? 0 : 1 }
        let ranking = try RankingTests.ranking(groups, (0..<400).map { -Double($0) }, topK: [100])
        let gap = try #require(ranking.disparities.first)
        #expect(gap.metric == "top_100_rate" && gap.verdict == .disparityShown && gap.estimate.value == 0.5)
        let test = try #require(ranking.groups[1].topTests.first)
        #expect(test.count == 0 && test.pValue < 1e-6 && test.firstShortfall ?? 100 < 12)
        #expect(ranking.groups[0].topTests[0].pValue == 1)
        #expect(try #require(ranking.divergence).pValue == 1.0 / 200)
        let exposure = try #require(ranking.disparities.first { $0.metric == "exposure" })
        #expect(exposure.lowest?.label == "1" && exposure.verdict == .disparityShown)
    }

    @Test func `if all scores tie, everybody has the same and nothing is shown`() throws {
        let groups = (0..<90).map { $0 % 3 }
        let ranking = try RankingTests.ranking(groups, groups.map { _ in 0.5 }, topK: [9])
        for group in ranking.groups {
            #expect(agree(try #require(group.parity.value), 1, relative: 1e-12))
            #expect(agree(try #require(group.topRates[0].value), 0.1, relative: 1e-12))
        }
        #expect(ranking.disparities.allSatisfy { $0.verdict != .disparityShown })
        let divergence = try #require(ranking.divergence)
        #expect(divergence.value < 1e-12 && divergence.pValue == 1)
    }

    @Test func `people of unknown group hold positions and are not compared`() throws {
        // Descending: unknown, 0, 1, 0, 1.
        let ranking = try RankingTests.ranking([2, 0, 1, 0, 1], [5, 4, 3, 2, 1], topK: [2], unknown: 2)
        #expect(ranking.groups.map { $0.topRates[0].value } == [0.5, 0, 1])
        #expect(ranking.disparities[0].compared == 2)
        #expect(ranking.divergence?.positions == 4)
        #expect(ranking.groups[2].topTests.isEmpty && ranking.groups[0].topTests[0].share == 0.5)
    }

    @Test func `rows without a score are not ranked`() throws {
        let ranking = try RankingTests.ranking([0, 0, 0, 1, 1, 1, 2], [3, 1, nil, 2, 4, 5, 6], topK: [3])
        #expect(ranking.rows == 6 && ranking.groups.map(\.count) == [2, 3, 1])
    }

    @Test(arguments: [1e139, 1e-139, 1e150, 1e-170])
    func `weights of any size give numbers or a reason`(weight: Double) throws {
        let ranking = try RankingTests.ranking(
            [0, 1, 0, 1, 0, 1], [6, 5, 4, 3, 2, 1], labels: [1, 1, 0, 1, 0, 0],
            weights: Array(repeating: weight, count: 6), topK: [2])
        for group in ranking.groups {
            for estimate in [group.exposure, group.parity, group.perRelevance ?? .undefined("")] + group.topRates {
                #expect(estimate.value?.isFinite ?? true)
                #expect((estimate.value != nil) == (1e-140...1e140).contains(weight))
            }
        }
    }

    @Test func `without names the first k are 1 %, 10 % and the selected`() throws {
        let ranking = try RankingTests.ranking((0..<300).map { $0 % 2 }, (0..<300).map { Double($0) })
        #expect(ranking.topK == [3, 30])
    }

    @Test func `exposure gaps of groups ranked at random are seldom significant`() throws {
        var generator = SeededGenerator(seed: 6)
        var significant = 0
        var few = 0
        for _ in 0..<80 {
            let groups = (0..<120).map { _ in generator.uniform() < 0.3 ? 1 : 0 }
            let ranking = try RankingTests.ranking(groups, groups.map { _ in generator.uniform() }, topK: [20])
            let exposure = try #require(ranking.disparities.first { $0.metric == "exposure" })
            significant += exposure.pValue ?? 1 <= 0.05 ? 1 : 0
            few += ranking.groups[1].topTests[0].pValue <= 0.05 ? 1 : 0
        }
        #expect(significant <= 11, "\(significant) of 80")
        #expect(few <= 11, "\(few) of 80")
    }
}
