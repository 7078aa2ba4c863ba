import FairnessMetrics
import Files
import Testing

@testable import Reports

struct AuditReportTests {
    private func headings(_ results: AuditResults) throws -> Set<String> {
        Set(try PageQuery(AuditReport.html(for: results)).texts("//section/h2/@id"))
    }

    @Test func `the page is the golden one`() throws {
        try expectGolden(AuditReport.html(for: SampleResults.small()), "small.html")
    }

    @Test func `the same results give the same bytes, read back or not`() throws {
        for results in [SampleResults.small(), SampleResults.typical(strata: true)] {
            let page = try AuditReport.html(for: results)
            #expect(try AuditReport.html(for: AuditResults(json: JSON(parsing: results.json.bytes()))) == page)
        }
    }

    @Test func `a page of two attributes stays under 350 KB`() throws {
        let page = try AuditReport.html(for: SampleResults.typical())
        #expect(page.count < 350_000)
        #expect(page.count > 50_000)
    }

    @Test func `the headline names the surest gap of large groups with people`() throws {
        let lead = try PageQuery(AuditReport.html(for: SampleResults.typical())).texts("//p[@class='lead']")
        #expect(lead.count == 1)
        #expect(lead[0].contains("African-American were selected more often than Other"))
        #expect(lead[0].contains("2,191 of 3,712"))
        #expect(lead[0].contains("fewer people"))
        #expect(!lead[0].contains("Asian"))
    }

    @Test func `a disparity set by a tiny group alone is said to be so`() throws {
        var results = SampleResults.small()
        for index in results.assessment.disparities.indices { results.assessment.disparities[index].evidence = nil }
        let lead = try PageQuery(AuditReport.html(for: results)).texts("//p[@class='lead']")
        #expect(lead[0].contains("fewer than 30 rows"))
    }

    @Test func `evidence that names a tiny group sets no headline`() throws {
        var results = SampleResults.small()
        let tiny = results.assessment.groups[2].key
        for index in results.assessment.disparities.indices {
            results.assessment.disparities[index].evidence?.highest = tiny
        }
        let lead = try PageQuery(AuditReport.html(for: results)).texts("//p[@class='lead']")
        #expect(!lead[0].contains("Asian"))
    }

    @Test(arguments: Verdict.allCases)
    func `without a finding the headline says what follows`(verdict: Verdict) throws {
        var results = SampleResults.small()
        for index in results.assessment.disparities.indices {
            results.assessment.disparities[index].verdict = verdict
            results.assessment.disparities[index].evidence = nil
        }
        let lead = try PageQuery(AuditReport.html(for: results)).texts("//p[@class='lead']")[0]
        switch verdict {
        case .disparityShown: #expect(lead.contains("3 comparisons of 3 show"))
        case .noMaterialDisparity: #expect(lead.contains("All 3 comparisons lie within the margin"))
        case .cannotTell: #expect(lead.contains("cannot tell"))
        }
    }

    @Test func `every section stands on the page whose results hold its evidence`() throws {
        let pages = [
            try SampleResults.explained(), try SampleResults.tried(), SampleResults.outcome(.regression),
            SampleResults.outcome(.multiclass),
            SampleResults.audited(), SampleResults.annexed(),
        ]
        #expect(try pages.map(headings).reduce([]) { $0.union($1) } == Set(ReportSection.all.map(\.id)))
        #expect(try !headings(pages[0]).contains("classes") && !headings(pages[2]).contains("classes"))
        #expect(try headings(pages[2]).contains("distributions") && !headings(pages[3]).contains("distributions"))
    }

