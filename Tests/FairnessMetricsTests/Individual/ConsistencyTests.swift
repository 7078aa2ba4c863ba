import TestSupport
import Testing

@testable import FairnessMetrics

/// Consistency against numpy's brute force and, where it means the same, AIF360; `Fixtures/fairness/make_consistency.py`.
struct ConsistencyTests {
    struct Fixture: Decodable {
        struct Table: Decodable {
            var numbers: [[Double]]
            var texts: [[UInt32]]
            var decisions: [Int]
            var weights: [Double]
            var groups: [Int]
            var consistency: Double
            var byGroup: [Double]
        }
        struct Peer: Decodable {
            var numbers: [[Double]]
            var decisions: [Int]
            var consistency: Double
        }
        var tables: [Table]
        var AIF360: Peer
    }

    let fixture: Fixture

    init() throws { fixture = try Places.fixture("fairness/consistency.json", as: Fixture.self) }

    static func table(
        numbers: [[Double]] = [], texts: [[UInt32]] = [], _ decisions: [Int], groups: [Int], weights: [Double] = [],
        unknown: Int? = nil
    ) -> FeatureTable {
        let values = (0...(groups.max() ?? 0)).map {
            AttributeValue(attribute: "g", value: "\($0)", isUnknown: $0 == unknown)
        }
        return FeatureTable(
            names: (0..<numbers.count + texts.count).map { "f\($0)" },
            columns: numbers.map { .numbers($0) } + texts.map { .codes($0) }, decisions: decisions.map { $0 == 1 },
            subject: .prediction, weights: weights,
            attributes: [GroupingColumn(name: "g", values: values)], groups: [groups], incomplete: 0)
    }

    static func table(_ known: Fixture.Table, order: [Int]? = nil) -> FeatureTable {
        let order = order ?? Array(known.decisions.indices)
        return table(
            numbers: known.numbers.map { column in order.map { column[$0] } },
            texts: known.texts.map { column in order.map { column[$0] } }, order.map { known.decisions[$0] },
            groups: order.map { known.groups[$0] },
            weights: known.weights.allSatisfy { $0 == 1 } ? [] : order.map { known.weights[$0] })
    }

    static func consistency(_ table: FeatureTable, neighbours: Int = 5, pairs: Int = .max) -> Consistency {
        Consistency(
            table, settings: AssessmentSettings(), workers: 2, neighbours: neighbours, maximumPairs: pairs)
    }

    @Test func `consistency overall and by group agrees with brute force`() throws {
        for known in fixture.tables {
            let found = ConsistencyTests.consistency(ConsistencyTests.table(known))
            #expect(agree(try #require(found.overall.value), known.consistency, relative: 1e-9))
            #expect(found.asked == 80 && found.overall.defined?.interval.contains(known.consistency) == true)
            for (group, expected) in zip(found.groups, known.byGroup) {
                #expect(agree(try #require(group.estimate.value), expected, relative: 1e-9))
            }
            #expect(found.disparities.count == 1)
        }
    }

    @Test func `AIF360's five with self are our four others`() throws {
        let peer = fixture.AIF360
        let table = ConsistencyTests.table(
            numbers: peer.numbers, peer.decisions, groups: peer.decisions.map { _ in 0 })
        let four = try #require(ConsistencyTests.consistency(table, neighbours: 4).overall.value)
        #expect(agree(1 - 0.8 * (1 - four), peer.consistency, relative: 1e-9))
        let five = try #require(ConsistencyTests.consistency(table).overall.value)
        #expect(abs(five - peer.consistency) > 0.01)
    }

