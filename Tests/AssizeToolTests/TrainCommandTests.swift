import Foundation
import TestSupport
import Testing

/// Training, prediction and the audit of a model as a shell sees them.
struct TrainCommandTests {
    private static let training = [
        "train", "--from-scratch", "base", "--data", "data.jsonl", "--text", "text", "--label", "label", "--protected",
        "group", "--hold-out", "0.25", "--epochs", "4", "--batch-size", "8", "--learning-rate", "5e-3", "--max-length",
        "16",
        "--save-every", "3", "--out", "out",
    ]

    private static func withFiles<Result>(_ body: (URL) throws -> Result) throws -> Result {
        try Places.withTemporaryFolder { folder in
            try TinyCheckpoint.writeConfiguration(to: folder.appending(path: "base"))
            try Data(TinyCheckpoint.lines(160).utf8).write(to: folder.appending(path: "data.jsonl"))
            return try body(folder)
        }
    }

    @Test func `a model is trained, predicts, goes on learning and is audited`() throws {
        try TrainCommandTests.withFiles { folder in
            let run = try BuiltTool.run(TrainCommandTests.training, in: folder)
            #expect(run.status == 0, "\(run.errors)")
            #expect(run.output.contains("120 texts to learn from, 40 held out") && run.output.contains("accuracy 1.0"))
            let predicted = try BuiltTool.run(
                ["predict", "out", "--data", "data.jsonl", "--text", "text", "--out", "scores/all.csv"], in: folder)
            #expect(predicted.status == 0, "\(predicted.errors)")
            let lines = try String(contentsOf: folder.appending(path: "scores/all.csv"), encoding: .utf8)
                .split(separator: "\n")
            #expect(lines[0] == "row,prediction,probability_bad,probability_good" && lines.count == 161)
            #expect(lines[1].hasPrefix("0,good,0.") && lines[2].hasPrefix("1,bad,0."))
            let audit = try BuiltTool.run(
                [
                    "audit", "data.jsonl", "--model", "out", "--text", "text", "--label", "label", "--positive", "good",
                    "--protected", "group", "--format", "json",
                ], in: folder)
            #expect(audit.status == 0, "\(audit.errors)")
            let json = try #require(JSONSerialization.jsonObject(with: Data(audit.output.utf8)) as? [String: Any])
            let groups = try #require(json["groups"] as? [[String: Any]])
            let rates = groups.compactMap {
                (($0["metrics"] as? [String: Any])?["accuracy"] as? [String: Any])?["value"]
            }
            #expect(rates.compactMap { $0 as? Double } == [1, 1])
            let again = try BuiltTool.run(
                [
                    "train", "out", "--data", "data.jsonl", "--text", "text", "--label", "label", "--max-length", "16",
                    "--epochs", "1", "--out", "more",
                ], in: folder)
            #expect(again.status == 0 && again.output.contains("accuracy 1.0"), "\(again.errors)")
        }
    }

    /// Kills a run at random moments, again and again, until it ends. `ASSIZE_KILLS` sets how often.
    @Test func `a run that is killed at random moments ends with the same weights`() throws {
        let kills = ProcessInfo.processInfo.environment["ASSIZE_KILLS"].flatMap(Int.init) ?? 4
        let weights = "out/model.safetensors"
        let begin = Date()
        let whole = try TrainCommandTests.withFiles { folder in
            _ = try BuiltTool.run(TrainCommandTests.training, in: folder)
            return try Data(contentsOf: folder.appending(path: weights))
        }
        let usual = -begin.timeIntervalSinceNow
        var generator = SystemRandomNumberGenerator()
        var killed = 0
        while killed < kills {
            try TrainCommandTests.withFiles { folder in
                for _ in 0..<200 {
                    let run = try BuiltTool.run(
                        TrainCommandTests.training + ["--resume"], in: folder,
                        killedAfter: killed < kills ? Double.random(in: 0..<usual, using: &generator) : nil)
                    if run.status == 0 { break }
                    #expect(run.status == 128 + 9, "\(run.errors)")
                    killed += 1
                }
                #expect(try Data(contentsOf: folder.appending(path: weights)) == whole)
            }
        }
    }

    @Test(arguments: [
        (["--label", "lable"], 65, "did you mean 'label'"), (["--epochs", "0"], 64, "--epochs 0"),
        (["--balance", "even"], 64, "balance"), (["--watch", "acuracy"], 64, "acuracy"),
        (["--max-length", "2000"], 64, "the 32"), (["--task", "regression"], 65, "label"),
        (["--data", "nothing.csv"], 66, "nothing.csv"), (["--balance-by-drawing"], 64, "needs --balance"),
        (["--from-scratch", "nowhere"], 66, "config.json"), (["--task", "masked-language"], 64, "omit --label"),
    ])
    func `a mistake has its exit code and leaves nothing`(extra: [String], status: Int32, hint: String) throws {
        try TrainCommandTests.withFiles { folder in
            let run = try BuiltTool.run(TrainCommandTests.training + extra, in: folder)
            #expect(run.status == status, "\(run.errors)")
            #expect(run.errors.contains(hint), "\(run.errors)")
            #expect(!FileManager.default.fileExists(atPath: folder.appending(path: "out/model.safetensors").path))
        }
    }

    @Test func `an unfinished run is not overwritten by mistake`() throws {
        try TrainCommandTests.withFiles { folder in
            let state = folder.appending(path: "out/training/state.safetensors")
            try FileManager.default.createDirectory(
                at: state.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data("x".utf8).write(to: state)
            let run = try BuiltTool.run(TrainCommandTests.training, in: folder)
            #expect(run.status == 64 && run.errors.contains("--resume"), "\(run.errors)")
            let resumed = try BuiltTool.run(TrainCommandTests.training + ["--resume"], in: folder)
            #expect(resumed.status == 65, "\(resumed.errors)")
            let anew = try BuiltTool.run(TrainCommandTests.training + ["--overwrite"], in: folder)
            #expect(anew.status == 0, "\(anew.errors)")
        }
    }

    @Test func `a checkpoint without a head cannot predict or be audited`() throws {
        try TrainCommandTests.withFiles { folder in
            let run = try BuiltTool.run(
                [
                    "train", "--from-scratch", "base", "--data", "data.jsonl", "--text", "text", "--task",
                    "masked-language",
                    "--epochs", "1", "--max-length", "16", "--out", "language",
                ], in: folder)
            #expect(run.status == 0 && run.output.contains("perplexity"), "\(run.errors)")
            let predicted = try BuiltTool.run(
                ["predict", "language", "--data", "data.jsonl", "--text", "text"], in: folder)
            #expect(predicted.status == 65 && predicted.errors.contains("assize train"), "\(predicted.errors)")
        }
    }
}
