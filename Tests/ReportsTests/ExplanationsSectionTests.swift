import Files
import Testing

@testable import Reports

extension SampleResults {
    /// Typical results with what explanations say of a gap.
    static func explained() throws -> AuditResults {
        var results = typical(strata: true)
        results.explanations = try digest()
        return results
    }

    static func digest(minimumCell: Int = 0) throws -> ExplanationsDigest {
        let document = try SampleExplanations.typical()
        return try ExplanationsDigest(
            document, path: "explained/explanations.json", bytes: document.bytes(), minimumCell: minimumCell)
    }
}

/// Explanations within the report of an audit.
struct ExplanationsSectionTests {
    private static func section(_ results: AuditResults) throws -> PageQuery {
        try PageQuery(AuditReport.html(for: results))
    }

    private static let path = "//section[@aria-labelledby='explanations']"

    @Test func `the section says what carries the gap, where that is from and what it cannot say`() throws {
        let page = try Self.section(SampleResults.explained())
        let text = try page.texts(Self.path).joined()
        #expect(
            text.contains(
                "Of 1 explained gap, 1 is told from noise; the largest part that can be told is that of pronouns"))
        #expect(text.contains("The gap was +0.300") && text.contains("1 of 2 comparisons shows a difference"))
        #expect(text.contains("which explains 3 rows of models/rude and skips 1 row. The audit computes nothing"))
        #expect(text.contains("The rows are not from the audited files"))
        #expect(text.contains("is not for an explanation to say"))
        #expect(try page.texts("\(Self.path)//table[caption/@id='explained-gap-0']/tbody/tr/*[1]")[0] == "pronouns")
        #expect(try page.count("\(Self.path)//svg") == 0)
    }

    @Test func `the digest goes into the results and comes back`() throws {
        let results = try SampleResults.explained()
        #expect(try AuditResults(json: JSON(parsing: results.json.bytes())).explanations == results.explanations)
        // The page holds what it shows.
        let page = try AuditReport.html(for: results)
        #expect(String(decoding: page, as: UTF8.self).contains("gap_changes"))
        #expect(SampleResults.typical().json["explanations"] == nil)
        try expectGolden(SampleResults.digest().json.bytes(.indented), "explanations-digest.json")
    }

    @Test func `groups smaller than the smallest cell are withheld with all that compares them`() throws {
        let digest = try SampleResults.digest(minimumCell: 45)
        #expect(digest.gaps.isEmpty && digest.changes.isEmpty && digest.disparities.isEmpty && digest.withheld == 1)
        var results = SampleResults.typical()
        results.explanations = digest
        #expect(try Self.section(results).texts(Self.path).joined().contains("is withheld: a group is smaller"))
        #expect(try SampleResults.digest(minimumCell: 40).gaps.count == 1)
    }

    @Test func `rows of an audited file are said to be`() throws {
        var results = SampleResults.typical()
        let hash = results.data.files[0].sha256
        let document = try SampleExplanations.document([], gaps: [SampleExplanations.gap(measured: 0.01)])
        guard case .object(let object) = document else { return }
        let files = JSON.array([.object([.init("path", .string("x.csv")), .init("sha256", .string(hash))])])
        let own = JSON.object(
            object.members.filter { $0.key != "data" } + [.init("data", .object([.init("files", files)]))])
        results.explanations = try ExplanationsDigest(own, path: "e.json", bytes: own.bytes())
        let text = try Self.section(results).texts(Self.path).joined()
        #expect(text.contains("The rows are from a file that was audited"))
        #expect(text.contains("it cannot be told which words or features carry it"))
    }
}
