import FairnessMetrics
import Files
import Testing

@testable import Reports

extension SampleResults {
    /// Typical results with what was tried.
    static func tried() throws -> AuditResults {
        var results = typical()
        results.ledger = try ledger()
        return results
    }

    static func ledger(minimumCell: Int = 0) throws -> LedgerDigest {
        let document = SampleLedger.ledger.json
        return try LedgerDigest(
            document, path: "tried/ledger.json", bytes: document.bytes(), minimumCell: minimumCell)
    }
}

/// A ledger within the report of an audit.
struct LedgerSectionTests {
    private static let path = "//section[@aria-labelledby='mitigations']"

    @Test func `the section says first what came of it, then shows every way and who lost`() throws {
        let page = try PageQuery(AuditReport.html(for: SampleResults.tried()))
        let takeaway = try page.texts("\(Self.path)//p")[0]
        #expect(
            takeaway.hasPrefix("With Even the equalized odds difference between groups by sex × place is smaller"),
            "\(takeaway)")
        #expect(takeaway.contains("Of 3 ways, 1 makes the gap smaller"), "\(takeaway)")
        let rows = try page.texts("\(Self.path)//table[caption[@id='steps-table']]//tbody/tr")
        let own = try PageQuery(MitigationReport.html(for: SampleLedger.ledger))
        #expect(try rows == own.texts("//table[caption[@id='steps-table']]//tbody/tr") && rows.count == 4)
        #expect(
            try page.texts("\(Self.path)//table[caption[@id='losses-3']]//tbody/tr")
                == own.texts("//table[caption[@id='losses-3']]//tbody/tr"))
        let text = try page.texts(Self.path).joined()
        #expect(text.contains("The law may forbid it.") && text.contains("assize adjust people.csv"))
        #expect(text.contains("3,000 rows to fit on"))
        #expect(try page.count("\(Self.path)//*[name()='svg']") == 1)
        #expect(try PageQuery(AuditReport.html(for: SampleResults.typical())).count(Self.path) == 0)
    }

    @Test func `the digest goes into the results and comes back`() throws {
        let results = try SampleResults.tried()
        #expect(try AuditResults(json: JSON(parsing: results.json.bytes())).ledger == results.ledger)
        #expect(SampleResults.typical().json["ledger"] == nil)
        let whole = SampleLedger.ledger.json.bytes().count
        let kept = try SampleResults.ledger().json.bytes().count
        #expect(kept * 3 < whole, "\(kept) of \(whole) bytes")
    }

    @Test func `a ledger that shows smaller groups than the audit may is refused`() throws {
        #expect { try SampleResults.ledger(minimumCell: 5) } throws: {
            "\($0)".contains("make the ledger again with --min-cell 5")
        }
        #expect { try LedgerDigest(.object([]), path: "x", bytes: []) } throws: {
            "\($0)".contains("'schema' is missing")
        }
    }
}
