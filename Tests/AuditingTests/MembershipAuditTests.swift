import FairnessMetrics
import Files
import Foundation
import Reports
import Tables
import TestSupport
import Testing

@testable import Auditing

/// Probabilities of groups, from a file to results.
struct MembershipAuditTests {
    static let people = """
        sex,p_a,p_b,offer,weight
        F,0.9,0.1,1,1
        M,0.2,0.8,0,2
        F,0.5,0.5,1,1
        M,,0.4,0,1
        F,0,1,0,3
        M,1,0,1,1

        """

    static func run(_ text: String = people, name: String = "people.csv", workers: Int = 2) throws -> AuditResults {
        try AuditTests.run(text, name: name, workers: workers) { definition in
            definition.prediction = ColumnExpression(column: "offer")
            definition.protected = [ColumnExpression(column: "sex")]
            definition.weight = "weight"
            definition.memberships = [try MembershipRole("origin=p_a, p_b")]
        }
    }

    @Test func `rates are weighted by probability and weight, and a row without one is unknown`() throws {
        let results = try MembershipAuditTests.run()
        let part = try #require(results.assessment.memberships.first)
        #expect(part.attribute == "origin" && part.groups.map(\.key.label) == ["p_a", "p_b"])
        #expect(part.unknownRows == 1)
        let rate = try #require(part.groups[0].rate("selection_rate")?.estimate.value)
        #expect(agree(rate, (0.9 + 0.5 + 1) / (0.9 + 0.4 + 0.5 + 0 + 1), relative: 1e-12))
        #expect(agree(part.groups[1].expectedCount, 0.1 + 0.8 + 0.5 + 1, relative: 1e-12))
        #expect(part.disparities.contains { $0.aggregation == .difference && $0.pValue != nil })
        #expect(results.roles.filter { $0.role == "membership" }.map(\.missing) == [1, 1])
    }

    @Test func `results with probabilities read back, and the page shows them`() throws {
        let results = try MembershipAuditTests.run()
        #expect(try AuditResults(json: JSON(parsing: results.json.bytes())) == results)
        let page = String(decoding: try AuditReport.html(for: results), as: UTF8.self)
        #expect(page.contains("Groups known by probabilities") && page.contains("p_a"))
        #expect(results.json["membership"] != nil)
        #expect(try AuditTests.people().json["membership"] == nil)
    }

    @Test func `the number of threads changes no byte`() throws {
        var text = "sex,p_a,p_b,offer,weight\n"
        for row in 0..<20_000 {
            let p = Double(row % 101) / 100
            text += "\(row % 2 == 0 ? "F" : "M"),\(p),\(1 - p),\(row % 3 == 0 ? 1 : 0),\(1 + Double(row % 7) / 3)\n"
        }
        let one = try MembershipAuditTests.run(text, workers: 1).json.bytes()
        #expect(try MembershipAuditTests.run(text, workers: 3).json.bytes() == one)
    }

    @Test(arguments: [
        ("people.csv", people.replacing("M,0.2,0.8", with: "M,0.2,0.7"), ":3", "sum to 0.899"),
        ("people.csv", people.replacing("F,0,1,0", with: "F,-0.5,1.5,0"), ":6", "no probability"),
        ("people.csv", people.replacing("M,1,0,1", with: "M,high,0,1"), ":7", "not a number"),
        (
            "people.jsonl",
            "{\"sex\":\"F\",\"p_a\":1,\"p_b\":0,\"offer\":1,\"weight\":1}\n\n"
                + "{\"sex\":\"M\",\"p_a\":1,\"p_b\":1,\"offer\":0,\"weight\":1}\n", ":3", "sum to 2"
        ),
    ])
    func `what is no probability is named with its line`(
        name: String, text: String, place: String, fault: String
    ) throws {
        let error = #expect(throws: TableError.self) { try MembershipAuditTests.run(text, name: name) }
        #expect(error?.description.contains(place) == true, "\(String(describing: error))")
        #expect(error?.description.contains(fault) == true, "\(String(describing: error))")
        #expect(error?.kind == .badData)
    }

    @Test func `a definition names them, and faults are told`() throws {
        try Places.withTemporaryFolder { folder in
            let file = folder.appending(path: "audit.yaml")
            let head = "data: people.csv\nprediction: offer\nprotected: [sex]\n"
            try Data((head + "membership: {origin: [p_a, p_b]}\n").utf8).write(to: file)
            let definition = try AuditDefinition(contentsOf: file.path)
            #expect(definition.memberships == [MembershipRole(name: "origin", columns: ["p_a", "p_b"])])
            for (text, fault) in [
                ("membership: {origin: p_a}", "expected names with columns"),
                ("membership: {origin: [p_a]}", "two columns"), ("membership: {sex: [p_a, p_b]}", "taken"),
                ("membership: {origin: [p_a, p_a]}", "twice"),
            ] {
                try Data((head + text + "\n").utf8).write(to: file)
                let error = #expect(throws: AuditError.self) { try AuditDefinition(contentsOf: file.path) }
                #expect(error?.description.contains(fault) == true, "\(text)")
            }
        }
        #expect(throws: AuditError.self) { try MembershipRole("p_a,p_b") }
        var tallied = AuditDefinition()
        tallied.data = ["people.csv"]
        tallied.prediction = ColumnExpression(column: "offer")
        tallied.protected = [ColumnExpression(column: "sex")]
        tallied.memberships = [MembershipRole(name: "origin", columns: ["p_a", "p_b"])]
        let error = #expect(throws: AuditError.self) { try Audit.tally(tallied) }
        #expect(error?.description.contains("--membership") == true)
    }
}
