import FairnessMetrics
import Mitigations
import Reports
import Testing

@testable import DataAudits

/// Texts that differ only in whom they name, and their labels.
struct SwapPairTests {
    private static let jobs = [
        "late", "kind", "the new engineer", "at home", "ill again", "a good cook", "the owner", "asleep", "early",
        "proud",
        "a nurse", "in town",
    ]

    /// Sentences of both genders, `positive` saying which have the label; and what names nobody.
    private func table(
        _ sentences: [(text: String?, isPositive: Bool?)], protected codes: [Int]? = nil
    ) -> AuditedTable {
        let values = ["a", "b"].map { AttributeValue(attribute: "group", value: $0) }
        var table = AuditedTable(
            rowCount: sentences.count,
            attributes: [
                .init(
                    column: GroupingColumn(name: "group", values: values),
                    codes: codes ?? sentences.indices.map { $0 % 2 })
            ],
            label: .init(
                name: "rude", levels: ["fine", "rude"],
                codes: sentences.map { $0.isPositive.map { $0 ? 1 : 0 } ?? 255 }), features: [])
        table.texts = [("text", sentences.map(\.text))]
        return table
    }

    private func part(_ table: AuditedTable) throws -> DataAuditPart {
        try #require(DataAudit.record(of: table).part(.swapPairs))
    }

    @Test func `counterparts with other labels are shown with their counts`() throws {
        var rows: [(String?, Bool?)] = []
        for job in Self.jobs {
            rows.append(("He is \(job).", false))
            rows.append(("and SHE is \(job)".replacing("and ", with: ""), true))
        }
        rows += [("It is late.", true), (nil, true), ("He and she are late.", true), ("She is away", nil)]
        let part = try part(table(rows))
        let finding = try #require(part.findings.first)
        // Two members: the second in the order of names is compared, masculine.
        #expect(finding.group.label == "masculine" && finding.detail == "rude" && finding.column == "text")
        #expect(finding.value.value == 0 && finding.rest?.value == 1 && finding.gap.value == -1)
        #expect(finding.value.defined?.denominator == 12)
        // McNemar's exact test of 12 to none: 2 · 2⁻¹².
        #expect(abs((finding.pValue ?? 1) - 2 / 4096) < 1e-12)
        #expect(finding.verdict == .disparityShown)
        #expect(
            part.notes.contains { $0.contains("12 are there once more") && $0.contains("such as rows 0 and 1") },
            "\(part.notes)")
    }

    @Test func `counterparts with the same labels show nothing`() throws {
        let rows = Self.jobs.enumerated().flatMap { place, job -> [(String?, Bool?)] in
            [("James met his wife \(job)", place % 2 == 0), ("Mary met her husband \(job)", place % 2 == 0)]
        }
        let part = try part(table(rows))
        let finding = try #require(part.findings.first)
        #expect(finding.gap.value == 0 && finding.verdict != .disparityShown && finding.pValue == 1)
        #expect(part.notes.contains { $0.contains("the same label") })
    }

    @Test func `of texts that are there twice the first counts`() throws {
        var rows: [(String?, Bool?)] = Self.jobs.map { ("he is \($0)", false) }
        rows += Self.jobs.map { ("she is \($0)", false) }
        rows += Self.jobs.map { ("she is \($0)", true) }
        let finding = try #require(try part(table(rows)).findings.first)
        #expect(finding.value.value == 0 && finding.rest?.value == 0 && finding.value.defined?.denominator == 12)
    }

    @Test func `of more than two members each is set against the mean of the others`() throws {
        // A label for Muslims alone, and in every other sentence for Christians too.
        let rows = Self.jobs.enumerated().flatMap { place, job -> [(String?, Bool?)] in
            [
                ("the Christians are \(job)", place % 2 == 0), ("the Muslims are \(job)", true),
                ("the Hindus are \(job)", false),
            ]
        }
        let findings = try part(table(rows)).findings
        let gaps = Dictionary(uniqueKeysWithValues: findings.map { ($0.group.label, $0.gap.value ?? .nan) })
        #expect(gaps == ["Muslim": 1 - 0.25, "Christian": 0.5 - 0.5, "Hindu": -0.75])
    }

    @Test func `without counterparts it says so and compares nothing`() throws {
        let found = try part(table([("he is late", true), ("she is early", true)]))
        #expect(found.findings.isEmpty)
        #expect(found.notes.contains { $0.contains("none of them is another's counterpart") })
        #expect(try part(table([("nobody", true), ("else", true)])).notes.contains { $0.contains("No two texts") })
    }
}
