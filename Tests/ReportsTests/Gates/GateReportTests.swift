import Files
import Testing

@testable import Reports

struct GateReportTests {
    private static let results: AuditResults = {
        var results = SampleResults.small()
        results.title = "Loans & \"terms\" <2026>"
        results.data.files[0].path = "data/ä b.csv"
        results.gates = [
            GateOutcome(gate: "selection_rate.ratio >= 0.8", isMet: false, finding: "is crossed: 0.71 < 0.8"),
            GateOutcome(gate: "false_positive_rate.difference <= 0.1", isMet: true, finding: "is met"),
        ]
        return results
    }()

    @Test func `JUnit has a case for each gate and fails those that are crossed`() throws {
        let bytes = GateReport(Self.results).junit
        let text = String(decoding: bytes, as: UTF8.self)
        #expect(
            text.hasPrefix(
                "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"assize\" tests=\"2\" failures=\"1\""))
        let page = try PageQuery(Array(text.split(separator: "\n").dropFirst().joined(separator: "\n").utf8))
        #expect(try page.count("/testsuites/testsuite[@tests='2'][@failures='1'][@errors='0']/testcase") == 2)
        #expect(try page.count("//testcase[@name='selection_rate.ratio >= 0.8']/failure") == 1)
        #expect(try page.texts("//failure") == ["is crossed: 0.71 < 0.8"])
        #expect(try page.count("//testcase[@name='false_positive_rate.difference <= 0.1']/failure") == 0)
        #expect(text.contains("Loans &amp; &quot;terms&quot; &lt;2026&gt;"))
    }

    @Test func `SARIF has a rule and a result for each gate, and the file as a URI`() throws {
        guard case .object(let log) = GateReport(Self.results).sarif, case .array(let runs)? = log["runs"],
            case .object(let run)? = runs.first, case .array(let results)? = run["results"]
        else {
            Issue.record("no log of runs")
            return
        }
        #expect(log["version"] == .string("2.1.0") && runs.count == 1 && results.count == 2)
        let text = String(decoding: JSON.object(run).bytes(), as: UTF8.self)
        #expect(text.contains("\"uri\":\"data/%C3%A4%20b.csv\""))
        let kinds = results.compactMap { value -> [JSON?]? in
            guard case .object(let result) = value else { return nil }
            return [result["ruleId"], result["kind"], result["level"]]
        }
        #expect(kinds == [["gate-1", "fail", "error"], ["gate-2", "pass", "none"]].map { $0.map { .string($0) } })
    }

    @Test func `an audit without gates has no cases`() {
        var results = Self.results
        results.gates = []
        #expect(String(decoding: GateReport(results).junit, as: UTF8.self).contains("tests=\"0\" failures=\"0\""))
    }
}
