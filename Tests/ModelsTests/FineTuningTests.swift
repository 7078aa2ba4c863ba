import Foundation
import MatrixKernels
import TestSupport
import Testing
import Transformers

@testable import Models

struct FineTuningTests {
    private static func settings() -> FineTuningSettings {
        var settings = FineTuningSettings()
        settings.epochs = 6
        settings.batchSize = 8
        settings.learningRate = 5e-3
        settings.maximumLength = 16
        settings.evaluationInterval = 10
        settings.saveInterval = 7
        return settings
    }

    private static func make(
        in folder: URL, _ settings: FineTuningSettings = settings(), label: String = "label", isNumeric: Bool = false,
        facts: [(name: String, value: String)] = []
    ) throws -> FineTuning {
        let base = folder.appending(path: "base")
        try TinyCheckpoint.writeConfiguration(to: base)
        let data = folder.appending(path: "data.jsonl")
        try Data(TinyCheckpoint.lines(160).utf8).write(to: data)
        var roles = TextTable.Roles(text: "text")
        roles.labels = label.isEmpty ? [] : [label]
        roles.isNumeric = isNumeric
        roles.protected = ["group"]
        let table = try TextTable(paths: [data.path], roles: roles)
        let task = try TextTask(table)
        let checkpoint = try TextCheckpoint(
            scratch: base.path, for: task.purpose(seed: settings.seed), seed: settings.seed)
        let (training, held) = RowSplit.split(table.count, share: 0.25, seed: 1)
        func examples(_ rows: [Int]) throws -> TextExamples {
            try TextExamples(
                table.rows(rows), task: task, tokenizer: checkpoint.tokenizer, maximumLength: settings.maximumLength)
        }
        let out = folder.appending(path: "out")
        try FileManager.default.createDirectory(at: out, withIntermediateDirectories: true)
        return try FineTuning(
            checkpoint, task: task, training: examples(training), held: examples(held), settings: settings,
            folder: out.path, facts: facts)
    }

    @Test func `a small model learns what tells good from bad, and the folder opens again with the same logits`() throws
    {
        try Places.withTemporaryFolder { folder in
            var run = try FineTuningTests.make(in: folder)
            var seen: [Double] = []
            let result = try run.run { if let evaluation = $0.evaluation { seen.append(evaluation.loss) } }
            let evaluation = try #require(result.evaluation)
            #expect(evaluation.value("accuracy") == 1 && evaluation.value("roc_auc") == 1)
            #expect(seen.count == 9 && evaluation.loss == seen.min() && seen[0] > 2 * evaluation.loss)
            #expect(evaluation.value("group.equalized_odds_difference") == 0)
            let out = folder.appending(path: "out")
            let files = try FileManager.default.contentsOfDirectory(atPath: out.path).sorted()
            #expect(files == ["config.json", "model.safetensors", "training", "vocab.txt"])
            let classifier = try TextClassifier(folder: out.path)
            #expect(classifier.outputs == ["bad", "good"])
            let scores = try classifier.scores(["the film good film", "the film bad film"])
            #expect(scores[0, 1] > 0.9 && scores[1, 0] > 0.9)
            let configuration = try String(contentsOf: out.appending(path: "config.json"), encoding: .utf8)
            #expect(configuration.contains("\"dtype\": \"float32\""))
            #expect(!FineTuning.isUnfinished(out.path))
        }
    }

    @Test func `a run that goes on from any saved state ends with the same bytes`() throws {
        let whole = try Places.withTemporaryFolder { folder in
            var run = try FineTuningTests.make(in: folder)
            _ = try run.run()
            return try FineTuningTests.result(folder)
        }
        for stop in [7, 10, 21, 50] {
            try Places.withTemporaryFolder { folder in
                var run = try FineTuningTests.make(in: folder)
                let out = folder.appending(path: "out"), kept = folder.appending(path: "kept")
                _ = try run.run { progress in
                    // What a process that ends here would leave.
                    if progress.step == stop { try? FileManager.default.copyItem(at: out, to: kept) }
                }
                try FileManager.default.removeItem(at: out)
                try FileManager.default.moveItem(at: kept, to: out)
                #expect(FineTuning.isUnfinished(out.path))
                var rest = try FineTuningTests.make(in: folder)
                var first: Int?
                _ = try rest.run { first = first ?? $0.step }
                #expect(first == stop + 1)
                let result = try FineTuningTests.result(folder)
                #expect(result.weights == whole.weights)
                #expect(result.events == whole.events, "stopped after \(stop)")
            }
        }
    }

