import FairnessMetrics
import Testing

@testable import Reports

/// The sections of the measures of whole tables, and their lines in the summary.
struct MeasureSectionTests {
    @Test func `a ranking's headline leaves out groups too small for one`() throws {
        var results = SampleResults.typical()
        let page = try PageQuery(AuditReport.html(for: results)).texts("//section[h2/@id='ranking']/p[1]")
        #expect(page.count == 1 && page[0].contains("Among the first"))
        #expect(!page[0].contains("Asian"))
        for index in results.assessment.measures.ranking.indices {
            for place in results.assessment.measures.ranking[index].disparities.indices {
                results.assessment.measures.ranking[index].disparities[place].evidence = nil
            }
        }
        let bare = try PageQuery(AuditReport.html(for: results)).texts("//section[h2/@id='ranking']/p[1]")
        #expect(bare[0].contains("no gap beyond the margin is shown"))
    }

    @Test func `a page made from a page is the same page`() throws {
        for results in [SampleResults.typical(), SampleResults.typical(strata: true)] {
            let page = try AuditReport.html(for: results)
            let again = try AuditResults(json: EmbeddedResults.read(fromHTML: page))
            let query = try PageQuery(AuditReport.html(for: again))
            for id in ["differential-fairness", "individual", "consistency", "ranking", "definitions"] {
                let path = "//section[h2/@id='\(id)']//text()"
                #expect(try query.texts(path) == PageQuery(page).texts(path))
            }
        }
    }

    @Test func `consistency stands with its twins, and text from the data is text`() throws {
        let query = try PageQuery(AuditReport.html(for: SampleResults.typical(strata: true)))
        let text = try query.texts("//section[h2/@id='consistency']//text()").joined()
        #expect(text.contains("priors <count>") && text.contains("with an exact twin of another sex"))
        #expect(text.contains("4 rows without a decision or a feature are left out"))
    }

    @Test func `the summary says in a line each what speaks`() {
        let text = TextSummary.text(for: SampleResults.typical(strata: true))
        #expect(text.contains("People who are alike: consistency"))
        #expect(text.contains("Among the first"))
        #expect(!TextSummary.text(for: SampleResults.small()).contains("Among the first"))
    }

    @Test func `the ids of measures differ from each other and from those of metrics`() {
        let ids = TableMeasure.all.map(\.id)
        #expect(Set(ids + GroupMetric.all.map(\.id)).count == ids.count + GroupMetric.all.count)
        #expect(TableMeasure.all.allSatisfy { !$0.formula.isEmpty && !$0.direction.isEmpty && !$0.source.isEmpty })
    }
}
