import FairnessMetrics
import Testing

@testable import Reports

/// Pages of numeric and multi-class outcomes.
struct OutcomeReportTests {
    @Test(arguments: [AuditTask.regression, .multiclass])
    func `a page is small and comes out the same from what it holds`(task: AuditTask) throws {
        let results = SampleResults.outcome(task)
        let page = try AuditReport.html(for: results)
        #expect(page.count < 300_000)
        let held = try AuditResults(json: EmbeddedResults.read(fromHTML: page))
        #expect(held.assessment.classes == results.assessment.classes)
        // What is put in words, and the tables, but for the count of comparisons that are left out.
        let (first, second) = (try PageQuery(page), try PageQuery(AuditReport.html(for: held)))
        for section in ["verdicts", "classes", "distributions"] {
            let path = "//section[@aria-labelledby='\(section)']"
            #expect(try first.texts(path) == second.texts(path), "\(section)")
        }
    }

    @Test func `the headline of classes names the class, the groups and their counts`() throws {
        var results = SampleResults.outcome(.multiclass)
        func lead() throws -> String { try PageQuery(AuditReport.html(for: results)).texts("//p[@class='lead']")[0] }
        #expect(try lead().contains("the accuracy is higher for F than for M"))
        results.assessment.disparities.removeAll { $0.metric != "true_positive_rate" || $0.className != "red" }
        #expect(try lead().contains("among people labelled “red”, it is predicted more often for F than for M: "))
        #expect(try lead().contains("fewer people."))
    }

    @Test func `the widest gap beyond doubt is the first of its table`() throws {
        let results = SampleResults.outcome(.multiclass)
        let context = ReportContext(results)
        let gaps = context.mainOfClasses(["sex"])
        #expect(gaps.count == 15)
        let lower = gaps.compactMap { $0.estimate.defined?.interval.lower }
        #expect(lower == lower.sorted(by: >) && lower[0] > 0.05)
    }

    @Test func `a page says where its intervals hold less often than they say`() throws {
        func words(_ results: AuditResults) throws -> String {
            try PageQuery(AuditReport.html(for: results)).texts("//section[@aria-labelledby='statistics']").joined()
        }
        let errors = try words(SampleResults.outcome(.regression))
        #expect(errors.contains("Where intervals hold less") && errors.contains("lognormal"))
        var classes = SampleResults.outcome(.multiclass)
        #expect(try !words(classes).contains("Where intervals hold less"))
        classes.assessment.groups[0].count = 9
        #expect(try words(classes).contains("Macro F1 of a group with fewer than 5 rows for each class"))
        #expect(try !words(SampleResults.typical()).contains("Where intervals hold less"))
    }

    @Test func `a margin stands in the label's unit`() throws {
        let results = SampleResults.outcome(.regression)
        let deviation = try #require(results.assessment.outcome).deviation
        let page = try PageQuery(AuditReport.html(for: results))
        let words = "0.05 standard deviations of the label (\((0.05 * deviation).plain))"
        #expect(try page.texts("//section[@aria-labelledby='verdicts']")[0].contains(words))
        #expect(try page.texts("//section[@aria-labelledby='scope']")[0].contains(words))
        let gap = try #require(ReportContext(results).difference(of: "mean_error", ["sex"]))
        #expect(gap.verdict == .disparityShown && gap.margin == 0.05 * deviation)
    }
}
