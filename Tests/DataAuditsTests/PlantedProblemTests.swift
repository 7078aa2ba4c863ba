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
