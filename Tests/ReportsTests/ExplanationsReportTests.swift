import Files
import Testing

@testable import Reports

struct ExplanationsReportTests {
    private static func page(_ json: JSON) throws -> PageQuery {
        try PageQuery(ExplanationsReport.html(for: ExplanationsRecord(json)))
    }

    @Test func `the page goes from gaps over all rows to single rows and attention`() throws {
        let page = try Self.page(SampleExplanations.typical())
        #expect(
            try page.texts("//h2") == [
                "What the gap is made of", "What changed", "What is typical of each group",
                "Whether groups are explained equally well", "Across rows", "Row by row",
                "Where the model looked", "How it was done",
            ])
        #expect(try page.texts("//header/p")[1].contains("3 rows explained by Surrogate SHAP, LIME, Attention rollout"))
        #expect(try page.texts("//li").contains("Not explained: 1 row, such as row 9: it has no tokens."))
        // No script, no style in an element, nothing but the page itself; drawings are named or hidden.
        #expect(try page.count("//script | //@style | //@title | //@src | //@href[not(starts-with(., '#'))]") == 0)
        #expect(
            try page.count("//svg")
                == page.count("//svg[@aria-hidden='true'] | //svg[@role='img'][title/@id][desc/@id]"))
        let tables = try page.count("//table")
        #expect(
            try page.count("//div[@tabindex='0'][@role='region'][@aria-labelledby=table/caption/@id]/table") == tables)
        #expect(try page.count("//tr[count(td) + count(th) != count(../../thead/tr/th)]") == 0)
    }

    @Test func `what changed stands beside what was, and whether it can be told`() throws {
        let page = try Self.page(SampleExplanations.typical())
        let lead = try page.texts("//section[@aria-labelledby='changes']//p[@class='lead']")[0]
        #expect(
            lead.contains(
                "The gap was +0.300 (+0.200 to +0.400) before and is +0.040 (−0.060 to +0.140) after: it shrank"))
        #expect(lead.contains("pronouns carried most of it") && lead.contains("what it adds now may be nothing"))
        let rows = try page.texts("//table[caption/@id='change-0']/tbody/tr[1]/*")
        #expect(rows[0] == "pronouns" && rows[3].hasPrefix("−0.190") && rows[4] == "adds less")
    }

    @Test func `groups stand side by side with intervals over rows and draws`() throws {
        let page = try Self.page(SampleExplanations.typical())
        let lead = try page.texts("//section[@aria-labelledby='means']//p[@class='lead']")[0]
        #expect(lead.contains("runs from +0.200 (northern) to +0.500 (southern), where pronouns moves it most, up"))
        #expect(
            try page.texts("//table[caption/@id='means-0']/thead/tr/th") == [
                "Part", "northern, 50 rows", "southern, 40 rows",
            ])
        let rows = try page.texts("//table[caption/@id='means-0']/tbody/tr[1]/*")
        #expect(rows[0] == "pronouns" && rows[2].contains("+0.170 to +0.330") && rows[2].contains("draws alone ±0.010"))
    }

    @Test func `the page of a few rows stays what it was`() throws {
        let record = try ExplanationsRecord(SampleExplanations.typical())
        let page = try ExplanationsReport.html(for: record)
        #expect(try ExplanationsReport.html(for: record) == page)
        try expectGolden(page, "explanations.html")
    }

    @Test func `words say by class what they push and whether it can be told, and the text stays whole`() throws {
        let page = try Self.page(SampleExplanations.typical())
        let said = try page.texts("//p[@class='said']")
        #expect(said.count == 5 && said[0] == "she is late")
        #expect(try page.texts("(//p[@class='said'])[1]/span/@class") == ["u5", "q", "d4"])
        #expect(try page.texts("(//p[@class='said'])[1]/span[@class='q']") == ["is"])
        let rows = try page.texts("//table[caption/@id='players-0']/tbody/tr[2]/*")
        #expect(rows[1].contains("+0.010") && rows[1].contains("not told from noise"))
        #expect(rows[2] == "−0.030 to +0.050")
        #expect(try page.texts("//p[@class='note']").contains { $0.contains("known to within ±0.040 at 95\u{202F}%") })
    }

    @Test func `a waterfall adds up, and says so where values do not`() throws {
        let page = try Self.page(SampleExplanations.typical())
        let names = try page.texts("//table[caption/@id='fall-0']/tbody/tr/th")
        #expect(names == ["Base value", "she", "late", "is", "Value"])
        let json = try SampleExplanations.document([
            SampleExplanations.entry(row: 0, words: [("a", 0.5)]).split(separator: "\"value\":0.6,").joined(
                separator: "\"value\":0.9,")
        ])
        let other = try Self.page(json)
        #expect(try other.texts("//table[caption/@id='fall-0']/tbody/tr/th") == ["a"])
        #expect(try other.texts("//caption")[0].contains("do not add up"))
    }

    @Test func `many words share a bar, and a long text's table says what it leaves out`() throws {
        let words = (0..<200).map { ("w\($0)", Double($0) / 1000) }
        let page = try Self.page(SampleExplanations.document([SampleExplanations.entry(row: 0, words: words)]))
        let names = try page.texts("//table[caption/@id='fall-0']/tbody/tr/th")
        #expect(names.count == 11 && names[1] == "w199" && names[9] == "192 other words")
        #expect(try page.count("//table[caption/@id='players-0']/tbody/tr") == 80)
        #expect(try page.texts("//details//p").contains("The other 120 stand in explanations.json."))
    }

    @Test func `methods of one row stand side by side with their agreement`() throws {
        let page = try Self.page(SampleExplanations.typical())
        #expect(try page.texts("(//div[@class='methods'])[1]/div/h4") == ["Surrogate SHAP", "LIME"])
        // she, is, late: 0.5, 0.01, −0.3 against 0.4, 0.02, 0.1 are the ranks 3, 2, 1 against 3, 1, 2.
        #expect(try page.texts("//table[caption/@id='agreement-0']/tbody/tr/*") == ["Surrogate SHAP and LIME", "0.50"])
    }

    @Test func `a gap names the class that carries it, with interval and share`() throws {
        let lead = try Self.page(SampleExplanations.typical()).texts("//p[@class='lead']")[0]
        #expect(lead.contains("southern is above that of northern, by +0.300 (+0.200 to +0.400)"))
        #expect(lead.contains("pronouns carries +0.200 (+0.160 to +0.240) of it, 67\u{202F}%"))
        #expect(lead.contains("Of 1 class it cannot be told whether it adds anything"))
    }

    @Test(arguments: [
        (0.05, 0.2, "Cannot tell:", "Yet pronouns adds"), (0.05, 0.01, "which may be nothing", "Nor can it be told"),
        (0.3, 0.01, "is above", "Which class carries the gap cannot be told"),
        (-0.3, 0.2, "is below", "works against it"),
    ])
    func `a gap that cannot be told is not explained away`(
        measured: Double, pronouns: Double, first: String, second: String
    ) throws {
        let json = try SampleExplanations.document(
            [], gaps: [SampleExplanations.gap(measured: measured, pronouns: pronouns)])
        let lead = try Self.page(json).texts("//p[@class='lead']")[0]
        #expect(lead.contains(first) && lead.contains(second), "\(lead)")
    }

    @Test func `disparities of explanations say which differ`() throws {
        let page = try Self.page(SampleExplanations.typical())
        #expect(
            try page.texts("//section[@aria-labelledby='disparities']/p")[0].hasPrefix(
                "1 of 2 comparisons shows a difference, such as comprehensiveness of southern"))
        #expect(try page.texts("//table[caption/@id='disparity-table']//span[@class='v open']") == ["cannot tell"])
    }

    @Test func `attention is labelled as where the model looked, and every head has a map and its words`() throws {
        let page = try Self.page(SampleExplanations.typical())
        let section = "//section[@aria-labelledby='attention']"
        #expect(try page.texts("\(section)/p")[0].contains("where the model looked, not why"))
        #expect(try page.texts("\(section)/p").contains { $0.contains("a rank correlation of 0.50") })
        #expect(try page.texts("\(section)//p[@class='said']/span/@class") == ["h5", "h2", "h3"])
        #expect(try page.texts("\(section)//td/small") == ["start 86\u{202F}%", "she 20\u{202F}%"])
        // The first head reads the first column only: one stroke down all five rows. The second looks at itself.
        #expect(try page.texts("(\(section)//td/svg)[1]/path/@d") == ["M0 0v4"])
        #expect(try page.texts("(\(section)//td/svg)[2]/path[@class='a4']/@d") == ["M1 1h.1M2 2h.1M3 3h.1M4 4h.1"])
    }

    @Test func `1,000 rows make a page below 300 KB that says what it leaves out`() throws {
        let entries = (0..<1000).map { row in
            SampleExplanations.entry(
                row: row, words: (0..<30).map { ("word\(($0 * 7 + row) % 90)", Double(($0 * row) % 17) / 20 - 0.4) })
        }
        let bytes = try ExplanationsReport.html(for: ExplanationsRecord(SampleExplanations.document(entries)))
        #expect(bytes.count < 300_000, "\(bytes.count) bytes")
        let page = try PageQuery(bytes)
        let shown = try page.count("//div[@class='row']")
        #expect(shown == 26)
        #expect(
            try page.texts("//p[@class='note']").contains {
                $0.hasPrefix("The page shows the first 26 rows; the other 974 stand in explanations.json")
            })
        #expect(try page.texts("//table[caption/@id='across-names']/tbody/tr/td[1]").count == 12)
    }

    @Test func `maps of 36 heads of 512 words stay small`() throws {
        let units = (0..<512).map { "\"w\($0)\"" }.joined(separator: ",")
        let head = (0..<512).map { "[0,300,\($0),250,\(($0 * 37) % 511 + 1),\($0 % 511 == 5 ? 10 : 12)]" }
        let layer = "[\((0..<12).map { _ in "[\(head.joined(separator: ","))]" }.joined(separator: ","))]"
        let layers = (0..<3).map { _ in layer }.joined(separator: ",")
        let json = try SampleExplanations.document([
            """
            {"row":0,"method":"attention_rollout","output":"logit","value":1,"evaluations":1,"text":"a","players":[],
             "attention":{"units":[\(units)],"layers":[\(layers)]}}
            """
        ])
        let bytes = try ExplanationsReport.html(for: ExplanationsRecord(json))
        #expect(bytes.count < 150_000, "\(bytes.count) bytes")
        let caption = try PageQuery(bytes).texts("//figcaption")[0]
        #expect(caption.contains("The text has 512 words and frame tokens: a field is"))
        #expect(caption.contains("of all attention"))
    }

    @Test func `text of the user stays text`() throws {
        let hostile = "<script>alert(1)</script>&\"'\u{202E}שלום]]>\u{1}"
        var json = try SampleExplanations.document([
            SampleExplanations.entry(row: 0, words: [(hostile, 0.5), ("é", -0.2), ("日本", 0.3)])
        ])
        if case .object(let object) = json {
            json = .object(object.members + [.init("notes", .array([.string(hostile)]))])
        }
        let page = try Self.page(json)
        #expect(try page.count("//script") == 0)
        let words = try page.texts("(//p[@class='said'])[1]/span")
        #expect(words.count == 3 && words[0].hasPrefix("<script>alert(1)</script>&\"'") && words[2] == "日本")
        #expect(try page.texts("//li").contains { $0.hasPrefix("<script>") })
    }

    @Test(arguments: [1e308, -1e308, Double.leastNonzeroMagnitude, 0])
    func `numbers of any size make a page`(extreme: Double) throws {
        let json = try SampleExplanations.document(
            [
                SampleExplanations.entry(row: 0, words: [("a", extreme), ("b", 0)], error: nil),
                SampleExplanations.entry(row: 1, words: [("a", -extreme)], error: nil),
                SampleExplanations.entry(row: 2, words: [("a", extreme)], error: nil),
            ])
        #expect(try Self.page(json).texts("//h2").contains("Across rows"))
    }
}
