import FairnessMetrics
import Foundation
import Files
import Reports
import Tables
import TestSupport
import Testing

@testable import Auditing

/// Audits of small tables, from a file on disk to results.
struct AuditTests {
    /// Runs an audit of a table given as text.
    static func run(
        _ text: String, name: String = "people.csv", workers: Int = 2, _ change: (inout AuditDefinition) throws -> Void
    ) throws -> AuditResults {
        try Places.withTemporaryFolder { folder in
            try Data(text.utf8).write(to: folder.appending(path: name))
            var definition = AuditDefinition()
            definition.data = [name]
            definition.folder = folder.path
            try change(&definition)
            return try Audit.run(definition, workers: workers)
        }
    }

    static let people = """
        sex,race,age,hired,offer,score,weight
        F,A,30,1,1,0.9,1
        F,B,50,0,0,0.2,2
        F,,44,1,0,0.4,1
        M,A,29,1,1,0.8,1
        M,B,70,0,1,0.7,3
        M,B,45,,1,0.6,1
        M,A,25,1,?,NA,1

        """

    static func people(_ change: (inout AuditDefinition) throws -> Void = { _ in }) throws -> AuditResults {
        try run(people) { definition in
            definition.label = ColumnExpression(column: "hired")
            definition.prediction = ColumnExpression(column: "offer")
            definition.protected = [ColumnExpression(column: "sex"), ColumnExpression(column: "race")]
            try change(&definition)
        }
    }

    static func group(_ results: AuditResults, _ values: [String]) throws -> GroupAssessment {
        try #require(results.assessment.groups.first { $0.key.values.map(\.value) == values })
    }

