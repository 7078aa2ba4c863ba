import Files
import Testing

@testable import Reports

struct DebiasReportTests {
    private static func measure(_ value: Double, _ lower: Double, _ upper: Double) -> String {
        "{\"value\":\(value),\"interval\":[\(lower),\(upper)]}"
    }

    private static func measures(_ accuracy: Double, _ gap: Double) -> String {
        """
        {"accuracy":\(measure(accuracy, accuracy - 0.02, accuracy + 0.02)),
         "gap":\(measure(gap, max(0, gap - 0.03), gap + 0.03)),
         "roc_auc":\(measure(0.9, 0.88, 0.92)),"distance_to_optimum":{"value":0.25}}
        """
    }

    private static func leakage(_ area: Double) -> String {
        let finding = { (label: String) in
            """
            {"label":\(label),"roc_auc":[\(measure(area, area - 0.02, area + 0.02))],"texts":400,
             "accuracy":{"undefined":"x"},"majority":{"undefined":"x"}}
            """
        }
        let findings = "[\(finding("\"all\"")),\(finding("1"))]"
        return "[{\"attribute\":\"dialect\",\"linear\":\(findings),\"mlp\":\(findings)}]"
    }

    private static func trial(_ name: String, accuracy: Double, gap: Double, isOnFront: Bool, area: Double) -> String {
        """
        {"name":"\(name)","seconds":61.5,"on_front":\(isOnFront),"fits_checkpoint":true,
         "leakage":\(leakage(area)),"measures":\(measures(accuracy, gap))}
        """
    }

    private static func record(chosen: String = "balanced<b>", gap: Double = 0.04) throws -> JSON {
        let change = { (value: Double) in
            """
            {"before":0.8,"after":\(0.8 + value),"change":\(value),"interval":[\(value - 0.02),\(value + 0.02)],
             "texts":200,"gained":1,"lost":9}
            """
        }
        let text = """
            {"schema":"assize.debias/1","checkpoint":"start","tool_version":"1","seed":"7","synthetic":true,"rule":"the smallest distance",
             "labels":["fine","rude"],"texts":{"training":900,"development":150,"test":400},
             "trials":[\(trial("plain", accuracy: 0.9, gap: 0.2, isOnFront: true, area: 0.95)),
             \(trial("balanced<b>", accuracy: 0.89, gap: 0.05, isOnFront: true, area: 0.6)),
             {"name":"adversary:9","seconds":3,"on_front":false,"fits_checkpoint":true,"leakage":[],
              "collapse":"it says one thing"}],
             "chosen":"\(chosen)",
             "before":{"model":"the plain model","leakage":\(leakage(0.95)),"measures":\(measures(0.9, 0.21)),
              "figures":{},"gaps":{"dialect.equalized_odds_difference":\(measure(0.22, 0.18, 0.26))}},
             "after":{"model":"\(chosen)","leakage":\(leakage(0.6)),"measures":\(measures(0.885, gap)),
              "figures":{},"gaps":{"dialect.equalized_odds_difference":\(measure(0.05, 0, 0.1))}},
             "groups":[{"attribute":"dialect","value":"A","accuracy":\(change(-0.05)),
              "true_positive_rate":{"undefined":"no texts"},"true_negative_rate":\(change(0.01)),"lost":true}],
             "warnings":["two texts were cut"]}
            """
        return try JSON(parsing: Array(text.utf8))
    }

    private static func page(_ json: JSON) throws -> PageQuery {
        try PageQuery(DebiasReport.html(for: DebiasRecord(json)))
    }

    @Test func `the page says what came of it, who lost, what was tried and what is still told`() throws {
        let page = try Self.page(Self.record())
        let headings = try page.texts("//h2")
        #expect(
            headings == [
                "What came of it", "Who lost", "What was tried", "What the representation still tells",
                "How it was done",
            ])
        let lead = try page.texts("//p[@class='lead']")[0]
        #expect(lead.contains("smaller: 4.0\u{202F}% against 21.0\u{202F}%") && lead.contains("do not meet"))
        let takeaways = try page.texts("//p[@class='takeaway']")
        #expect(takeaways[0].contains("1 group fell by more than chance: dialect A"))
        #expect(
            takeaways[1].contains("Of 3 trials, 2 are beaten by no other") && takeaways[1].contains("1 came to nothing")
        )
        #expect(takeaways[2] == "A linear probe tells dialect less than before: 0.600 against 0.950.")
        #expect(try page.texts("//td").contains { $0.contains("collapsed: it says one thing") })
        #expect(try page.texts("//td").contains("labelled rude"))
        // A name from the command line is text and never markup.
        #expect(try page.count("//b") == 0 && page.texts("//h1") == ["balanced<b>"])
        // Two trials have a place in the picture, the one that collapsed has none.
        #expect(try page.count("//svg") == 1)
        #expect(try page.texts("//svg//text").filter { $0 == "1" || $0 == "2" || $0 == "3" } == ["1", "2"])
    }

    @Test func `a page of generated texts says so above all else`() throws {
        guard case .object(let object) = try Self.record() else { return }
        let banner = "//*[contains(., 'Synthetic data')]"
        #expect(try Self.page(Self.record()).count(banner) > 0)
        let observed = JSON.object(object.members.filter { $0.key != "synthetic" })
        #expect(try Self.page(observed).count(banner) == 0)
    }

    @Test func `gaps whose intervals overlap are not called different`() throws {
        let lead = try Self.page(Self.record(gap: 0.18)).texts("//p[@class='lead']")[0]
        #expect(lead.contains("do not show a change"))
    }

    @Test(arguments: [
        ("schema", "assize.results/1", "'assize.results/1' is not 'assize.debias/1'"),
        ("chosen", "nobody", "chosen: 'nobody' is none of the trials"),
    ])
    func `a record of something else is refused with the place`(key: String, value: String, words: String) throws {
        guard case .object(let object) = try Self.record() else {
            Issue.record("no object")
            return
        }
        let changed = JSON.object(object.members.map { $0.key == key ? .init(key, .string(value)) : $0 })
        let error = #expect(throws: ReportsError.self) { try DebiasRecord(changed) }
        #expect(error?.description.contains(words) == true, "\(String(describing: error))")
    }

    @Test func `every member that is missing is named`() throws {
        guard case .object(let object) = try Self.record() else { return }
        for member in object.members where !["warnings", "tool_version", "synthetic"].contains(member.key) {
            let rest = JSON.object(object.members.filter { $0.key != member.key })
            let error = #expect(throws: ReportsError.self) { try DebiasRecord(rest) }
            #expect(error?.description.contains("'\(member.key)' is missing") == true)
        }
    }
}
