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

    /// Posts of two groups: texts that say `women` are labelled rude, one group says it more often, the raters disagree
    /// about that group, and the last rows of the test part are copies of the first.
    private static func posts(_ rows: Int) -> String {
        var text = "group,part,first,second,text,rude\n"
        var lines: [String] = []
        for row in 0..<rows {
            let isOwn = row % 2 == 1
            let names = isOwn ? row % 4 == 1 : row % 16 == 0
            let post =
                "\(names ? "Those WOMEN, say" : "they say") number \(row * 7_919 % 9_973) of \(row * 104_729 % 9_967)"
            let rude = names ? row % 8 < 6 : row % 8 == 7
            let second = isOwn && row % 3 == 0 ? !rude : rude
            lines.append(
                "\(isOwn ? "x" : "y"),\(row < rows * 3 / 4 ? "train" : "test"),\(rude),\(second),\"\(post)\",\(rude)")
        }
        for row in 0..<30 { lines[rows - 30 + row] = lines[row].replacing("train", with: "test") }
        text += lines.joined(separator: "\n") + "\n"
        return text
    }

    @Test func `terms, raters who disagree and copies across parts are told with the group`() throws {
        let results = try results { definition, folder in
            let file = folder.appending(path: "posts.csv")
            try Data(Self.posts(1_200).utf8).write(to: file)
            let terms = folder.appending(path: "terms.txt")
            try Data("gender: women\nmen\n".utf8).write(to: terms)
            definition.data = [file.path]
            definition.protected = [try ColumnExpression("group")]
            definition.label = try ColumnExpression("rude")
            definition.positive = "true"
            definition.text = "text"
            definition.dataAudit?.terms = terms.path
            definition.dataAudit?.annotators = ["first", "second"]
            definition.dataAudit?.split = "part"
        }
        let record = try #require(results.dataAudit)
        let term = try #require(record.part(.terms)?.findings.first)
        #expect(term.group.label == "women" && term.verdict == .disparityShown && (term.gap.value ?? 0) > 0.4)
        // Pointwise mutual information is the logarithm of how much more often the label goes with the term.
        let rows = Self.posts(1_200).split(separator: "\n").dropFirst()
        let named = rows.filter { $0.contains("WOMEN") }
        func share(_ rows: [Substring]) -> Double { Double(rows.count { $0.hasSuffix(",true") }) / Double(rows.count) }
        let information = log2(share(named) / share(Array(rows)))
        #expect(abs((term.extra?.value ?? .nan) - information) < 1e-12)
        // The others are the texts without the term, and no more.
        let rest = rows.filter { !$0.contains("WOMEN") }
        #expect(term.rest?.value == share(rest) && term.value.value == share(named))
        let use = try #require(record.part(.termUse)?.findings.first)
        #expect(use.detail == "women" && use.group.label == "x" && use.verdict == .disparityShown)
        let disputed = try #require(record.part(.annotators)?.findings.first)
        #expect(disputed.group.label == "x" && disputed.verdict == .disparityShown && disputed.rest?.value == 0)
        let copies = try #require(record.part(.duplicates))
        #expect(
            copies.notes.contains { $0.contains("30 rows have a copy in another part of 'part'") }, "\(copies.notes)")
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
