import Explanations
import Files
import Foundation
import TestSupport
import Testing

/// Runs over the rows of a table: resumed, refused, skipped, and what they write.
struct ExplanationRunTests {
    /// Rows of an additive game of three players, one of which is worth the row's number; counts who is asked for.
    private final class CountedRows: ExplainedRows {
        struct Interruption: Error {}
        let count = 5
        let classes: [String] = []
        var asked: [Int] = []
        var evaluated = 0
        var failsAt: Int?

        func row(_ number: Int) throws -> ExplainedRow {
            if number == failsAt { throw Interruption() }
            asked.append(number)
            let game = FunctionGame(playerCount: 3) { coalition in
                self.evaluated += 1
                return (coalition[0] ? Double(number) : 0) + (coalition[2] ? 0.1 : 0)
            }
            return ExplainedRow(game: game, names: ["a", "b", "c"], output: "sum", absence: "absent is 0")
        }
    }

    private static func run(_ rows: any ExplainedRows, _ methods: [String] = ["shap", "lime", "leave_one_out"]) throws
        -> ExplanationRun
    {
        try ExplanationRun(
            rows, numbers: Array(0..<rows.count),
            plan: ExplanationPlan(
                methods: ExplanationMethod.named(methods), settings: ExplanationSettings(evaluations: 64)))
    }

    @Test func `a run that was interrupted ends with the same bytes and explains nothing twice`() throws {
        try Places.withTemporaryFolder { folder in
            let (whole, _) = try Self.run(CountedRows()).run(folder: folder.path)
            try FileManager.default.removeItem(at: folder.appending(path: "explanations.work.jsonl"))
            let rows = CountedRows()
            rows.failsAt = 3
            #expect(throws: CountedRows.Interruption.self) { try Self.run(rows).run(folder: folder.path) }
            // The last line is cut short, as by a kill.
            let path = folder.appending(path: "explanations.work.jsonl")
            let bytes = try Data(contentsOf: path)
            try bytes.dropLast(20).write(to: path)
            rows.failsAt = nil
            var totals: [Int] = []
            let (again, finish) = try Self.run(rows).run(folder: folder.path) { totals.append($1) }
            #expect(again.bytes == whole.bytes)
            #expect(rows.asked == [0, 1, 2, 2, 3, 4] && totals == [3, 3, 3])
            finish()
            #expect(!FileManager.default.fileExists(atPath: path.path))
        }
    }

