import FairnessMetrics
import Files
import Testing

@testable import Reports

struct MitigationReportTests {
    @Test func `the page says what came of it, what to mind, who lost and how it was done`() throws {
        let page = try PageQuery(MitigationReport.html(for: SampleLedger.ledger))
        #expect(
            try page.texts("//h2") == [
                "What came of it", "Before it is used", "Who lost", "Each group before and after", "Every gap",
                "How it was done",
            ])
        let lead = try page.texts("//p[@class='lead']")[0]
        #expect(
            lead.contains("With Even the equalized odds difference between groups by sex × place is smaller"), "\(lead)"
        )
        #expect(lead.contains("Its price is accuracy") || lead.contains("Accuracy"), "\(lead)")
        let rows = try page.texts("//table[caption[@id='steps-table']]//tbody/tr")
        #expect(rows.count == 4 && rows[1].contains("Helps") && rows[1].contains("needs the group"))
        #expect(rows[2].contains("Does not help") && rows[3].contains("Worsens"))
        #expect(try page.texts("//section[@aria-labelledby='caution']//li") == ["The law may forbid it."])
        #expect(try page.count("//*[@class='trade']//*[name()='svg']") == 1)
        #expect(try page.texts("//section[@aria-labelledby='losses']").joined().contains("fell by more than chance"))
        #expect(try page.texts("//section[@aria-labelledby='scope']").joined().contains("3,000 to fit on"))
    }

    @Test func `names from the data stay text, and the same ledger gives the same bytes`() throws {
        let bytes = try MitigationReport.html(for: SampleLedger.ledger)
        let text = String(decoding: bytes, as: UTF8.self)
        #expect(text.contains("F&lt;") && !text.contains("F<<") && text.contains("People &amp; offers"))
        let again = try MitigationLedger(JSON(parsing: SampleLedger.ledger.json.bytes(.indented)))
        #expect(try MitigationReport.html(for: again) == bytes)
        try expectGolden(bytes, "ledger.html")
    }

    @Test func `what did not help is said not to help, and an undefined gap is said to be one`() throws {
        func lead(_ chosen: String, _ change: (inout MitigationLedger) -> Void = { _ in }) -> String {
            var ledger = SampleLedger.ledger
            ledger.chosen = chosen
            change(&ledger)
            return LedgerWording(ledger: ledger).lead.plain
        }
        #expect(lead("same").contains("it does not help"))
        #expect(lead("worse").contains("is larger"))
        let undefined = lead("even") { ledger in
            for index in ledger.steps[1].change?.gaps.indices ?? 0..<0 {
                ledger.steps[1].change?.gaps[index].values = PairedEstimates(
                    before: .undefined("few"), after: .undefined("few"), change: .undefined("few"))
            }
        }
        #expect(undefined.contains("undefined"))
        #expect(lead("as-they-are") == "The ways stand side by side: none of them was chosen.")
    }

    @Test func `the terminal has a line for each way`() {
        let text = LedgerSummary.text(for: SampleLedger.ledger)
        #expect(text.contains("2. even *") && text.contains("does not help") && text.contains("worsens"))
        #expect(text.contains("judged on 1,600 other rows"))
    }
}
