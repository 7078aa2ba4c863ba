import FairnessMetrics
import Files
import Testing

@testable import Reports

struct MitigationLedgerTests {
    @Test func `a ledger comes back from its file`() throws {
        let ledger = SampleLedger.ledger
        let bytes = ledger.json.bytes(.indented)
        let back = try MitigationLedger(JSON(parsing: bytes))
        #expect(back.json.bytes(.indented) == bytes)
        #expect(back.steps.map(\.id) == ledger.steps.map(\.id) && back.goal == ledger.goal)
        #expect(back.steps[1].change == ledger.steps[1].change)
    }

    @Test func `steps help, do nothing or worsen, and the front knows it`() {
        let ledger = SampleLedger.ledger
        #expect(ledger.steps.map { ledger.outcome(of: $0) } == [nil, .helps, .doesNotHelp, .worsens])
        #expect(ledger.front == ["as-they-are", "even"] || ledger.front == ["even"])
        #expect(ledger.steps[1].change?.losses.contains { $0.group.label == "M" } == true)
    }

    @Test(arguments: [
        ("\"schema\": \"assize.ledger/1\"", "\"schema\": \"assize.results/1\"", "ledger"),
        ("\"goal\": \"equalized_odds_difference\"", "\"goal\": \"x\"", "none of"),
        ("\"chosen\": \"even\"", "\"chosen\": \"odd\"", "none of the steps"),
        ("\"seed\": \"7\"", "\"seed\": \"-7\"", "whole number"),
        ("\"id\": \"same\"", "\"id\": \"even\"", "same id"),
    ])
    func `a damaged ledger is refused with the place`(found: String, instead: String, fault: String) throws {
        let text = String(decoding: SampleLedger.ledger.json.bytes(.indented), as: UTF8.self)
        let broken = text.replacing(found, with: instead)
        #expect(broken != text)
        let json = try JSON(parsing: Array(broken.utf8))
        let error = #expect(throws: ReportsError.self) { try MitigationLedger(json) }
        #expect("\(error.map { "\($0)" } ?? "")".contains(fault))
    }
}
