import TestSupport
import Testing

@testable import FairnessMetrics

/// The numbers of other tools, as those tools print them.
struct CrosswalkTests {
    /// A number that may be NaN or infinite, which JSON writes as a text.
    struct Printed: Decodable {
        var value: Double

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if let number = try? container.decode(Double.self) {
                value = number
            } else {
                let text = try container.decode(String.self)
                value = try #require(Double(text), "\(text) is no number")
            }
        }
    }

    struct Table: Decodable {
        var groups: [[Int]]
        var fairlearn: [String: Printed]
        var AIF360: [String: Printed]
    }

    /// Assesses groups of TP, FP, FN and TN, named A, B, C …
    static func assess(_ groups: [[Int]], reference: String = "A") -> Assessment {
        let names = "ABCDEFGH".prefix(groups.count).map { AttributeValue(attribute: "g", value: String($0)) }
        var table = GroupTable(attributes: [GroupingColumn(name: "g", values: names)], inputs: [.label, .prediction])
        for (index, counts) in groups.enumerated() {
            table.add(
                Tally(
                    truePositives: counts[0], falsePositives: counts[1], falseNegatives: counts[2],
                    trueNegatives: counts[3]), at: [index])
        }
        var settings = AssessmentSettings()
        settings.references = ["g": reference]
        return Assessor(settings: settings).assess(table)
    }

    static func crosswalk(_ groups: [[Int]], reference: String = "A") throws -> Crosswalk {
        let key = GroupKey([AttributeValue(attribute: "g", value: reference)])
        return try #require(Crosswalk(groups: assess(groups, reference: reference).groups, reference: key))
    }

    static func same(_ first: Double, _ second: Double) -> Bool {
        first.isNaN && second.isNaN || agree(first, second, relative: 1e-12, absolute: 1e-12)
    }

    @Test func `eighty tables have fairlearn's and AIF360's own numbers, undefined ones included`() throws {
        let tables = try Places.fixture("fairness/crosswalk.json", as: [Table].self)
        #expect(tables.count == 80)
        var compared = 0
        var unusual = 0
        for table in tables {
            let crosswalk = try CrosswalkTests.crosswalk(table.groups)
            let numbers = crosswalk.rows.flatMap(\.numbers)
            for (tool, printed) in [(Crosswalk.Tool.fairlearn, table.fairlearn), (.aif360, table.AIF360)] {
                #expect(numbers.count { $0.tool == tool } == printed.count)
                for (name, expected) in printed {
                    let found = try #require(numbers.first { $0.tool == tool && $0.name == name })
                    #expect(
                        CrosswalkTests.same(found.value, expected.value),
                        "\(tool) \(name) of \(table.groups): \(found.value), not \(expected.value)")
                    compared += 1
                    if !expected.value.isFinite { unusual += 1 }
                }
            }
        }
        #expect(compared == 800 && unusual > 20)
    }

    @Test func `COMPAS has AIF360's figures for two groups, the favourable outcome positive`() throws {
        // Caucasian, then African-American; favourable is not to reoffend and to be called a low risk.
        let crosswalk = try CrosswalkTests.crosswalk([[1139, 461, 349, 505], [990, 532, 805, 1369]])
        let known = [
            "disparate_impact": 0.6315929383, "statistical_parity_difference": -0.2402002032,
            "equal_opportunity_difference": -0.2139249558, "average_odds_difference": -0.2056489598,
            "equalized_odds_difference": 0.2139249558,
        ]
        for number in crosswalk.rows.flatMap(\.numbers) where number.tool == .aif360 {
            let expected = try #require(known[number.name])
            #expect(abs(number.value - expected) < 5e-11, "\(number.name): \(number.value)")
        }
    }

    @Test func `COMPAS has Aequitas' figures`() throws {
        let row = try #require(
            CrosswalkTests.crosswalk([[505, 349, 461, 1139], [1369, 805, 532, 990]]).groupRows.first)
        #expect(row.numbers.map(\.name) == Crosswalk.ratioNames)
        for (number, expected) in zip(row.numbers, [2.5457, 1.6902, 1.9121, 0.5864, 0.9061, 1.2132, 1.0649]) {
            #expect(abs(number.value - expected) < 5e-5, "\(number.name): \(number.value)")
        }
    }

    @Test func `what misleads is said, beside the number here`() throws {
        // B has no positives: the table on which the tools disagree most.
        let groups = [[1, 1, 1, 1], [0, 1, 0, 2]]
        let crosswalk = try CrosswalkTests.crosswalk(groups)
        #expect(crosswalk.cautions == [.undefinedAsZero, .undefinedIgnored])
        #expect(crosswalk.undefined.map(\.label) == ["B"])
        let numbers = crosswalk.rows.first { $0.aggregation == .equalizedOddsDifference }?.numbers
        #expect(numbers?.map(\.value) == [0.5, 0.5 - 1.0 / 3])
        let ours = CrosswalkTests.assess(groups).disparities.first { $0.aggregation == .equalOpportunityDifference }
        #expect(ours?.estimate.value == nil)
        #expect(try CrosswalkTests.crosswalk([[5, 5, 5, 5], [4, 1, 6, 2]]).cautions.isEmpty)
    }

    @Test func `an infinite ratio is Aequitas' 10, and nothing by nothing NaN`() throws {
        let row = try #require(CrosswalkTests.crosswalk([[4, 0, 2, 5], [4, 3, 0, 5]]).groupRows.first)
        let ratios = Dictionary(uniqueKeysWithValues: row.numbers.map { ($0.name, $0) })
        #expect(ratios["fpr_disparity"]?.value == 10 && ratios["fpr_disparity"]?.caution == .infinityAsTen)
        #expect(ratios["for_disparity"]?.value == 0)
        let none = try #require(CrosswalkTests.crosswalk([[0, 0, 2, 5], [0, 0, 1, 5]]).groupRows.first)
        #expect(none.numbers[0].value.isNaN && none.numbers[0].caution == nil)
    }

    @Test func `the share of all selected grows with the group, the rate does not`() throws {
        let small = try #require(CrosswalkTests.crosswalk([[20, 10, 10, 20], [10, 10, 10, 10]]).groupRows.first)
        let large = try #require(CrosswalkTests.crosswalk([[20, 10, 10, 20], [30, 30, 30, 30]]).groupRows.first)
        #expect(agree(large.numbers[0].value, 3 * small.numbers[0].value, relative: 1e-12))
        #expect(zip(small.numbers, large.numbers).dropFirst().allSatisfy { agree($0.value, $1.value, relative: 1e-12) })
    }

    @Test func `unknown and withheld groups and a missing reference have no numbers`() throws {
        var groups = CrosswalkTests.assess([[5, 5, 5, 5], [4, 1, 6, 2], [3, 3, 3, 3]]).groups
        #expect(Crosswalk(groups: groups, reference: nil)?.groupRows.isEmpty == true)
        #expect(
            Crosswalk(groups: groups, reference: nil)?.rows.flatMap(\.numbers).contains { $0.tool == .aif360 } == false)
        groups[1].withheld = .primary
        #expect(Crosswalk(groups: groups, reference: groups[0].key)?.groupRows.map(\.group.label) == ["C"])
        groups[2].key.values[0].isUnknown = true
        #expect(Crosswalk(groups: groups, reference: groups[0].key) == nil)
    }
}