    /// The weights, and the lines of the log without what a clock measured.
    private static func result(_ folder: URL) throws -> (weights: Data, events: [String]) {
        let log = try String(contentsOf: folder.appending(path: "out/training/run.jsonl"), encoding: .utf8)
        let clocks = ["\"elapsed\":", "\"tokens_per_second\":"]
        return (
            try Data(contentsOf: folder.appending(path: "out/model.safetensors")),
            log.split(separator: "\n").map { line in
                line.split(separator: ",").filter { part in !clocks.contains { part.contains($0) } }.joined(
                    separator: ","
                )
                .replacingOccurrences(of: folder.path, with: "")
            }
        )
    }

    @Test func `a state of other settings is refused`() throws {
        try Places.withTemporaryFolder { folder in
            var run = try FineTuningTests.make(in: folder)
            let state = folder.appending(path: "out/training/state.safetensors")
            var kept: Data?
            _ = try run.run { if $0.step == 10 { kept = try? Data(contentsOf: state) } }
            try #require(kept).write(to: state)
            var settings = FineTuningTests.settings()
            settings.learningRate *= 2
            var other = try FineTuningTests.make(in: folder, settings)
            #expect(throws: ModelsError.self) { _ = try other.run() }
            var changed = try FineTuningTests.make(in: folder, facts: [("data_sha256", "other")])
            #expect(throws: ModelsError.self) { _ = try changed.run() }
        }
    }

    @Test func `patience ends a run that no longer gets better, and the best weights are the result`() throws {
        try Places.withTemporaryFolder { folder in
            var settings = FineTuningTests.settings()
            settings.epochs = 40
            settings.patience = 2
            settings.watched = "accuracy"
            var run = try FineTuningTests.make(in: folder, settings)
            var accuracies: [(step: Int, value: Double)] = []
            let result = try run.run { progress in
                if let value = progress.evaluation?.value("accuracy") { accuracies.append((progress.step, value)) }
            }
            let best = try #require(accuracies.map(\.value).max())
            let first = try #require(accuracies.first { $0.value == best })
            #expect(result.chosenStep == first.step && result.steps == first.step + 20)
            #expect(result.evaluation?.value("accuracy") == best)
        }
    }

    @Test func `a regression and hidden tokens are learnt too`() throws {
        try Places.withTemporaryFolder { folder in
            var run = try FineTuningTests.make(in: folder, label: "number", isNumeric: true)
            let result = try run.run()
            #expect(try #require(result.evaluation?.value("mean_squared_error")) < 0.05)
        }
        try Places.withTemporaryFolder { folder in
            var settings = FineTuningTests.settings()
            settings.epochs = 12
            var run = try FineTuningTests.make(in: folder, settings, label: "")
            var perplexities: [Double] = []
            let result = try run.run { if let value = $0.evaluation?.perplexity { perplexities.append(value) } }
            let last = try #require(result.evaluation?.perplexity)
            // A guess between 64 tokens has a perplexity of 64, one between the 16 words that occur of at most 16.
            #expect(perplexities[0] > 2 * last && last < 12, "\(perplexities)")
        }
    }

    @Test func `what is watched must be measured`() throws {
        try Places.withTemporaryFolder { folder in
            var settings = FineTuningTests.settings()
            settings.watched = "acuracy"
            var run = try FineTuningTests.make(in: folder, settings)
            #expect(throws: ModelsError.self) { _ = try run.run() }
        }
    }
}
