import FairnessMetrics
import Files
import Testing

@testable import Mitigations

struct AdjustmentTests {
    static func sample() throws -> Adjustment {
        let rows = SmallRows.made(seed: 3, groups: 2, rows: 80, scores: 9)
        let fitter = try SmallRows.fitter(rows, SmallRows.settings(.equalizedOdds))
        let entries = try [DecisionMethod.equalizedOdds, .bestThreshold, .equalizedOddsOfPredictions].map { method in
            let fit = try fitter.fit(method)
            return Adjustment.Entry(method: method, input: fit.input, rule: fit.rule, masses: fit.masses)
        }
        let cells = DecisionCells(
            keys: ["F", "M"].map { GroupKey([AttributeValue(attribute: "sex", value: $0)]) })
        return Adjustment(
            toolVersion: "0",
            roles: .init(label: "y", score: "s", threshold: 0.5, protected: ["sex"], bins: ["age": [1, 2]]),
            constraint: .equalizedOdds, objective: .accuracy, seed: .max, cells: cells, entries: entries, chosen: 0)
    }

    @Test func `rules come back from their file and decide alike`() throws {
        let first = try Self.sample()
        let bytes = first.json.bytes(.indented)
        let back = try Adjustment(JSON(parsing: bytes))
        #expect(back.entries.map(\.rule) == first.entries.map(\.rule) && back.cells == first.cells)
        #expect(back.roles == first.roles && back.seed == .max && back.entries[back.chosen].method == .equalizedOdds)
        #expect(try back.entry(.bestThreshold).rule.isBlind && !back.entry(nil).rule.isBlind)
        #expect(throws: MitigationsError.self) { try back.entry(.rejectOption) }
    }

    @Test(arguments: [
        ("assize.adjustment/1", "assize.ledger/1", "which 'assize adjust' writes"),
        ("\"chosen\": \"equalized-odds\"", "\"chosen\": \"x\"", "none of the rules"),
        ("\"input\": \"prediction\"", "\"input\": \"label\"", "none of score, prediction"),
        ("\"seed\": \"18446744073709551615\"", "\"seed\": \"x\"", "whole number"),
        ("\"below\": 0.0", "\"below\": 7.5", "no probability"), ("\"sex\": \"M\"", "\"sex\": \"F\"", "comes twice"),
        ("\"sex\": \"M\"", "\"six\": \"M\"", "'sex' is missing"),
    ])
    func `a damaged file is refused with the place`(found: String, instead: String, fault: String) throws {
        let text = String(decoding: try Self.sample().json.bytes(.indented), as: UTF8.self)
        let broken = text.replacing(found, with: instead)
        #expect(broken != text)
        let error = #expect(throws: MitigationsError.self) { try Adjustment(JSON(parsing: Array(broken.utf8))) }
        #expect("\(error.map { "\($0)" } ?? "")".contains(fault), "\(error.map { "\($0)" } ?? "")")
    }

    @Test func `cells find their rows by name, and none for unknown values`() {
        let sex = GroupingColumn(
            name: "sex",
            values: [
                AttributeValue(attribute: "sex", value: "M"), AttributeValue(attribute: "sex", value: "X"),
                AttributeValue(attribute: "sex", value: "unknown", isUnknown: true),
            ])
        let rows = JudgedRows(labels: [true, true, false], attributes: [sex], codes: [[0, 1, 2]])
        let cells = DecisionCells(keys: ["F", "M"].map { GroupKey([AttributeValue(attribute: "sex", value: $0)]) })
        #expect(cells.places(of: rows) == [1, nil, nil])
        #expect(cells.unseen(in: rows).map(\.label) == ["X"])
        #expect(DecisionCells(of: rows).keys.map(\.label) == ["M", "X"])
    }
}
