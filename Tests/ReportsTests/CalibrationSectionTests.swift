import FairnessMetrics
import Files
import Testing

@testable import Reports

struct CalibrationSectionTests {
    /// The typical sample with a calibration made by hand: two groups, apart in the second of two bins.
    private func results(adjusted: Double = 0.001, widest: Bool = true) -> AuditResults {
        var results = SampleResults.typical()
        let keys = ["African-American", "Caucasian"].map { GroupKey([AttributeValue(attribute: "race", value: $0)]) }
        func bin(_ index: Int, _ share: Double) -> ReliabilityBin {
            ReliabilityBin(
                index: index, count: 400, meanScore: 0.25 + 0.5 * Double(index), share: share,
                interval: Interval(share - 0.05, share + 0.05))
        }
        func estimate(_ value: Double) -> Estimate {
            .defined(
                .init(value: value, interval: Interval(value - 0.1, value + 0.1), method: "wald", effectiveSize: 800))
        }
        let groups = keys.enumerated().map { index, key in
            var group = GroupCalibration(
                key: key, inTheLarge: estimate(0.01), intercept: estimate(0.02),
                slope: .undefined("every row has the same score"))
            group.bins = [bin(0, 0.2), bin(1, index == 0 ? 0.61 : 0.42)]
            group.cox = TestOutcome(statistic: 7, degreesOfFreedom: 2, pValue: 0.03, adjustedPValue: 0.06)
            group.certain = 12
            group.certainWrong = 3
            return group
        }
        var comparison = CalibrationComparison(
            attribute: "race", compared: 2, notCompared: 1,
            test: TestOutcome(statistic: 20, degreesOfFreedom: 2, pValue: adjusted / 2, adjustedPValue: adjusted))
        comparison.reference = keys[1]
        comparison.atSameScore = [GapAtSameScore(group: keys[0], gap: estimate(0.12))]
        if widest {
            comparison.widest = CalibrationGap(
                bin: 1, highest: keys[0], lowest: keys[1], gap: 0.19, interval: Interval(0.1, 0.28))
        }
        results.assessment.calibration = CalibrationAssessment(
            edges: [0, 0.5, 1], isProbability: true, isDiscrete: false, overall: groups[0], groups: groups,
            comparisons: [comparison])
        return results
    }

    private func takeaway(_ results: AuditResults) throws -> String {
        let page = try PageQuery(AuditReport.html(for: results))
        return try page.texts("//section[h2/@id='calibration']/p[@class='takeaway']")[0]
    }

    @Test func `the section begins with the same score and two shares`() throws {
        let first = try takeaway(results())
        #expect(
            first.hasPrefix(
                "Among people with a score of 0.5 to 1, 61.0\u{202F}% of African-American and 42.0\u{202F}% of Caucasian"
            ))
        #expect(
            first.hasSuffix("turned out positive: by race, the same score does not mean the same for every group."))
        let gap = try takeaway(results(widest: false))
        #expect(
            gap.hasPrefix(
                "At the same score, African-American turned out positive 12.0\u{A0}points more often than Caucasian"))
        #expect(try takeaway(results(adjusted: 0.2)).contains("not found to turn out positive at different rates"))
    }

    @Test func `the terminal has a line where the test speaks and none where it does not`() {
        let spoken = TextSummary.text(for: results())
        #expect(
            spoken.contains(
                "of people with a score of 0.5 to 1, 61.0\u{202F}% of African-American and 42.0\u{202F}% of Caucasian"))
        #expect(!TextSummary.text(for: results(adjusted: 0.2)).contains("the same score does not mean"))
    }

    @Test func `each chart has a table with its numbers`() throws {
        let page = try PageQuery(AuditReport.html(for: results()))
        #expect(try page.count("//section[h2/@id='calibration']//svg[@role='img'][title][desc]") == 2)
        let row = try page.texts("//table[caption[@id='calibration-0-shares']]/tbody/tr[2]/*")
        #expect(row[0] == "0.5 to 1" && row[1] == "61.0\u{202F}%56–66, n\u{A0}400" && row[2].hasPrefix("42.0"))
        let measures = try page.texts("//table[caption[@id='calibration-0-measures']]/tbody/tr[1]/td")
        #expect(measures[0] == "+12.0\u{A0}points2.0 to 22.0" && measures[3] == "every row has the same score")
        #expect(measures[4] == "0.060")
        let notes = try page.texts("//section[h2/@id='calibration']//p[@class='note']")
        #expect(
            notes.contains {
                $0.contains("24 rows with a score of exactly 0 or 1") && $0.contains("6 of them turned out")
            })
    }

    @Test func `a name full of markup and turned about stays within its chart`() throws {
        var results = results()
        let hostile = "</text><script>alert(1)</script>\u{202E}abc"
        let key = GroupKey([AttributeValue(attribute: "race", value: hostile)])
        results.assessment.calibration?.groups[0].key = key
        let page = try PageQuery(AuditReport.html(for: results))
        #expect(try page.count("//svg//script") == 0)
        #expect(
            try page.texts("//svg//text").filter { $0.contains("\u{202E}") || $0.contains("</text>") }
                .allSatisfy { $0.hasPrefix("\u{2068}") && $0.hasSuffix("\u{2069}") })
    }

    @Test func `scores that are no probabilities are said to be none`() throws {
        var results = results()
        results.assessment.calibration?.isProbability = false
        let text = String(decoding: try AuditReport.html(for: results), as: UTF8.self)
        #expect(text.contains("The scores are no probabilities"))
        results.assessment.calibration?.isDiscrete = true
        #expect(try takeaway(results).hasPrefix("Among people with a score of 1, 61.0"))
        #expect(!text.contains("Mean label − mean score"))
    }

    @Test func `what was written reads back`() throws {
        let results = results()
        #expect(try AuditResults(json: JSON(parsing: results.json.bytes())) == results)
    }

    @Test(arguments: [
        (#""bin":1"#, #""bin":2"#, "calibration.comparisons[0].widest.bin: there is no bin 2"),
        (#""index":[0,1]"#, #""index":[0]"#, "calibration.groups[0].bins: the lists differ in length"),
        (
            #""p_value":0.0005"#, #""p_value":5"#,
            "calibration.comparisons[0].test.p_value: 5.0 is not between 0.0 and 1.0"
        ),
        (
            #""true_positive_rate":[0,"#, #""true_positive_rate":[2000,"#,
            "curves[0].roc.true_positive_rate[0]: 2000 thousandths are more than 1"
        ),
    ])
    func `what cannot be is refused by its path`(from: String, to: String, message: String) throws {
        let text = String(decoding: results().json.bytes(), as: UTF8.self)
        let start = try #require(text.firstRange(of: from))
        let changed = Array(text.replacingCharacters(in: start, with: to).utf8)
        let error = try #require(throws: ReportsError.self) { try AuditResults(json: JSON(parsing: changed)) }
        #expect(error.description == message)
    }

    @Test func `the page leaves out the curves that it does not draw`() throws {
        let results = results()
        let back = try AuditResults(json: EmbeddedResults.read(fromHTML: AuditReport.html(for: results)))
        #expect(results.assessment.curves.contains { $0.precisionRecall != nil })
        #expect(back.assessment.curves.count == results.assessment.curves.count)
        #expect(back.assessment.curves.allSatisfy { $0.precisionRecall == nil })
        #expect(back.assessment.calibration == results.assessment.calibration)
    }
}
