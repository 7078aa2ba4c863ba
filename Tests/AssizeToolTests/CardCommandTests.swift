import Foundation
import TestSupport
import Testing

/// The model card as a shell sees it.
struct CardCommandTests {
    @Test func `a card is written for what train wrote, and not over one that is there`() throws {
        try Places.withTemporaryFolder { folder in
            try TinyCheckpoint.writeConfiguration(to: folder.appending(path: "base"))
            try Data(TinyCheckpoint.lines(80).utf8).write(to: folder.appending(path: "data.jsonl"))
            let train = try BuiltTool.run(
                [
                    "train", "--from-scratch", "base", "--data", "data.jsonl", "--text", "text", "--label", "label",
                    "--protected", "group", "--epochs", "1", "--batch-size", "8", "--max-length", "16", "--out",
                    "model",
                    "-q",
                ], in: folder)
            #expect(train.status == 0, "\(train.errors)")
            let path = folder.appending(path: "model/README.md")
            let first = try BuiltTool.run(["card", "model", "--language", "en"], in: folder)
            #expect(first.status == 0 && first.output == "Written: model/README.md\n", "\(first.errors)")
            let card = try String(contentsOf: path, encoding: .utf8)
            #expect(card.hasPrefix("---\nlanguage:\n- \"en\"\n") && card.contains("model-index:\n- name: \"model\""))
            #expect(card.contains("assize train --from-scratch base --data data.jsonl"))
            #expect(card.contains("--out model\n```") && card.contains("says one of “bad”, “good”"))
            let again = try BuiltTool.run(["card", "model"], in: folder)
            #expect(again.status == 64 && again.errors.contains("--overwrite replaces it"))
            let audit = try BuiltTool.run(
                [
                    "audit", "data.jsonl", "--model", "model", "--text", "text", "--label", "label", "--positive",
                    "good",
                    "--protected", "group", "--out", "audit", "-q",
                ], in: folder)
            #expect(audit.status == 0, "\(audit.errors)")
            let full = try BuiltTool.run(
                [
                    "card", "model", "--audit", "audit/results.json", "--before", "audit/results.json", "--out",
                    "cards/full.md",
                ], in: folder)
            #expect(full.status == 0, "\(full.errors)")
            let text = try String(contentsOf: folder.appending(path: "cards/full.md"), encoding: .utf8)
            #expect(text.contains("### By group") && text.contains("## Before and after"))

            let log = folder.appending(path: "model/training/run.jsonl")
            let whole = try String(contentsOf: log, encoding: .utf8)
            try Data(whole.dropLast(30).utf8).write(to: log)
            let damaged = try BuiltTool.run(["card", "model", "--overwrite"], in: folder)
            #expect(damaged.status == 65 && damaged.errors.contains("model/training/run.jsonl: line"))
            try FileManager.default.removeItem(at: log)
            let missing = try BuiltTool.run(["card", "model", "--overwrite"], in: folder)
            #expect(missing.status == 66 && missing.errors.contains("there is no record of a training run"))
            let nowhere = try BuiltTool.run(["card", "nowhere"], in: folder)
            #expect(nowhere.status == 66 && nowhere.errors.contains("nowhere: there is no such folder"))
            let wrong = try BuiltTool.run(["card", "model", "--base-model", "../x"], in: folder)
            #expect(wrong.status == 64 && wrong.errors.contains("is no id of the Hugging Face Hub"))
        }
    }
}