    @Test
    func `every question of an audit of the data has its finding on the page, and all of it goes through the file`()
        throws
    {
        let results = SampleResults.audited()
        let page = try PageQuery(AuditReport.html(for: results))
        let text = try page.texts("//main").joined()
        for kind in DataAuditPart.Kind.allCases { #expect(text.contains("A note on \(kind.rawValue)."), "\(kind)") }
        #expect(text.contains("priors <count>"))
        let again = try AuditResults(json: JSON(parsing: results.json.bytes()))
        #expect(again.dataAudit == results.dataAudit)
        #expect(try AuditReport.html(for: again) == AuditReport.html(for: results))
    }

    @Test func `a section without evidence is absent`() throws {
        let small = try headings(SampleResults.small())
        let absent: Set<String> = [
            "intersections", "membership", "strata", "calibration", "gates", "classes", "distributions",
            "differential-fairness", "individual", "consistency", "ranking", "explanations",
            "mitigations", "annex-eeoc", "annex-nyc-ll144", "annex-eu-ai-act", "annex-nist-rmf",
        ]
        let ids = Set(ReportSection.all.map(\.id))
        #expect(ids.subtracting(small) == absent.union(ids.filter { $0.hasPrefix("data-audit") }))
        var bare = SampleResults.small()
        bare.assessment.groups = []
        bare.assessment.disparities = []
        bare.assessment.overall.metrics = []
        #expect(try headings(bare) == ["scope", "limitations", "machine-readable"])
    }

    @Test func `a gap that points the other way within a stratum is said to`() throws {
        var results = SampleResults.small()
        let whole = try #require(
            results.assessment.disparities.first {
                $0.metric == "false_positive_rate" && $0.aggregation == .difference
            })
        var turned = whole
        (turned.highest, turned.lowest, turned.verdict) = (whole.lowest, whole.highest, .cannotTell)
        results.assessment.disparities = [whole]
        let age = { GroupKey([AttributeValue(attribute: "age", value: $0)]) }
        results.assessment.strata = [
            StratumAssessment(key: age("young"), groups: [], disparities: [whole]),
            StratumAssessment(key: age("old"), groups: [], disparities: [turned]),
        ]
        let page = try PageQuery(AuditReport.html(for: results))
        let sentence = try page.texts("//section[h2/@id='strata']/p[@class='takeaway']")[0]
        #expect(
            sentence.contains("false positive rate of African-American is 21.4\u{A0}points above that of Caucasian"))
        #expect(sentence.contains("Within the 2 strata a disparity is shown in 1."))
        #expect(sentence.contains("In 1 stratum it points the other way, Caucasian over African-American"))
        #expect(try page.count("//section[h2/@id='verdicts']//a[@href='#strata']") == 1)
    }

    @Test func `labels alone are judged by their base rates`() throws {
        var results = SampleResults.small()
        let keep = { (groups: [GroupAssessment]) in
            groups.map { group in
                var group = group
                group.metrics.removeAll { $0.metric != "base_rate" }
                return group
            }
        }
        results.assessment.groups = keep(results.assessment.groups)
        results.assessment.overall = keep([results.assessment.overall])[0]
        results.assessment.disparities.removeAll { $0.metric != "base_rate" }
        let lead = try PageQuery(AuditReport.html(for: results)).texts("//p[@class='lead']")[0]
        #expect(lead.contains("African-American carry the positive label more often than Caucasian"))
    }

    @Test func `counts stand before rates and undefined cells give their reason`() throws {
        let page = try PageQuery(AuditReport.html(for: SampleResults.small()))
        let row = try page.texts("//table[caption[@id='rates-0-false_positive_rate']]//tr[th='African-American']/td")
        #expect(row[0] == "805 of 1,795")
        #expect(row[1] == "44.8\u{202F}%")
        let tiny = try page.texts("//table[caption[@id='rates-0-false_positive_rate']]//tr[starts-with(th,'Asian')]/td")
        #expect(tiny[0] == "undefined" && tiny[2] == "no negatives")
    }

    @Test func `other tools' numbers stand beside ours, with a word on what misleads`() throws {
        let page = try PageQuery(AuditReport.html(for: SampleResults.typical()))
        let row = try page.texts("//table[caption[@id='crosswalk-0']]//tr[starts-with(th,'Equal opportunity')]/td")
        #expect(row.count == 3)
        // Both tools call it the same, and print two numbers.
        #expect(row[1].hasSuffix("equal_opportunity_difference") && row[2].hasSuffix("equal_opportunity_difference"))
        #expect(row[1] != row[2] && row[1].contains(row[0]))
        let aequitas = try page.texts(
            "//table[caption[@id='crosswalk-groups-0']]//tr[starts-with(th,'African-American')]/td")
        // 2,191 of 3,712 were selected against 861 of 2,459.
        #expect(aequitas.prefix(2).map { $0 } == ["2.5447", "1.6857"])
        let remarks = try page.texts("//section[h2/@id='definitions']//ul/li")
        #expect(
            remarks.contains { $0.contains("fairlearn takes a rate of nobody for 0. A rate of Asian is undefined") })
        #expect(remarks.contains { $0.contains("statistical parity") })
    }

    @Test func `a withheld group shows no number`() throws {
        var results = SampleResults.small()
        results.assessment.groups[3].count = 987_654
        results.assessment.groups[3].weight = 987_654
        let text = String(decoding: try AuditReport.html(for: results), as: UTF8.self)
        #expect(!text.contains("987,654") && !text.contains("987654"))
        #expect(try PageQuery(Array(text.utf8)).count("//tr[starts-with(th,'Native American')]/td[.='withheld']") > 3)
    }

    @Test func `synthetic data are said to be so before anything else`() throws {
        var results = SampleResults.small()
        #expect(try PageQuery(AuditReport.html(for: results)).count("//p[@class='banner']") == 0)
        results.data.isSynthetic = true
        #expect(try PageQuery(AuditReport.html(for: results)).texts("//header/*[1]")[0].hasPrefix("Synthetic data"))
    }

    /// Whether two estimates are the same but for the standard error.
    private static func isSame(_ shown: Estimate, _ full: Estimate) -> Bool {
        shown.value == full.value && shown.undefinedReason == full.undefinedReason
            && shown.defined?.interval == full.defined?.interval && shown.defined?.method == full.defined?.method
    }

    @Test func `the results within the page are those of the file, less what no table shows`() throws {
        let small = SampleResults.small()
        #expect(try AuditResults(json: EmbeddedResults.read(fromHTML: AuditReport.html(for: small))) == small)
        let typical = SampleResults.typical()
        let json = try EmbeddedResults.read(fromHTML: AuditReport.html(for: typical))
        let back = try AuditResults(json: json)
        #expect(back.assessment.groups.allSatisfy { $0.shrunken("accuracy") == nil })
        #expect(typical.assessment.groups.contains { $0.shrunken("accuracy") != nil })
        #expect(back.assessment.groups.count == typical.assessment.groups.count)
        for (shown, full) in zip(back.assessment.groups, typical.assessment.groups) {
            #expect(shown.key == full.key && shown.count == full.count)
            let isCombination = full.key.values.count > 1
            let kept = full.metrics.filter {
                !isCombination || ReportContext(typical).headlineMetrics.contains($0.metric)
            }
            #expect(shown.metrics.map(\.metric) == kept.map(\.metric))
            for (one, other) in zip(shown.metrics, kept) { #expect(Self.isSame(one.estimate, other.estimate)) }
        }
        let placed = typical.assessment.disparities.filter(ReportContext(typical).shows)
        #expect(back.assessment.disparities.count == placed.count)
        #expect(placed.count < typical.assessment.disparities.count)
        for (shown, full) in zip(back.assessment.disparities, placed) {
            #expect(Self.isSame(shown.estimate, full.estimate) && shown.verdict == full.verdict)
            #expect(shown.metric == full.metric && shown.aggregation == full.aggregation)
            // Power, equivalence and corrections that no part of the page is made of stay in the file.
            #expect(shown.power == nil && shown.equivalencePValue == nil && shown.benjaminiYekutieli == nil)
        }
        #expect(typical.assessment.disparities.contains { $0.power != nil && $0.benjaminiYekutieli != nil })
        #expect(json["omitted"]?["difference_to_overall"] != nil)
        // What the page says of chance and of power is said again by a page made from it.
        let first = try PageQuery(AuditReport.html(for: typical))
        let second = try PageQuery(AuditReport.html(for: back))
        for id in ["verdicts", "data", "groups", "calibration"] {
            let path = "//section[h2/@id='\(id)']//text()"
            #expect(try first.texts(path) == second.texts(path), "\(id)")
        }
        for (path, count) in [
            ("//section[h2/@id='statistics']//dd[contains(., 'Lum, Zhang, Bower')]", 1),
            ("//section[h2/@id='statistics']//details//td", 14),
        ] {
            let words = try first.texts(path)
            #expect(words.count == count)
            #expect(try words == second.texts(path))
        }
    }

    @Test func `the power curve has a drawing with a name and a table with its numbers`() throws {
        let page = try PageQuery(AuditReport.html(for: SampleResults.typical()))
        #expect(try page.count("//section[h2/@id='statistics']//*[name()='svg'][@role='img'][@aria-labelledby]") == 1)
        let cells = try page.texts("//section[h2/@id='statistics']//details//td")
        #expect(cells.count == 14 && cells.first?.hasSuffix("%") == true)
    }

    @Test func `a tiny cell that leads as counted and not when shrunken is named`() throws {
        var results = SampleResults.typical()
        func words() throws -> String {
            try PageQuery(AuditReport.html(for: results)).texts("//section[@aria-labelledby='intersections']").joined()
        }
        // Two of two and one of one selected, which lead shrunken as well.
        #expect(!(try words().contains("As counted")))
        let tiny = try #require(results.assessment.groups.firstIndex { $0.key.label == "Asian × Male" })
        let place = try #require(results.assessment.groups[tiny].metrics.firstIndex { $0.metric == "selection_rate" })
        results.assessment.groups[tiny].metrics[place].shrunken?.value = 0.5
        results.assessment.groups[tiny + 1].metrics = []
        #expect(try words().contains("As counted, the highest selection rate is that of Asian × Male (2 of 2)"))
        #expect(try words().contains("Shrunken, it is that of African-American × Female: 59.1\u{202F}%"))
    }

    @Test func `the page says how many wrong labels would close a gap`() throws {
        let page = try PageQuery(AuditReport.html(for: SampleResults.typical()))
        let rows = try page.texts(
            "//section[@aria-labelledby='limitations']//tbody/tr[starts-with(th,'False positive')]")
        #expect(rows.contains { $0.contains("by race") && $0.contains("of the negative labels of African-American") })
        #expect(try PageQuery(AuditReport.html(for: SampleResults.small())).count("//*[@id='label-noise']") == 0)
    }

    @Test func `a page that holds no results is refused`() {
        #expect(throws: ReportsError.self) { try EmbeddedResults.read(fromHTML: Array("<html></html>".utf8)) }
        #expect(throws: ReportsError.self) { try EmbeddedResults.read(fromHTML: Array("not a page".utf8)) }
        let bomb = "<!DOCTYPE html [<!ENTITY a \"aaaa\">]><html><script id=\"results\">&a;</script></html>"
        #expect(throws: ReportsError.notAReport(fault: "it declares an entity")) {
            try EmbeddedResults.read(fromHTML: Array(bomb.utf8))
        }
    }

    @Test func `no sentence calls anything fair or unbiased`() throws {
        let text = String(decoding: try AuditReport.html(for: SampleResults.typical(strata: true)), as: UTF8.self)
            .lowercased()
        for claim in ["is fair", "are fair", "unbiased", "bias-free", "fairness guaranteed", "no bias"] {
            #expect(!text.contains(claim), "\(claim)")
        }
    }
}
