import Files
import Foundation
import Models
import TestSupport
import Testing

@testable import Explanations

/// Games of what a command answers, over texts and over features.
struct PredictorGameTests {
    /// Answers `{"features":{"x1":…,"x2":…,"x3":…},"id":…}` with 2 x1 − 3 x2 + 5.
    static let linear =
        "while IFS= read -r l; do echo \"$l\" | awk -F'[:,{}]' '{ printf \"{\\\"id\\\": %s, \\\"scores\\\": [0, %.10g]}\\n\", $12, "
        + "2 * $5 - 3 * $7 + 5; }'; done"

    private static func run(_ rows: any ExplainedRows, _ numbers: [Int], _ method: String = "shap") throws -> [JSON] {
        try Places.withTemporaryFolder { folder in
            let run = try ExplanationRun(
                rows, numbers: numbers,
                plan: ExplanationPlan(
                    methods: ExplanationMethod.named([method]), settings: ExplanationSettings(evaluations: 128)))
            guard case .array(let entries)? = try run.run(folder: folder.path).document.json["explanations"] else {
                return []
            }
            return entries
        }
    }

    @Test func `features of a linear model contribute their weight times the distance from the background's mean`()
        throws
    {
        try Places.withTemporaryFolder { folder in
            let rows = folder.appending(path: "rows.csv"), background = folder.appending(path: "background.csv")
            try Data("x1,x2,x3,y\n1,2,a,yes\n4,0.5,b,no\n".utf8).write(to: rows)
            try Data("x3,x1,x2\nc,0,1\nc,1,1\nc,2,4\n".utf8).write(to: background)
            let table = try FeatureTable(
                paths: [rows.path], background: background.path, features: ["x1", "x2", "x3"], label: "y")
            #expect(table.labels == ["yes", "no"] && table.rows[1] == [.integer(4), .number(0.5), .string("b")])
            let games = try PredictorFeatures(
                table, output: PredictorOutput(CommandPredictor(Self.linear), index: 1))
            let entries = try Self.run(games, [0, 1])
            // The background's means are 1 and 2.
            for (entry, expected) in zip(entries, [[0, 0, 0], [6, 4.5, 0]]) {
                guard case .array(let players)? = entry["players"] else {
                    Issue.record("no players")
                    return
                }
                for (player, value) in zip(players, expected) {
                    #expect(abs((player["value"]?.real ?? .nan) - value) < 1e-8)
                }
                #expect(abs((entry["base_value"]?.real ?? .nan) - 1) < 1e-8 && entry["exact"] == .bool(true))
            }
        }
    }

    @Test func `words leave a text with the blanks around them, or a token stands in their place`() throws {
        let text = try PlainText(" Good, very  good film")
        #expect(text.names == ["Good", ",", "very", "good", "film"])
        func kept(_ players: [Int], _ replacement: String? = nil) -> String {
            text.keeping(Coalition(playerCount: 5, players), replacement: replacement)
        }
        #expect(kept([0, 1, 2, 3, 4]) == " Good, very  good film")
        #expect(kept([0, 1, 4]) == " Good, film")
        #expect(kept([2]) == " very" && kept([]) == "")
        #expect(kept([1, 4], "_") == " _, _  _ film")
        #expect(throws: ExplanationsError.noTokens(text: " \n")) { try PlainText(" \n") }
    }

    @Test func `words that a command counts share what it counts`() throws {
        // The number of g in the text.
        let command =
            "while IFS= read -r l; do echo \"$l\" | awk '{ match($0, /[0-9]+/); id = substr($0, RSTART, RLENGTH); "
            + "printf \"{\\\"id\\\": %s, \\\"scores\\\": [%d]}\\n\", id, gsub(/g/, \"\") }'; done"
        let output = try PredictorOutput(CommandPredictor(command), index: nil)
        let entries = try Self.run(PredictorTexts(["a big gag, no"], output: output), [0])
        guard case .array(let players)? = entries[0]["players"] else { return }
        #expect(players.map { $0["value"]?.real.map { $0.rounded() } } == [0, 1, 2, 0, 0])
        #expect(players[2]["start"] == .integer(6) && players[2]["end"] == .integer(9))
        #expect(entries[0]["absence"] == .string("absent words are removed from the text"))
    }

    @Test func `several scores need a choice, and methods that look inside a checkpoint`() throws {
        let command =
            "while IFS= read -r l; do i=${l#*:}; echo \"{\\\"id\\\": ${i%%,*}, \\\"scores\\\": [1, 2]}\"; done"
        let table = PredictorTexts(["a b"], output: PredictorOutput(try CommandPredictor(command), index: nil))
        #expect { try Self.run(table, [0]) } throws: { "\($0)".contains("--output, from 0 to 1") }
        #expect {
            try Self.run(table, [0], "attention_rollout")
        } throws: { "\($0)".contains("only answers can be seen") }
    }
}