    @Test func `groups, intersections and everybody are measured`() throws {
        let results = try AuditTests.people()
        #expect(results.data.rows == 7)
        #expect(results.assessment.overall.count == 7)
        #expect(
            results.assessment.groups.map(\.key.label) == [
                "F", "M", "A", "B", "unknown", "F × A", "F × B", "F × unknown", "M × A", "M × B",
            ])
        #expect(try AuditTests.group(results, ["M"]).estimate("selection_rate")?.value == 1)
        #expect(try AuditTests.group(results, ["F"]).estimate("true_positive_rate")?.value == 0.5)
    }

    @Test func `missing labels and predictions are counted by group and never negative`() throws {
        let results = try AuditTests.people()
        let men = try AuditTests.group(results, ["M"])
        #expect(men.count == 4 && men.missing.label == 1 && men.missing.prediction == 1)
        #expect(men.estimate("selection_rate")?.defined?.denominator == 3)
        #expect(results.roles.first { $0.column == "race" }?.missing == 1)
    }

    @Test func `weights count, and Kish's size replaces n`() throws {
        let results = try AuditTests.people { $0.weight = "weight" }
        let women = try #require(AuditTests.group(results, ["F"]).estimate("selection_rate")?.defined)
        #expect(women.value == 0.25)
        #expect(abs(women.effectiveSize - 16.0 / 6) < 1e-12)
    }

    @Test func `bins cut numbers at their edges, an edge belonging to the bin above`() throws {
        let results = try AuditTests.people {
            $0.protected = [ColumnExpression(column: "age")]
            $0.bins = ["age": [30, 45, 65]]
        }
        #expect(
            results.assessment.groups.map(\.key.label) == [
                "under 30", "30 to under 45", "45 to under 65", "65 and over",
            ])
        #expect(results.assessment.groups.map(\.count) == [2, 2, 2, 1])
    }

    @Test func `a condition makes two groups that name themselves`() throws {
        let results = try AuditTests.people { $0.protected = [try ColumnExpression("age >= 45")] }
        #expect(results.assessment.groups.map(\.key.label) == ["age >= 45", "age < 45"])
        #expect(results.assessment.groups.map(\.count) == [3, 4])
    }

    @Test func `numbers as groups are in numeric order`() throws {
        let results = try AuditTests.run("g,p\n10,1\n9,0\n100,1\n") {
            $0.prediction = ColumnExpression(column: "p")
            $0.protected = [ColumnExpression(column: "g")]
        }
        #expect(results.assessment.groups.map(\.key.label) == ["9", "10", "100"])
    }

    @Test func `a threshold makes decisions, and a missing score makes none`() throws {
        let results = try AuditTests.people {
            $0.prediction = nil
            $0.score = ColumnExpression(column: "score")
            $0.threshold = 0.7
        }
        let men = try AuditTests.group(results, ["M"])
        #expect(men.estimate("selection_rate")?.defined?.numerator == 2)
        #expect(men.missing.score == 1 && men.missing.prediction == 1)
    }

    @Test func `strata are assessed apart`() throws {
        let results = try AuditTests.people {
            $0.protected = [ColumnExpression(column: "sex")]
            $0.strata = [ColumnExpression(column: "race")]
        }
        #expect(results.assessment.strata.map(\.key.label) == ["A", "B", "unknown"])
        #expect(results.assessment.strata[1].groups.map(\.count) == [1, 2])
    }

    @Test func `the number of threads changes no byte`() throws {
        var text = "g,y,p,s,w\n"
        for row in 0..<60_000 {
            let value = Double(row * 7919 % 10_007) / 10_007
            text += "\(row % 3),\(row % 5 == 0 ? 1 : 0),\(row % 4 == 0 ? 1 : 0),\(value),\(0.1 + value)\n"
        }
        let bytes = try [1, 2, 3].map { workers in
            try AuditTests.run(text, workers: workers) {
                $0.label = ColumnExpression(column: "y")
                $0.prediction = ColumnExpression(column: "p")
                $0.score = ColumnExpression(column: "s")
                $0.weight = "w"
                $0.protected = [ColumnExpression(column: "g")]
            }.json.bytes()
        }
        #expect(bytes[0] == bytes[1] && bytes[1] == bytes[2])
    }

    @Test(arguments: [
        ("a,b\n1,2\n", "", "nothing to measure"), ("g,p\nx,A\ny,B\n", "p", "does not say which value is positive"),
        ("g,p\nx,A\ny,B\n", "p+C", "has no value 'C'"), ("g,p\nx,1\ny,yes\n", "p", "does not say which"),
        ("g,p\nx,1\ny,0\n", "q", "q"),
    ])
    func `what does not fit is named`(text: String, prediction: String, hint: String) {
        #expect {
            try AuditTests.run(text) {
                let parts = prediction.split(separator: "+").map(String.init)
                $0.prediction = parts.first.map { ColumnExpression(column: $0) }
                $0.positive = parts.count > 1 ? parts[1] : nil
                $0.protected = [ColumnExpression(column: "g")]
            }
        } throws: { error in
            "\(error)".contains(hint)
        }
    }

    @Test func `a message shows what could steer a terminal`() {
        // Values with the one-byte control sequence introducer and a right-to-left override.
        #expect {
            try AuditTests.run("g,p\nx,A\u{9B}31m\ny,B\u{202E}\n") {
                $0.prediction = ColumnExpression(column: "p")
                $0.protected = [ColumnExpression(column: "g")]
            }
        } throws: { error in
            let text = "\(error)"
            return text.contains("A\\u{9b}31m") && text.contains("B\\u{202e}") && !text.contains("\u{9B}")
        }
    }

    @Test func `too many groups are refused with a remedy`() {
        let rows = (0..<1_500).map { "v\($0),1\n" }.joined()
        #expect {
            try AuditTests.run("id,p\n" + rows) {
                $0.prediction = ColumnExpression(column: "p")
                $0.protected = [ColumnExpression(column: "id")]
            }
        } throws: { error in
            "\(error)".contains("--bins")
        }
    }

    @Test func `a weight that is negative, infinite or missing is named with its line`() {
        for weight in ["-1", "", "x", "1e999"] {
            #expect {
                try AuditTests.run("g,p,w\na,1,1\nb,0,\(weight)\n") {
                    $0.prediction = ColumnExpression(column: "p")
                    $0.protected = [ColumnExpression(column: "g")]
                    $0.weight = "w"
                }
            } throws: { error in
                "\(error)".contains("people.csv:3") && "\(error)".contains("w")
            }
        }
    }
}

extension AuditTests {
    @Test func `no more attributes are crossed than asked for`() throws {
        let all = try AuditTests.people { definition in
            definition.protected = [ColumnExpression(column: "sex"), ColumnExpression(column: "race")]
        }
        let alone = try AuditTests.people { definition in
            definition.protected = [ColumnExpression(column: "sex"), ColumnExpression(column: "race")]
            definition.depth = 1
        }
        #expect(Set(all.assessment.groups.map(\.key.attributes)) == [["sex"], ["race"], ["sex", "race"]])
        #expect(Set(alone.assessment.groups.map(\.key.attributes)) == [["sex"], ["race"]])
        #expect(Set(alone.assessment.disparities.map(\.attributes)) == [["sex"], ["race"]])
        #expect(try AuditResults(json: alone.json).settings.depth == 1)
        #expect(throws: AuditError.self) { try AuditTests.people { $0.depth = 0 } }
    }
}
