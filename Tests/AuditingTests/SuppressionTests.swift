import Foundation
import Files
import NumericalKernels
import Reports
import TestSupport
import Testing

@testable import Auditing
@testable import FairnessMetrics

/// Withheld counts stay withheld: attacks on `results.json` alone.
struct SuppressionTests {
    /// A table of people whose groups differ much in size, so that some cells are small and some empty.
    static func results(
        _ seed: UInt64, sizes: [Int], rows: Int, minimum: Int, strata: Bool = false
    ) throws -> AuditResults {
        var generator = SeededGenerator(seed: seed)
        let names = ["a", "b", "c"]
        let attributes = sizes.count - (strata ? 1 : 0)
        var text = names.prefix(sizes.count).joined(separator: ",") + ",y,p\n"
        for _ in 0..<rows {
            let values = sizes.map { size in
                let place = generator.uniform()
                return "v\(Int(place * place * Double(size)))"
            }
            let label = generator.uniform() < 0.05 ? "" : generator.uniform() < 0.4 ? "1" : "0"
            text += values.joined(separator: ",") + ",\(label),\(generator.uniform() < 0.5 ? 1 : 0)\n"
        }
        return try AuditTests.run(text) { definition in
            definition.label = ColumnExpression(column: "y")
            definition.prediction = ColumnExpression(column: "p")
            definition.protected = names.prefix(attributes).map { ColumnExpression(column: $0) }
            definition.strata = strata ? [ColumnExpression(column: names[attributes])] : []
            definition.minimumCell = minimum
        }
    }

    static let cases: [(sizes: [Int], rows: Int, minimum: Int, strata: Bool)] = [
        ([9], 100, 6, false), ([3, 4], 130, 5, false), ([4, 4], 200, 4, false), ([2, 3], 40, 5, false),
        ([2, 2, 3], 120, 4, false), ([3, 4], 160, 5, true),
    ]

    @Test(arguments: cases.indices)
    func `no withheld count can be worked out or narrowed down`(index: Int) throws {
        let test = SuppressionTests.cases[index]
        var withheld = 0
        for seed in UInt64(0)..<(test.strata || test.sizes.count > 2 ? 1 : 2) {
            let results = try SuppressionTests.results(
                100 * UInt64(index) + seed, sizes: test.sizes, rows: test.rows, minimum: test.minimum,
                strata: test.strata)
            guard results.assessment.unprotectedCells == 0 else {
                #expect(results.warnings.contains { $0.contains("cannot be hidden") })
                continue
            }
            let attack = try SuppressionAttack(JSON(parsing: results.json.bytes()))
            for place in attack.groups.indices where attack.groups[place].isWithheld {
                withheld += 1
                let name: Comment = "seed \(seed): \(attack.groups[place])"
                let plain = try #require(attack.bounds(place, labels: false), name)
                #expect(plain.upperBound - plain.lowerBound > Double(test.minimum) - 1e-6, name)
                let labelled = try #require(attack.bounds(place, labels: true), name)
                if attack.groups[place].isPrimary {
                    #expect(labelled.upperBound > Double(test.minimum) - 1 - 1e-6, name)
                } else {
                    #expect(labelled.upperBound > labelled.lowerBound + 1e-6, name)
                }
            }
        }
        #expect(withheld > 0, "nothing was put to the test")
    }

    @Test func `the attack works where only small cells are withheld`() throws {
        let results = try SuppressionTests.results(101, sizes: [3, 4], rows: 130, minimum: 5)
        let open = try SuppressionTests.results(101, sizes: [3, 4], rows: 130, minimum: 0)
        // The same page with the larger cells shown after all.
        var naive = results
        for index in naive.assessment.groups.indices where naive.assessment.groups[index].withheld == .secondary {
            naive.assessment.groups[index] = open.assessment.groups[index]
        }
        let attack = try SuppressionAttack(JSON(parsing: naive.json.bytes()))
        let found = attack.groups.indices.filter { attack.groups[$0].isWithheld }.filter { place in
            attack.bounds(place, labels: false).map { $0.upperBound - $0.lowerBound < 1e-6 } ?? false
        }
        #expect(!found.isEmpty)
    }

    @Test func `nothing that is written holds a withheld number`() throws {
        let results = try SuppressionTests.results(101, sizes: [3, 4], rows: 130, minimum: 5)
        #expect(results.assessment.groups.contains { $0.withheld == .secondary })
        for group in results.assessment.groups where group.isSuppressed {
            #expect(group.count == 0 && group.weight == 0 && group.missing == MissingCounts())
            #expect(group.metrics.allSatisfy { $0.estimate.defined == nil && $0.shrunken == nil })
        }
        let back = try AuditResults(json: JSON(parsing: results.json.bytes()))
        #expect(back == results)
    }

    @Test func `the number of people of unknown group is withheld with their group`() throws {
        let text = "sex,p\n" + String(repeating: "F,1\nM,0\n", count: 30) + "?,1\n?,0\n"
        let results = try AuditTests.run(text) { definition in
            definition.prediction = ColumnExpression(column: "p")
            definition.protected = [ColumnExpression(column: "sex")]
            definition.minimumCell = 5
        }
        let role = try #require(results.roles.first { $0.role == "protected" })
        #expect(role.missing == nil)
        #expect(try AuditResults(json: results.json) == results)
        #expect(!String(decoding: results.json.bytes(), as: UTF8.self).contains("\"missing\":2"))
    }

    @Test func `the smallest sufficient groups go, unknown ones first`() {
        func table(_ counts: [(String, Int)]) -> GroupTable {
            let values = counts.map { AttributeValue(attribute: "g", value: $0.0, isUnknown: $0.0 == "unknown") }
            var table = GroupTable(
                attributes: [GroupingColumn(name: "g", values: values)], inputs: [.prediction])
            for (index, count) in counts.enumerated() {
                var tally = Tally()
                tally.add(Mass(count: count.1), label: .missing, prediction: .positive)
                table.add(tally, at: [index])
            }
            return table
        }
        func withheld(_ counts: [(String, Int)]) -> [Withholding?] {
            let table = table(counts)
            let suppression = Suppression(table, minimum: 5)
            return counts.indices.map { suppression.reason([$0], over: [0]) }
        }
        #expect(withheld([("a", 100), ("b", 3), ("c", 40), ("d", 60)]) == [nil, .primary, .secondary, nil])
        #expect(withheld([("a", 100), ("b", 3), ("c", 40), ("unknown", 50)]) == [nil, .primary, nil, .secondary])
        // 5 could be told: the label says 5 or more, so no more than 3 of the 8 are in b.
        #expect(withheld([("a", 100), ("b", 3), ("c", 5), ("d", 60)]) == [nil, .primary, nil, .secondary])
        // Two small ones of 1 and 1: the sum of 2 would say so.
        #expect(withheld([("a", 100), ("b", 1), ("c", 1), ("d", 60)]) == [nil, .primary, .primary, .secondary])
        #expect(withheld([("a", 100), ("b", 30)]) == [nil, nil])
    }
}
