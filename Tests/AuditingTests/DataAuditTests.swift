import FairnessMetrics
import Files
import Foundation
import Reports
import TestSupport
import Testing

@testable import Auditing

/// An audit of the data themselves, from a file to its record.
struct DataAuditTests {
    /// People of two groups; `savings` is missing for half of the second one.
    private static func people(_ rows: Int, shift: Int = 0) -> String {
        var text = "id,sex,age,savings,city,hired\n"
        for row in 0..<rows {
            let isWoman = row % 2 == 1
            let savings = isWoman && row % 4 == 1 ? "" : "\(1000 + row * 7919 % 997)"
            let city = ["A", "B", "C"][row * 31 % 3]
            text +=
                "p\(row),\(isWoman ? "woman" : "man"),\(20 + row * 13 % 40 + shift),\(savings),\(city),\(row / 2 % 2)\n"
        }
        return text
    }

    private func results(
        _ change: (inout AuditDefinition, URL) throws -> Void
    ) throws -> AuditResults {
        try Places.withTemporaryFolder { folder in
            let file = folder.appending(path: "people.csv")
            try Data(Self.people(400).utf8).write(to: file)
            var definition = AuditDefinition()
            definition.data = [file.path]
            definition.protected = [try ColumnExpression("sex")]
            definition.dataAudit = DataAuditChoices()
            try change(&definition, folder)
            return try Audit.run(definition)
        }
    }

    @Test func `no label and no decision is needed`() throws {
        let results = try results { _, _ in }
        let record = try #require(results.dataAudit)
        let missing = try #require(record.part(.missing)?.findings.first)
        #expect(missing.verdict == .disparityShown && missing.column == "savings" && missing.group.label == "woman")
        #expect(missing.value.value == 0.5 && missing.rest?.value == 0)
        #expect(record.part(.missingByLabel) == nil && record.part(.labelNoise) == nil)
        let uses = Dictionary(uniqueKeysWithValues: record.columns.map { ($0.name, $0.use) })
        #expect(uses["id"] == .identifier && uses["sex"] == .role && uses["age"] == .number)
        #expect(try AuditResults(json: JSON(parsing: results.json.bytes())) == results)
        let page = String(decoding: try AuditReport.html(for: results), as: UTF8.self)
        #expect(page.contains("The data themselves"))
        let sheet = try #require(Datasheet.markdown(for: results))
        #expect(sheet.contains("400 rows") && sheet.contains("To be filled in by people"))
    }

    @Test func `features narrow what is looked at`() throws {
        let results = try results { definition, _ in
            definition.label = try ColumnExpression("hired")
            definition.features = ["age", "city"]
        }
        let record = try #require(results.dataAudit)
        #expect(record.columns.filter { $0.use == .number || $0.use == .category }.map(\.name) == ["age", "city"])
    }

    @Test func `groups are compared with a population`() throws {
        let results = try results { definition, folder in
            let file = folder.appending(path: "population.csv")
            try Data("sex,share\nwoman,0.8\nman,0.15\nother,0.05\n".utf8).write(to: file)
            definition.dataAudit?.population = file.path
        }
        let part = try #require(results.dataAudit?.part(.representation))
        let ratios = Dictionary(
            uniqueKeysWithValues: part.findings.map { ($0.group.label, $0.gap.value ?? .nan) })
        #expect(ratios["woman"] == 0.5 / 0.8 && ratios["other"] == 0)
        #expect(part.findings.allSatisfy { $0.verdict == .disparityShown })
    }

    @Test func `a second table shows what has changed`() throws {
        let results = try results { definition, folder in
            let file = folder.appending(path: "later.csv")
            try Data(Self.people(400, shift: 15).utf8).write(to: file)
            definition.dataAudit?.against = file.path
        }
        let part = try #require(results.dataAudit?.part(.drift))
        let shown = part.findings.filter { $0.verdict == .disparityShown }
        #expect(Set(shown.map(\.column)) == ["age"] && shown.count == 2)
    }

    @Test(arguments: [
        ("-", [], "reads the table twice"), ("people.csv", ["a"], "who disagrees with whom"),
    ])
    func `what makes no sense is refused`(path: String, annotators: [String], words: String) throws {
        var definition = AuditDefinition()
        definition.data = [path]
        definition.protected = [try ColumnExpression("sex")]
        definition.dataAudit = DataAuditChoices()
        definition.dataAudit?.annotators = annotators
        #expect(definition.faults.contains { $0.contains(words) })
    }

    @Test(arguments: [
        ("sex,size\nman,1\n", "'share' or 'count'"), ("race,share\nx,1\n", "named as a protected attribute"),
        ("sex,share\nman,0\n", "sums to 0"),
    ])
    func `a population table that says nothing is refused`(text: String, words: String) throws {
        #expect {
            _ = try results { definition, folder in
                let file = folder.appending(path: "population.csv")
                try Data(text.utf8).write(to: file)
                definition.dataAudit?.population = file.path
            }
        } throws: { "\($0)".contains(words) }
    }

    @Test func `withheld groups are not given away`() throws {
        let results = try results { definition, _ in
            definition.protected = [try ColumnExpression("age"), try ColumnExpression("sex")]
            definition.minimumCell = 20
        }
        #expect(results.dataAudit == nil)
        #expect(results.warnings.contains { $0.contains("not audited by themselves") })
    }
}
