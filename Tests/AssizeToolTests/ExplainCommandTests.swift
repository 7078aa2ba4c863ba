import Foundation
import TestSupport
import Testing

/// Explaining as a shell sees it, on a very small checkpoint.
struct ExplainCommandTests {
    /// Trains a checkpoint on texts of which good ones are good, in a new folder.
    static func withCheckpoint<Result>(_ body: (URL) throws -> Result) throws -> Result {
        try Places.withTemporaryFolder { folder in
            try TinyCheckpoint.writeConfiguration(to: folder.appending(path: "start"))
            try Data(TinyCheckpoint.lines(96).utf8).write(to: folder.appending(path: "texts.jsonl"))
            let run = try BuiltTool.run(
                [
                    "train", "--from-scratch", "start", "--data", "texts.jsonl", "--text", "text", "--label", "label",
                    "--epochs", "6", "--batch-size", "8", "--learning-rate", "1e-2", "--out", "model", "--quiet",
                ], in: folder)
            #expect(run.status == 0, "\(run.errors)")
            return try body(folder)
        }
    }

    static func explain(_ folder: URL, _ extra: [String]) throws -> BuiltTool.Run {
        try BuiltTool.run(
            ["explain", "texts.jsonl", "--model", "model", "--text", "text", "--out", "out"] + extra, in: folder)
    }

    static func document(_ folder: URL) throws -> [String: Any] {
        let data = try Data(contentsOf: folder.appending(path: "out/explanations.json"))
        return try #require(JSONSerialization.jsonObject(with: data) as? [String: Any])
    }

    @Test func `the words that decide come first, and the same command gives the same bytes`() throws {
        try Self.withCheckpoint { folder in
            let extra = ["--rows", "0,2-3", "--positive", "good", "--label", "label", "--method", "shap,lime"]
            let run = try Self.explain(folder, extra)
            #expect(run.status == 0, "\(run.errors)")
            let entries = try #require(Self.document(folder)["explanations"] as? [[String: Any]])
            #expect(entries.compactMap { $0["row"] as? Int } == [0, 0, 2, 2, 3, 3])
            for entry in entries where entry["method"] as? String == "exact_shap" {
                let players = try #require(entry["players"] as? [[String: Any]])
                let strongest = players.max { abs($0["value"] as? Double ?? 0) < abs($1["value"] as? Double ?? 0) }
                #expect(strongest?["name"] as? String == entry["actual"] as? String, "\(entry)")
            }
            #expect(run.output.contains("row 0, good: logit_margin") && run.output.contains("3 rows, 6 explanations"))
            let first = try Data(contentsOf: folder.appending(path: "out/explanations.json"))
            #expect(try Self.explain(folder, extra + ["--threads", "1"]).status == 0)
            #expect(try Data(contentsOf: folder.appending(path: "out/explanations.json")) == first)
        }
    }

    @Test func `what cannot be explained is said with what would do`() throws {
        try Self.withCheckpoint { folder in
            func refused(_ extra: [String], _ status: Int32, _ part: String) throws {
                let run = try Self.explain(folder, extra)
                #expect(run.status == status && run.errors.contains(part), "\(run.status) \(run.errors)")
            }
            try refused(["--method", "magic"], 64, "there is no such method; use shap, exact_shap")
            try refused(["--rows", "96"], 64, "rows are numbered from 0 to 95")
            try refused(["--positive", "great"], 64, "the model's labels are bad, good")
            try refused(["--output", "value"], 64, "'logit_margin' or 'log_odds'")
            try refused(["--output", "loss"], 64, "use logit_margin, log_odds, probability, logit")
            try refused(["--label", "labell"], 65, "labell")
            try refused(["--rows", "0", "--method", "leave_one_out", "--evaluations", "3"], 65, "row 0: leave_one_out")
            try Data("{\"text\": \"\"}\n{\"text\": \"film\"}\n".utf8).write(to: folder.appending(path: "texts.jsonl"))
            try refused(["--rows", "0"], 65, "row 0: an empty text has no word")
            let run = try Self.explain(folder, [])
            #expect(run.status == 0 && run.output.contains("1 row was skipped; row 0"), "\(run.errors)")
        }
    }

    @Test func `one token, too many tokens and unknown letters are explained, and said to be`() throws {
        try Self.withCheckpoint { folder in
            let long = Array(repeating: "film", count: 600).joined(separator: " ")
            let lines = ["good", long, "☃ good"].map { "{\"text\": \"\($0)\"}\n" }.joined()
            try Data(lines.utf8).write(to: folder.appending(path: "texts.jsonl"))
            let run = try Self.explain(folder, ["--evaluations", "128"])
            #expect(run.status == 0, "\(run.errors)")
            let entries = try #require(Self.document(folder)["explanations"] as? [[String: Any]])
            let players = entries.map { ($0["players"] as? [[String: Any]])?.count ?? 0 }
            #expect(players[0] == 1 && players[1] < 600 && players[2] == 2, "\(players)")
            let notes = entries.map { ($0["notes"] as? [String] ?? []).joined() }
            #expect(notes[0].isEmpty && notes[1].contains("the text has 602 tokens, the model reads"))
            #expect(notes[2].contains("1 of 2 words have no letter that the tokenizer knows"))
        }
    }

    @Test func `a run that was killed goes on, and a changed request is refused`() throws {
        try Self.withCheckpoint { folder in
            let extra = ["--method", "kernel_shap,lime", "--faithfulness"]
            #expect(try Self.explain(folder, extra).status == 0)
            let path = folder.appending(path: "out/explanations.json")
            let whole = try Data(contentsOf: path)
            try FileManager.default.removeItem(at: path)
            let work = folder.appending(path: "out/explanations.work.jsonl")
            var killed: Int32 = 0
            for tenths in 1..<20 where killed != 137 {
                let run = try BuiltTool.run(
                    ["explain", "texts.jsonl", "--model", "model", "--text", "text", "--out", "out"] + extra,
                    in: folder, killedAfter: 0.05 * Double(tenths))
                killed = FileManager.default.fileExists(atPath: work.path) ? run.status : 0
            }
            #expect(killed == 137)
            let changed = try Self.explain(folder, extra + ["--seed", "1"])
            #expect(changed.status == 64 && changed.errors.contains("--overwrite"), "\(changed.errors)")
            #expect(try Self.explain(folder, extra).status == 0)
            #expect(try Data(contentsOf: path) == whole)
            #expect(!FileManager.default.fileExists(atPath: work.path))
        }
    }

    @Test func `explainers are listed with their sources`() throws {
        let run = try BuiltTool.run(["list", "explainers"])
        #expect(run.status == 0)
        for id in ["shap", "surrogate_shap", "lime", "integrated_gradients", "attention_rollout"] {
            #expect(run.output.contains("\n\(id)\n") || run.output.hasPrefix("\(id)\n"), "\(id)")
        }
        #expect(run.output.contains("Ribeiro, Singh, Guestrin 2016"))
    }
}
