import TestSupport
import Testing

@testable import FairnessMetrics

/// Forty random tables measured by fairlearn and scikit-learn, half of them weighted.
struct RandomTableTests {
    struct Fixture: Decodable {
        struct Table: Decodable {
            var group: [Int]
            var label: [Int]
            var prediction: [Int]
            var score: [Double]
            var weight: [Double]?
            var byGroup: [String: [String: Double]]
            var disparities: [String: Double]?
        }
        var tables: [Table]
    }

    let tables: [Fixture.Table]

    init() throws { tables = try Places.fixture("fairness/random_tables.json", as: Fixture.self).tables }

    static func groupTable(_ table: Fixture.Table, order: [Int]? = nil) -> GroupTable {
        let names = Set(table.group).sorted().map { AttributeValue(attribute: "g", value: "\($0)") }
        var result = GroupTable(
            attributes: [GroupingColumn(name: "g", values: names)], inputs: [.label, .prediction, .score])
        let positions = Dictionary(uniqueKeysWithValues: Set(table.group).sorted().enumerated().map { ($1, $0) })
        for row in order ?? Array(table.group.indices) {
            var tally = Tally()
            let weight = table.weight?[row]
            let label: Outcome = table.label[row] == 1 ? .positive : .negative
            tally.add(
                weight.map { Mass(count: 1, weight: $0, squaredWeight: $0 * $0) } ?? Mass(count: 1), label: label,
                prediction: table.prediction[row] == 1 ? .positive : .negative)
            var scores = ScoreSample()
            scores.add(table.score[row], label: label, weight: weight)
            tally.scores = scores
            result.add(tally, at: [positions[table.group[row]] ?? 0])
        }
        return result
    }

    @Test func `every metric agrees with scikit-learn and fairlearn`() throws {
        var compared = 0
        for table in tables {
            let assessment = Assessor().assess(RandomTableTests.groupTable(table))
            for (group, metrics) in table.byGroup {
                let ours = try #require(assessment.groups.first { $0.key.label == group })
                for (id, expected) in metrics {
                    let value = try #require(ours.estimate(id)?.value, "\(id) of group \(group)")
                    #expect(
                        agree(value, expected, relative: 1e-12, absolute: 1e-12), "\(id): \(value), not \(expected)")
                    compared += 1
                }
            }
        }
        #expect(compared > 1_000)
    }

    @Test func `every criterion agrees with fairlearn`() throws {
        var compared = 0
        for table in tables {
            let assessment = Assessor().assess(RandomTableTests.groupTable(table))
            for (id, expected) in table.disparities ?? [:] {
                let ours = try #require(assessment.disparities.first { $0.aggregation.rawValue == id })
                let value = try #require(ours.estimate.value)
                #expect(agree(value, expected, relative: 1e-12, absolute: 1e-12), "\(id): \(value), not \(expected)")
                compared += 1
            }
        }
        #expect(compared > 50)
    }

    @Test func `every interval contains its estimate`() {
        for table in tables {
            let assessment = Assessor().assess(RandomTableTests.groupTable(table))
            for group in assessment.groups + [assessment.overall] {
                for metric in group.metrics {
                    if let defined = metric.estimate.defined {
                        #expect(defined.interval.contains(defined.value), "\(metric.metric)")
                    }
                }
            }
            for disparity in assessment.disparities {
                if let defined = disparity.estimate.defined {
                    #expect(defined.interval.contains(defined.value), "\(disparity.metric) \(disparity.aggregation)")
                }
            }
        }
    }

    @Test func `the order of the rows changes nothing`() throws {
        for table in tables where table.weight == nil {
            let forward = Assessor().assess(RandomTableTests.groupTable(table))
            let backward = Assessor().assess(
                RandomTableTests.groupTable(table, order: table.group.indices.reversed()))
            for (first, second) in zip(forward.disparities, backward.disparities) {
                #expect(first.metric == second.metric && first.verdict == second.verdict)
                let values = (first.estimate.value ?? 0, second.estimate.value ?? 0)
                #expect(agree(values.0, values.1, relative: 1e-12, absolute: 1e-12))
            }
        }
    }

    @Test func `the scale of the weights changes no value and no interval`() throws {
        for var table in tables {
            guard let weights = table.weight else { continue }
            let plain = Assessor().assess(RandomTableTests.groupTable(table))
            table.weight = weights.map { $0 * 8 }
            let scaled = Assessor().assess(RandomTableTests.groupTable(table))
            for (first, second) in zip(plain.disparities, scaled.disparities) {
                let (a, b) = (first.estimate.defined, second.estimate.defined)
                #expect(agree(a?.value ?? 0, b?.value ?? 0, relative: 1e-12, absolute: 1e-12))
                #expect(agree(a?.interval.lower ?? 0, b?.interval.lower ?? 0, relative: 1e-9, absolute: 1e-9))
                #expect(first.verdict == second.verdict)
            }
        }
    }
}
