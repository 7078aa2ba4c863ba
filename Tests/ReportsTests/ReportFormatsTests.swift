import FairnessMetrics
import Files
import Testing

@testable import Reports

/// Markdown, CSV and the page for paper: the same results in other forms.
struct ReportFormatsTests {
    private static func text(_ medium: ReportMedium, _ results: AuditResults = SampleResults.small()) throws -> String {
        String(decoding: try AuditReport.rendered(results, as: medium), as: UTF8.self)
    }

    @Test func `Markdown begins with what the evidence supports and has every section of the page`() throws {
        let text = try Self.text(.markdown, SampleResults.typical())
        let lines = text.split(separator: "\n")
        #expect(lines[0] == "Audit of disparities between groups")
        let first = try #require(lines.firstIndex { $0.hasPrefix("## ") })
        #expect(lines[first] == "## What the evidence supports" && lines[first + 1].hasPrefix("> "))
        for section in ReportSection.all {
            guard section.id != "machine-readable", section.body(ReportContext(SampleResults.typical())) != nil else {
                continue
            }
            #expect(text.contains("\n## \(section.title)\n"), "\(section.title)")
        }
        #expect(!text.contains("## Machine-readable") && !text.contains("assize.results/1"))
        // The lead of the page, word for word.
        let page = try Self.text(.screen, SampleResults.typical())
        let lead = try #require(page.firstRange(of: "<p class=\"lead\">"))
        let words = page[lead.upperBound...].prefix { $0 != "<" }
        #expect(text.contains(words.split(separator: " ").prefix(3).joined(separator: " ")))
    }

    @Test func `lines, verdicts and words of a page stay apart on one line`() {
        let verdict = Node.make(.span, .class("v open"), content: "Cannot tell")
        #expect(MarkdownWriter.inline([verdict, " By sex", .subline("a | b")]) == "Cannot tell · By sex · a \\| b")
        #expect(MarkdownWriter.inline([.make(.strong, content: "Rate"), verdict]) == "**Rate** · Cannot tell")
        #expect(MarkdownWriter.inline([verdict, .none, " "]) == "Cannot tell")
        #expect(MarkdownWriter.inline([.code("a`b|c")]) == "`` a`b¦c ``")
    }

    @Test func `every table of Markdown is whole`() throws {
        for results in [
            SampleResults.typical(strata: true), SampleResults.outcome(.multiclass), SampleResults.audited(),
        ] {
            let lines = try Self.text(.markdown, results).split(separator: "\n", omittingEmptySubsequences: false)
            var width: Int?
            var tables = 0
            for line in lines {
                guard line.hasPrefix("|") else {
                    width = nil
                    continue
                }
                let cells = Self.bars(line)
                if let width { #expect(cells == width, "\(line)") } else { tables += 1 }
                width = cells
            }
            #expect(tables > 2)
        }
    }

    /// Bars that are not escaped.
    private static func bars(_ line: Substring) -> Int {
        var (count, isEscaped) = (0, false)
        for character in line {
            if character == "|", !isEscaped { count += 1 }
            isEscaped = character == "\\" && !isEscaped
        }
        return count
    }

    @Test func `text from the data never becomes markup`() throws {
        var results = SampleResults.small()
        let hostile = "<script>|`x`[a](http://b)\n# *h*"
        results.title = hostile
        results.warnings = [hostile]
        results.assessment.groups[0].key = GroupKey([AttributeValue(attribute: "race", value: hostile)])
        let text = try Self.text(.markdown, results)
        for part in ["<script>", "[a](", "\n# *h*"] { #expect(!text.contains(part), "\(part)") }
    }

    @Test func `a table of groups has a row for each metric, with its bounds and its counts`() throws {
        let text = String(decoding: ResultsCSV.groups(SampleResults.small()), as: UTF8.self)
        let lines = text.split(separator: "\r\n")
        #expect(
            lines[0] == "race,rows,metric,class,value,lower,upper,method,numerator,denominator,remark")
        let row = try #require(lines.first { $0.hasPrefix("Caucasian,") && $0.contains(",false_positive_rate,") })
        let fields = row.split(separator: ",", omittingEmptySubsequences: false)
        #expect(fields[1] == "2454" && fields[7] == "wilson" && fields[8] == "349" && fields[9] == "1488")
        #expect(Double(fields[4]) == 349.0 / 1488)
        #expect(lines.contains { $0.hasSuffix(",false_positive_rate,,,,,,,,no negatives") })
        #expect(lines.contains { $0.hasPrefix("Native American,,,") && $0.hasSuffix(",withheld") })
        let metrics = SampleResults.small().assessment
        #expect(
            lines.count == 1 + metrics.overall.metrics.count
                + metrics.groups.reduce(0) { $0 + ($1.isSuppressed ? 1 : $1.metrics.count) })
        let gaps = String(decoding: ResultsCSV.gaps(SampleResults.small()), as: UTF8.self).split(separator: "\r\n")
        #expect(gaps.count == 1 + metrics.disparities.count)
        #expect(gaps[1].contains("base_rate,,difference,,") && gaps[1].contains("disparity_shown"))
    }

    @Test(arguments: [
        ("=1+1", "'=1+1"), ("+49 30", "'+49 30"), ("-5", "'-5"), ("@x", "'@x"), ("\tx", "'\tx"), ("  =x", "'  =x"),
        ("＝x", "'＝x"), ("a=b", "a=b"), ("", ""), ("5", "5"),
    ])
    func `no spreadsheet takes a text for a formula`(text: String, written: String) {
        #expect(CSVTable.harmless(text) == written)
    }

    @Test func `a group that begins with a sign of equality is text in the table, and a negative number is a number`() {
        var results = SampleResults.small()
        results.assessment.groups[0].key = GroupKey([
            AttributeValue(attribute: "race", value: "=HYPERLINK(\"x\",\"y\")")
        ])
        results.assessment.disparities[0].estimate = .defined(
            .init(value: -0.25, interval: Interval(-.infinity, 0), method: "newcombe", effectiveSize: 1))
        let groups = String(decoding: ResultsCSV.groups(results), as: UTF8.self)
        #expect(groups.contains("\"'=HYPERLINK(\"\"x\"\",\"\"y\"\")\","))
        #expect(String(decoding: ResultsCSV.gaps(results), as: UTF8.self).contains(",-0.25,,0,"))
    }

    @Test(arguments: PaperSize.allCases)
    func `the page for paper is light, open, numbered and of the size asked for`(size: PaperSize) throws {
        let text = try Self.text(.paper(size), SampleResults.typical())
        #expect(text.contains("@page{size:\(size.keyword);") && text.contains("counter(page)"))
        #expect(!text.contains("prefers-color-scheme:dark"))
        #expect(!text.contains("<details>") && text.contains("<details open=\"open\">"))
        #expect(!text.contains("assize.results/1"))
        // The style on the page is the one that its policy allows.
        let style = try #require(text.firstRange(of: "<style>"))
        let end = try #require(text.firstRange(of: "</style>"))
        let bytes = Array(text[style.upperBound..<end.lowerBound].utf8)
        #expect(text.contains(MarkupWriter.escaped(StyleSheet.policy(for: bytes))))
    }
}
