import FairnessMetrics
import Testing

@testable import Reports

struct PageStructureTests {
    private func check(_ body: String) throws {
        try ParsedPage(Array("<html><body>\(body)</body></html>".utf8)).check()
    }

    @Test(arguments: [
        ("<p id=\"a\"/><p id=\"a\"/>", "two elements have the id 'a'"),
        ("<a href=\"#b\">b</a>", "nothing has the id 'b'"),
        ("<nav aria-labelledby=\"c d\"/><p id=\"c\"/>", "nothing has the id 'd'"),
        ("<blink/>", "<blink> is no element of the writer"),
        ("<a href=\"https://example.org\">x</a>", "a link leads out of the page"),
        ("<h1/><h3/>", "<h3> skips a level of heading"),
    ])
    func `a broken page is found out`(body: String, fault: String) throws {
        try check("<h1/><h2/><p id=\"a\"/><a href=\"#a\">a</a>")
        #expect(throws: ReportsError.brokenPage(fault: fault)) { try check(body) }
    }

    @Test func `a page has one main heading, a language, a title and a way past the contents`() throws {
        let page = try PageQuery(AuditReport.html(for: SampleResults.typical(strata: true)))
        #expect(try page.count("//h1") == 1)
        #expect(try page.texts("/html/@lang") == ["en"])
        #expect(try page.texts("//title")[0].hasPrefix("COMPAS"))
        #expect(try page.texts("//body/a[1]/@href") == ["#content"])
        #expect(try page.count("//main") == 1)
        #expect(try page.count("//nav//a") == page.count("//main/section"))
    }

    @Test func `there is no script, no style in an element and no address outside the page`() throws {
        let page = try PageQuery(AuditReport.html(for: SampleResults.typical(strata: true)))
        #expect(try page.texts("//script/@type") == ["application/json"])
        #expect(try page.count("//@style | //@src | //@onclick | //link | //img") == 0)
        #expect(try page.count("//@href[not(starts-with(., '#'))]") == 0)
        let policy = try page.texts("//meta[@http-equiv='Content-Security-Policy']/@content")[0]
        #expect(policy.hasPrefix("default-src 'none'; style-src 'sha256-"))
    }

    @Test func `every table has a caption and headings, and scrolls in a region that can be reached`() throws {
        let page = try PageQuery(AuditReport.html(for: SampleResults.typical(strata: true)))
        let tables = try page.count("//table")
        #expect(tables > 10)
        #expect(try page.count("//table[caption[@id]][.//th[@scope='col']][.//th[@scope='row']]") == tables)
        #expect(
            try page.count("//div[@tabindex='0'][@role='region'][@aria-labelledby=table/caption/@id]/table") == tables)
        #expect(try page.count("//tr[count(td) + count(th) != count(../../thead/tr/th)]") == 0)
    }

    @Test func `every drawing is named or hidden`() throws {
        let page = try PageQuery(AuditReport.html(for: SampleResults.typical(strata: true)))
        let drawings = try page.count("//svg")
        #expect(drawings > 20)
        #expect(
            try page.count("//svg[@aria-hidden='true']")
                + page.count(
                    "//svg[@role='img'][@aria-labelledby=concat(title/@id, ' ', desc/@id)]") == drawings)
    }

    @Test func `text of the user stays text`() throws {
        let hostile =
            "<script>alert(1)</script> \"quoted\" 'single' & ]]> <!-- \u{202E}שלום \u{0}\u{7}\u{1B}\u{7F}\u{85}\u{FFFF} </title></style>"
        let seen =
            "<script>alert(1)</script> \"quoted\" 'single' & ]]> <!-- \u{202E}שלום ␀␇␛␡\u{FFFD}\u{FFFD} </title></style>"
        var results = SampleResults.renamed(attribute: "a" + hostile, group: hostile)
        results.title = hostile
        results.command = hostile
        results.warnings = [hostile]
        let bytes = try AuditReport.html(for: results)
        let page = try PageQuery(bytes)
        #expect(try page.count("//script") == 1)
        #expect(try page.texts("//h1")[0].hasPrefix("<script>alert(1)</script> \"quoted\""))
        let shortened = String(Shortening.shortened(seen))
        #expect(try page.texts("//th[@scope='row']//bdi").contains { $0 == shortened })
        #expect(try AuditResults(json: EmbeddedResults.read(fromHTML: bytes)).title == hostile)
    }

    @Test func `a name of 10,000 characters is shortened on the page and whole in the results`() throws {
        let long = String(repeating: "x\u{301}", count: 10_000)
        let results = SampleResults.renamed(attribute: "a" + long, group: long)
        let bytes = try AuditReport.html(for: results)
        let page = try PageQuery(bytes)
        #expect(try page.texts("//bdi").allSatisfy { $0.unicodeScalars.count <= 601 })
        #expect(try page.texts("//th//bdi").contains { $0.hasSuffix("…") && $0.unicodeScalars.count == 81 })
        #expect(try AuditResults(json: EmbeddedResults.read(fromHTML: bytes)) == results)
    }

    @Test(arguments: [1e308, -1e308, Double.leastNonzeroMagnitude, 0, .infinity])
    func `numbers of any size make a page`(extreme: Double) throws {
        var results = SampleResults.typical(strata: true)
        for index in results.assessment.groups.indices {
            for metric in results.assessment.groups[index].metrics.indices {
                let value = index.isMultiple(of: 2) ? extreme : -extreme
                results.assessment.groups[index].metrics[metric].estimate = .defined(
                    .init(
                        value: value, interval: Interval(min(value, 0), max(value, 0)), method: "none",
                        numerator: value, denominator: extreme, effectiveSize: extreme))
            }
        }
        for index in results.assessment.disparities.indices {
            results.assessment.disparities[index].peopleCount = extreme
            results.assessment.disparities[index].evidence?.peopleCount = extreme
            results.assessment.disparities[index].estimate = .defined(
                .init(
                    value: extreme, interval: Interval(-.infinity, .infinity), method: "none", effectiveSize: extreme))
        }
        #expect(try AuditReport.html(for: results).count > 50_000)
    }

    @Test func `many groups are shown up to a limit that the page names`() throws {
        var results = SampleResults.small()
        results.assessment.groups = (0..<500).map {
            SampleResults.group([("race", "group \($0)")], SampleResults.hispanic, ["selection_rate"])
        }
        let page = try PageQuery(AuditReport.html(for: results))
        #expect(try page.count("//table[caption[@id='sizes-0']]/tbody/tr") == 60)
        #expect(try page.texts("//p[@class='note']").contains { $0.contains("60 largest of 500 groups") })
    }
}

extension SampleResults {
    /// The small sample with another name for its attribute and its first group.
    static func renamed(attribute: String, group: String) -> AuditResults {
        var results = small()
        let rename = { (key: GroupKey) -> GroupKey in
            GroupKey(
                key.values.map {
                    AttributeValue(
                        attribute: attribute, value: $0.value == "African-American" ? group : $0.value,
                        isUnknown: $0.isUnknown)
                })
        }
        for index in results.assessment.groups.indices {
            results.assessment.groups[index].key = rename(results.assessment.groups[index].key)
        }
        for index in results.assessment.disparities.indices {
            var disparity = results.assessment.disparities[index]
            disparity.attributes = [attribute]
            disparity.highest = disparity.highest.map(rename)
            disparity.lowest = disparity.lowest.map(rename)
            if let evidence = disparity.evidence {
                disparity.evidence?.highest = rename(evidence.highest)
                disparity.evidence?.lowest = rename(evidence.lowest)
            }
            results.assessment.disparities[index] = disparity
        }
        return results
    }
}