    @Test func `the order of rows and the number of threads do not matter`() throws {
        for known in fixture.tables {
            let plain = ConsistencyTests.consistency(ConsistencyTests.table(known))
            let reversed = ConsistencyTests.consistency(
                ConsistencyTests.table(known, order: known.decisions.indices.reversed()))
            #expect(agree(try #require(plain.overall.value), try #require(reversed.overall.value), relative: 1e-9))
            #expect(plain.twins.map(\.groups) == reversed.twins.map(\.groups))
            // Sums of weights round in another order.
            #expect(
                agree(plain.twins[0].share.value ?? 0, reversed.twins[0].share.value ?? 0, relative: 1e-12))
            let alone = Consistency(
                ConsistencyTests.table(known), settings: AssessmentSettings(), workers: 1)
            #expect(alone == plain)
        }
    }

    @Test func `nobody is a neighbour of himself, and equal rows share the places`() throws {
        // Twelve equal rows, half of them positive: each sees 5 or 6 positives among 11 others.
        let decisions = (0..<12).map { $0 % 2 }
        let table = ConsistencyTests.table(texts: [decisions.map { _ in 1 }], decisions, groups: decisions)
        let value = try #require(ConsistencyTests.consistency(table).overall.value)
        #expect(agree(value, 5.0 / 11, relative: 1e-12))
    }

    @Test func `the unit of a number does not matter, and a constant says nothing`() throws {
        let known = fixture.tables[0]
        let plain = ConsistencyTests.consistency(ConsistencyTests.table(known))
        var scaled = known
        scaled.numbers = scaled.numbers.map { $0.map { $0 * 1024 } } + [known.decisions.map { _ in 7 }]
        let other = ConsistencyTests.consistency(ConsistencyTests.table(scaled))
        #expect(agree(try #require(plain.overall.value), try #require(other.overall.value), relative: 1e-12))
    }

    @Test func `too few rows have none`() {
        let table = ConsistencyTests.table(numbers: [[1, 2, 3, 4, 5]], [0, 1, 0, 1, 0], groups: [0, 1, 0, 1, 0])
        let found = ConsistencyTests.consistency(table)
        #expect(found.overall.undefinedReason?.contains("fewer than 6") == true && found.asked == 0)
    }

    @Test func `of many rows a seeded sample is asked, near what everybody says`() throws {
        let count = 1_500
        let numbers = (0..<count).map { Double(($0 * 7919) % count) }
        let decisions = (0..<count).map { (($0 * 104_729) % 10 < 3 ? 1 : 0) }
        let table = ConsistencyTests.table(numbers: [numbers], decisions, groups: decisions.map { _ in 0 })
        let all = try #require(ConsistencyTests.consistency(table).overall.value)
        let sampled = ConsistencyTests.consistency(table, pairs: 100)
        #expect(sampled.asked == 1_000 && sampled.rows == count)
        let estimate = try #require(sampled.overall.defined)
        #expect(abs(estimate.value - all) < 4 * (estimate.standardError ?? 0))
        #expect(estimate.value != all)
    }

    @Test func `twins are of another known group and equal in every feature`() throws {
        // Two sets of equal people; the last row's group is unknown, the row before has nobody equal.
        let table = ConsistencyTests.table(
            numbers: [[1, 1, 1, 2, 2, 2, 9, 1]], texts: [[1, 1, 1, 1, 1, 1, 1, 1]], [1, 0, 0, 1, 1, 1, 0, 1],
            groups: [0, 1, 1, 0, 1, 0, 1, 2], unknown: 2)
        let twins = try #require(ConsistencyTests.consistency(table).twins.first)
        #expect(twins.withTwin == 6 && twins.contradicted == 3)
        #expect(twins.share.value == 0.5)
        #expect(twins.groups.map(\.withTwin) == [3, 3])
        #expect(twins.groups.map(\.worse) == [0, 2] && twins.groups.map(\.better) == [1, 0])
        let interval = try #require(twins.share.defined?.interval)
        #expect(interval.lower >= 0 && interval.upper <= 1 && interval.lower < 0.5 && interval.upper > 0.5)
    }

    @Test func `a twin of the own group is none`() throws {
        let table = ConsistencyTests.table(
            numbers: [[1, 1, 2, 2, 3, 3, 4]], [0, 1, 0, 1, 0, 1, 1], groups: [0, 0, 1, 1, 0, 0, 1])
        let twins = try #require(ConsistencyTests.consistency(table).twins.first)
        #expect(twins.withTwin == 0 && twins.share.value == nil)
    }
}
