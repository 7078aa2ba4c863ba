import FairnessMetrics
import Files
import Testing

@testable import Reports

struct ComparisonReportTests {
    /// What rounding leaves of a count no file would hold, because the rate is no longer its share.
    private static func after(_ results: AuditResults, isRounded: Bool = true) -> AuditResults {
        var results = results
        for index in results.assessment.groups.indices {
            for place in results.assessment.groups[index].metrics.indices {
                guard case .defined(var value) = results.assessment.groups[index].metrics[place].estimate,
                    results.assessment.groups[index].key.values.first?.value == "Caucasian"
                else { continue }
                value.value *= 0.8
                value.interval = Interval(value.interval.lower * 0.8, value.interval.upper * 0.8)
                value.numerator = value.numerator.map { isRounded ? ($0 * 0.8).rounded() : $0 * 0.8 }
                results.assessment.groups[index].metrics[place].estimate = .defined(value)
            }
        }
        for index in results.assessment.disparities.indices {
            guard case .defined(var value) = results.assessment.disparities[index].estimate,
                !results.assessment.disparities[index].aggregation.isRatio
            else { continue }
            value.value *= 0.25
            value.interval = Interval(value.interval.lower * 0.25, value.interval.upper * 0.25)
            results.assessment.disparities[index].estimate = .defined(value)
            results.assessment.disparities[index].verdict = .cannotTell
        }
        results.settings.margin = 0.1
        return results
    }

    private static let small = AuditComparison(before: SampleResults.small(), after: after(SampleResults.small()))
    private static let typical = AuditComparison(
        before: SampleResults.typical(), after: after(SampleResults.typical(), isRounded: false))

    private static let typicalPage = Result { () throws(ReportsError) in try ComparisonReport.html(for: typical) }

    @Test func `the page, the file and the summary are the golden ones`() throws {
        try expectGolden(ComparisonReport.html(for: Self.small), "comparison.html")
        try expectGolden(Self.small.json.bytes(.indented), "comparison.json")
        try expectGolden(Array(ComparisonSummary.text(for: Self.small).utf8), "comparison.txt")
    }

    @Test func `a page of two attributes stays under 150 KB and says what it leaves to the file`() throws {
        let page = try Self.typicalPage.get()
        #expect(page.count < 150_000)
        #expect(page.count > 30_000)
        #expect(try PageQuery(page).count("//p[@class='note'][contains(., 'comparison.json')]") > 0)
    }

    @Test func `the same two results give the same bytes`() throws {
        let again = AuditComparison(
            before: try AuditResults(json: JSON(parsing: SampleResults.typical().json.bytes())),
            after: try AuditResults(
                json: JSON(parsing: Self.after(SampleResults.typical(), isRounded: false).json.bytes())))
        #expect(try ComparisonReport.html(for: again) == Self.typicalPage.get())
        #expect(again.json.bytes() == Self.typical.json.bytes())
    }

    @Test func `tables have captions and headings, drawings names, and there is one main heading`() throws {
        for comparison in [Self.small, Self.typical] {
            let page = try PageQuery(ComparisonReport.html(for: comparison))
            let tables = try page.count("//table")
            #expect(tables > 4)
            #expect(try page.count("//table[caption[@id]][.//th[@scope='col']][.//th[@scope='row']]") == tables)
            #expect(
                try page.count("//div[@tabindex='0'][@role='region'][@aria-labelledby=table/caption/@id]/table")
                    == tables)
            #expect(try page.count("//tr[count(td) + count(th) != count(../../thead/tr/th)]") == 0)
            #expect(try page.count("//th[normalize-space()=''][not(.//*[name()='svg'])]") == 0)
            #expect(
                try page.count("//svg[@aria-hidden='true']")
                    + page.count("//svg[@role='img'][@aria-labelledby=concat(title/@id, ' ', desc/@id)]")
                    == page.count("//svg"))
            #expect(try page.count("//h1") == 1)
            #expect(try page.count("//script | //@style | //@src | //link | //img") == 0)
        }
    }

    @Test func `text from the data never becomes markup`() throws {
        let evil = "<script>alert(1)</script>\u{202E}\"'&\u{7}"
        var before = SampleResults.small()
        before.title = evil
        before.toolVersion = evil
        before.data.files[0].path = evil
        before.roles[0].column = evil
        before.settings.references[0].value = evil
        var after = Self.after(SampleResults.small())
        for index in after.assessment.groups.indices { after.assessment.groups[index].key.values[0].value += evil }
        after.title = evil
        after.settings.references[0].attribute += evil
        before.settings.references[0].attribute += evil
        let comparison = AuditComparison(before: before, after: after)
        let page = try ComparisonReport.html(for: comparison)
        #expect(!String(decoding: page, as: UTF8.self).contains("<script"))
        #expect(try PageQuery(page).count("//script") == 0)
        let text = ComparisonSummary.text(for: comparison)
        #expect(!text.unicodeScalars.contains { $0 == "\u{7}" || $0 == "\u{202E}" })
    }

    @Test func `the first sentence says what became of the gaps, and the alarm stands beside it`() throws {
        let lead = try PageQuery(Self.typicalPage.get()).texts("//p[@class='lead']")[0]
        #expect(lead.hasPrefix("Of "))
        #expect(
            lead.contains("shrank") && lead.contains("Levelling-down alarm") && lead.contains("by more than chance"))
        let small = try PageQuery(ComparisonReport.html(for: Self.small))
        #expect(try small.texts("//table[caption/@id='losses-table']//tbody/tr/th") == ["Caucasian"])
        #expect(try small.texts("//section[@aria-labelledby='changes']/p[not(@class)]")[0].contains("same hash"))
        #expect(try small.texts("//table[caption/@id='differences']//tbody/tr/th") == ["margin"])
    }

    @Test func `classes and numbers are compared as well`() throws {
        for task in [AuditTask.regression, .multiclass] {
            let results = SampleResults.outcome(task)
            let comparison = AuditComparison(before: results, after: results)
            _ = try ComparisonReport.html(for: comparison)
            #expect(comparison.losses.isEmpty && comparison.canTellLosses)
            #expect(comparison.disparities.allSatisfy { $0.outcome == .same || $0.outcome == .notComparable })
            #expect(comparison.disparities.contains { $0.outcome == .same })
        }
    }

    @Test func `no sentence calls anything fair or unbiased`() throws {
        let text = String(decoding: try Self.typicalPage.get(), as: UTF8.self).lowercased()
        for claim in ["is fair", "are fair", "unbiased", "bias-free", "no bias"] { #expect(!text.contains(claim)) }
    }
}