    @Test func `unfinished work of another request is refused, or discarded where that is asked for`() throws {
        try Places.withTemporaryFolder { folder in
            _ = try Self.run(CountedRows()).run(folder: folder.path)
            let other = try Self.run(CountedRows(), ["kernel_shap"])
            #expect(
                throws: ExplanationsError.otherRequest(path: "\(folder.path)/explanations.work.jsonl")
            ) { try other.run(folder: folder.path) }
            let (document, _) = try other.run(folder: folder.path, overwrite: true)
            #expect(document.json["explanations"]?.count == 5)
        }
    }

    @Test func `methods of a row share their evaluations, and each entry says what it asked for`() throws {
        try Places.withTemporaryFolder { folder in
            let rows = CountedRows()
            let (document, _) = try Self.run(rows).run(folder: folder.path)
            // Eight coalitions of three players, whichever method asks.
            #expect(rows.evaluated == 5 * 8)
            guard case .array(let entries)? = document.json["explanations"] else {
                Issue.record("no explanations")
                return
            }
            #expect(entries.count == 15)
            #expect(entries[0]["method"] == .string("exact_shap") && entries[0]["evaluations"] == .integer(8))
            #expect(entries[2]["method"] == .string("leave_one_out") && entries[2]["evaluations"] == .integer(5))
            guard case .array(let players)? = entries[12]["players"] else { return }
            guard case .number(let first)? = players[0]["value"] else { return }
            #expect(abs(first - 4) < 1e-9 && players[0]["name"] == .string("a"))
        }
    }

    @Test func `words have their bytes in the text, and a cut text and unknown words a note`() throws {
        let texts = ["é good film ☃", "", String(repeating: "film ", count: 60)]
        let rows = CheckpointTexts(texts, model: try ExplainedTinyModel.model(), choices: .init())
        try Places.withTemporaryFolder { folder in
            var run = try Self.run(rows, ["leave_one_out"])
            let (document, _) = try run.run(folder: folder.path)
            guard case .array(let entries)? = document.json["explanations"],
                case .array(let players)? = entries[0]["players"]
            else {
                Issue.record("no players")
                return
            }
            let text = Array(texts[0].utf8)
            for player in players {
                guard case .integer(let start)? = player["start"], case .integer(let end)? = player["end"] else {
                    Issue.record("no place")
                    return
                }
                #expect(player["name"] == .string(String(decoding: text[start..<end], as: UTF8.self)))
            }
            #expect("\(entries[0]["notes"] ?? .null)".contains("2 of 4 words"))
            #expect("\(entries[1]["notes"] ?? .null)".contains("the last 30 are not explained"))
            guard case .array(let skipped)? = document.json["skipped"] else { return }
            #expect(skipped.count == 1 && skipped[0]["row"] == .integer(1))
            // A row that was asked for by its number is not skipped.
            run.isStrict = true
            #expect(throws: ExplanationsError.self) { try run.run(folder: folder.path, overwrite: true) }
        }
    }

    @Test func `a text of one word has all of the output, by every method that divides it`() throws {
        let rows = CheckpointTexts(["good"], model: try ExplainedTinyModel.model(forGradients: true), choices: .init())
        let ids = ExplanationMethod.all.map(\.id).filter { $0 != LinearSHAP.id }
        try Places.withTemporaryFolder { folder in
            let (document, _) = try Self.run(rows, ids.filter { $0 != "lime" }).run(folder: folder.path)
            guard case .array(let entries)? = document.json["explanations"] else { return }
            #expect(entries.count == ids.count - 1)
            for entry in entries {
                guard case .string(let method)? = entry["method"], method.hasSuffix("_shap"),
                    case .number(let base)? = entry["base_value"], case .number(let value)? = entry["value"],
                    case .array(let players)? = entry["players"], case .number(let share)? = players[0]["value"]
                else { continue }
                #expect(abs(share - (value - base)) < 1e-9, "\(method)")
            }
        }
    }

    @Test func `methods that look into the model say what they rest on, and how they agree with Shapley`() throws {
        var choices = CheckpointTexts.Choices()
        choices.keepsAttention = true
        let rows = CheckpointTexts(
            ["the film was very good"], model: try ExplainedTinyModel.model(forGradients: true), choices: choices)
        try Places.withTemporaryFolder { folder in
            let (document, _) = try Self.run(rows, ["shap"] + InspectingMethod.allCases.map(\.rawValue))
                .run(folder: folder.path)
            guard case .array(let entries)? = document.json["explanations"] else { return }
            #expect(entries.count == 5)
            for entry in entries.dropFirst() {
                #expect(entry["agreement_with_shapley"] != nil && entry["notes"] != nil)
                // All explain the same output of the same text.
                guard case .number(let value)? = entry["value"], case .number(let first)? = entries[0]["value"] else {
                    Issue.record("no value")
                    return
                }
                #expect(abs(value - first) < 1e-4)
            }
            let attention = entries[3]["attention"]
            guard case .array(let layers)? = attention?["layers"], case .array(let heads) = layers[0],
                case .array(let asking) = heads[0], case .array(let links) = asking[0]
            else {
                Issue.record("no attention")
                return
            }
            #expect(layers.count == 2 && heads.count == 2 && asking.count == 7)
            let thousandths = stride(from: 1, to: links.count, by: 2).reduce(0) { sum, index in
                if case .integer(let weight) = links[index] { sum + weight } else { sum }
            }
            #expect(abs(thousandths - 1000) < 10)
        }
    }

    @Test func `an unknown method is answered with the list of those that there are`() {
        #expect {
            try ExplanationMethod.named(["shapp"])
        } throws: { error in
            "\(error)".contains("surrogate_shap, kernel_shap") && "\(error)".contains("attention_relevance")
        }
    }
}

extension JSON {
    fileprivate var count: Int? { if case .array(let elements) = self { elements.count } else { nil } }
}
