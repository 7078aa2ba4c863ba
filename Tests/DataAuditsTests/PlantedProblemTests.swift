import FairnessMetrics
import Reports
import Testing

@testable import DataAudits

/// What is planted in a generated table is found, with the right group named; a clean table raises no alarm.
struct PlantedProblemTests {
    /// Where a problem must show first: the part, the column and the group.
    private static let expected: [(PeopleTable.Problem, DataAuditPart.Kind, String?, String)] = [
        (.proxy, .proxies, "district", "South"), (.copies, .duplicates, nil, "West"),
        (.mislabelled, .labelNoise, nil, "East"), (.missingByLabel, .missingByLabel, "savings", "woman"),
        (.unit, .outliers, "income", "South"), (.spelling, .coding, "education", "West"),
    ]

    @Test(arguments: expected.indices)
    func `a planted problem is found and its group named`(index: Int) throws {
        let (problem, kind, column, group) = Self.expected[index]
        let record = DataAudit.record(of: PeopleTable.table(rows: 1500, seed: 3, problems: [problem]))
        let part = try #require(record.part(kind))
        let shown = part.findings.filter { $0.verdict == .disparityShown && $0.column == column }
        #expect(shown.first?.group.label == group)
        #expect((shown.first?.adjustedPValue ?? 1) < 0.05)
    }

    @Test func `without a problem the same table shows none`() {
        #expect(DataAudit.record(of: PeopleTable.table(rows: 1500, seed: 3)).shown.isEmpty)
    }

    @Test func `few clean tables raise an alarm`() {
        // At most one in twenty may; of 15 tables more than four do with a chance below 1 in 1,000.
        var (significant, shown) = (0, 0)
        for seed in 0..<15 {
            let record = DataAudit.record(of: PeopleTable.table(rows: 200, seed: 100 + UInt64(seed)))
            let findings = record.parts.flatMap(\.findings)
            if findings.contains(where: { ($0.adjustedPValue ?? 1) <= 0.05 }) { significant += 1 }
            if !record.shown.isEmpty { shown += 1 }
        }
        #expect(significant <= 4)
        #expect(shown <= 1)
    }

    /// A column that is filled in only once the outcome is known is no description of a person.
    @Test(arguments: [(1, "hardly anybody without hired"), (0, "hardly anybody with hired")])
    func `a column that gives the label away is told`(level: Int, words: String) throws {
        var table = PeopleTable.table(rows: 400, seed: 2)
        let label = try #require(table.label)
        func notes(_ keeps: (Int) -> Bool) throws -> [String] {
            table.features.append(
                .init(name: "started", values: .numbers((0..<400).map { keeps($0) ? Double($0 % 7) : .nan })))
            defer { table.features.removeLast() }
            return try #require(DataAudit.record(of: table).part(.missingByLabel)).notes
        }
        let found = try notes { Int(label.codes[$0]) == level }
        #expect(found.count == 1 && found[0].hasPrefix("started has a value for \(words):"), "\(found)")
        // Where a tenth of the others have a value too it tells nothing for certain.
        #expect(try notes { Int(label.codes[$0]) == level || $0 % 7 == 0 }.isEmpty)
        #expect(try notes { $0 % 2 == 0 }.isEmpty)
    }

    @Test func `columns that name rows are told and left out`() throws {
        var table = PeopleTable.table(rows: 200, seed: 1)
        table.features.append(.init(name: "id", values: .numbers((0..<200).map { Double(1000 + $0) })))
        table.features.append(
            .init(
                name: "name",
                values: .categories(codes: (1...200).map { UInt32($0) }, values: (0...200).map { "p\($0)" })))
        table.features.append(.init(name: "year", values: .numbers(Array(repeating: 2020, count: 200))))
        let record = DataAudit.record(of: table)
        let uses = Dictionary(uniqueKeysWithValues: record.columns.map { ($0.name, $0.use) })
        #expect(uses["id"] == .identifier && uses["name"] == .identifier && uses["year"] == .constant)
        #expect(uses["income"] == .number && uses["district"] == .category)
        #expect(!record.parts.flatMap(\.findings).contains { $0.column == "id" || $0.column == "name" })
    }

    @Test func `coarse columns are no evidence of copies`() throws {
        var table = PeopleTable.table(rows: 600, seed: 5)
        table.features = table.features.filter { $0.name == "education" || $0.name == "district" }
        let part = try #require(DataAudit.record(of: table).part(.duplicates))
        #expect(part.findings.isEmpty)
        #expect(part.notes.joined().contains("coarsely"))
    }

    @Test func `the record does not depend on the number of threads`() {
        let table = PeopleTable.table(rows: 400, seed: 9, problems: [.proxy, .copies])
        var settings = DataAuditSettings()
        settings.workers = 1
        #expect(DataAudit.record(of: table, settings: settings) == DataAudit.record(of: table))
    }
}
