import Files
import Testing

@testable import Reports

struct ExplanationsRecordTests {
    /// The value without one member at the top, of the first explanation, or of its first player.
    private static func without(_ key: String, in json: JSON) -> JSON {
        guard case .object(let object) = json else { return json }
        return .object(object.members.filter { $0.key != key })
    }

    private static func fault(_ entries: [String], gaps: [String] = []) -> String? {
        let error = #expect(throws: ReportsError.self) {
            try ExplanationsRecord(SampleExplanations.document(entries, gaps: gaps))
        }
        return error?.description
    }

    @Test func `every member that is missing is named`() throws {
        let json = try SampleExplanations.typical()
        for key in ["schema", "explanations"] {
            let error = #expect(throws: ReportsError.self) { try ExplanationsRecord(Self.without(key, in: json)) }
            #expect(error?.description.contains("'\(key)' is missing") == true)
        }
        guard case .array(let entries)? = json["explanations"], case .array(let players)? = entries[0]["players"] else {
            Issue.record("no entries")
            return
        }
        func read(_ entry: JSON) throws(ReportsError) {
            _ = try ExplanationsRecord(
                .object([
                    .init("schema", .string(ExplanationsRecord.schema)), .init("explanations", .array([entry])),
                ]))
        }
        try read(entries[0])
        for key in ["method", "output", "value", "evaluations", "players"] {
            let error = #expect(throws: ReportsError.self) { try read(Self.without(key, in: entries[0])) }
            #expect(error?.description == "explanations[0]: '\(key)' is missing")
        }
        for key in ["name", "value", "end"] {
            guard case .object(let object) = entries[0] else { continue }
            let entry = JSON.object(
                object.members.map {
                    $0.key == "players" ? .init("players", .array([Self.without(key, in: players[0])])) : $0
                })
            let error = #expect(throws: ReportsError.self) { try read(entry) }
            #expect(error?.description == "explanations[0].players[0]: '\(key)' is missing")
        }
        // Everything else may be absent.
        for key in ["row", "label", "base_value", "text", "absence", "group", "notes", "rank_stability", "exact"] {
            try read(Self.without(key, in: entries[0]))
        }
    }

    @Test func `every member that a gap lacks is named`() throws {
        let json = try SampleExplanations.document([], gaps: [SampleExplanations.gap()])
        guard case .array(let gaps)? = json["gaps"], case .object(let gap) = gaps[0] else { return }
        for member in gap.members where !["output", "notes"].contains(member.key) {
            let damaged = JSON.object([
                .init("schema", .string(ExplanationsRecord.schema)), .init("explanations", .array([])),
                .init("gaps", .array([Self.without(member.key, in: gaps[0])])),
            ])
            let error = #expect(throws: ReportsError.self) { try ExplanationsRecord(damaged) }
            #expect(error?.description == "gaps[0]: '\(member.key)' is missing")
        }
    }

    @Test(arguments: [
        ("\"end\":3", "\"end\":99", "explanations[0].players[0]: 0 to 99 is no part of a text of 4 bytes"),
        ("\"end\":3", "\"end\":2", "explanations[0].players[0]: byte 2 of the text is within a character"),
        ("\"row\":0", "\"row\":-1", "explanations[0].row: a count cannot be -1"),
        ("\"value\":0.5", "\"value\":\"x\"", "explanations[0].players[0].value: a number must stand here"),
        ("\"confidence\":0.95", "\"confidence\":95", "explanations[0].confidence: 95.0 is not between 0.0 and 1.0"),
    ])
    func `a damaged entry is refused with the path`(part: String, other: String, words: String) {
        let entry = SampleExplanations.entry(row: 0, words: [("xé", 0.5), ("", 0)])
        #expect(entry.contains(part))
        let damaged = entry.split(separator: part, maxSplits: 1, omittingEmptySubsequences: false).joined(
            separator: other)
        #expect(Self.fault([damaged]) == words)
    }

    @Test(arguments: [
        ("[0,900]", "[7,900]", "layers[0][0][0][0]: there are 5 units, from 0"),
        ("[0,900]", "[0]", "layers[0][0][0]: a unit has no thousandths"),
        ("[[0,900],", "[", "layers[0][0]: 4 lists do not fit 5 units"),
        ("[0,900]", "[0,9000]", "is not between 0.0 and 1005.0"),
    ])
    func `damaged attention is refused with the path`(part: String, other: String, words: String) {
        let damaged = SampleExplanations.attention.split(separator: part, maxSplits: 1).joined(separator: other)
        let fault = Self.fault([damaged])
        #expect(fault?.hasPrefix("explanations[0].attention.layers[0][0]") == true)
        #expect(fault?.hasSuffix(words) == true, "\(fault ?? "")")
    }

    @Test func `an interaction of a player that is not there is refused`() {
        let more = ",\"interactions\":{\"pairs\":[{\"first\":0,\"second\":5,\"value\":1}]}"
        let entry = SampleExplanations.entry(row: 0, words: [("a", 1), ("b", 2)], more: more)
        #expect(Self.fault([entry]) == "explanations[0].interactions.pairs[0].second: there is no player 5 among 2")
    }
}
