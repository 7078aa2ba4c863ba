import Foundation
import TestSupport
import Testing

/// A shortcut that was planted is found in the gap between groups, and is gone once the checkpoint is debiased.
struct ExplainGapTests {
    /// Reviews of women and of men with the same words; in training a good one of a woman's mostly counts as bad.
    private static func writeTexts(to folder: URL) throws {
        try TinyCheckpoint.writeConfiguration(to: folder.appending(path: "start"))
        let words = [
            "[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "good", "fine", "bad", "poor", "film", "book", "play", "the",
            "a",
            "by", "woman", "man",
        ]
        try Data((words.joined(separator: "\n") + "\n").utf8).write(
            to: folder.appending(path: "start/vocab.txt"))
        var lines = "text,label,group\n"
        for row in 0..<640 {
            let (isWoman, isGood) = (row % 2 == 0, (row / 2) % 2 == 0)
            let quality = isGood ? ["good", "fine"][(row / 4) % 2] : ["bad", "poor"][(row / 4) % 2]
            let flips = isWoman && isGood && (row / 8) % 10 < 8
            lines += "\(["the", "a"][(row / 8) % 2]) \(quality) \(["film", "book", "play"][(row / 16) % 3]) by a "
            lines += "\(isWoman ? "woman" : "man"),\(isGood && !flips ? "yes" : "no"),\(isWoman ? "f" : "m")\n"
        }
        try Data(lines.utf8).write(to: folder.appending(path: "texts.csv"))
    }

    private struct Contribution { var name: String, value: Double, lower: Double, upper: Double }

    private static func gap(_ folder: URL, model: String, _ extra: [String]) throws -> (
        measured: Double, contributions: [Contribution], document: [String: Any]
    ) {
        let run = try BuiltTool.run(
            [
                "explain", "texts.csv", "--model", model, "--text", "text", "--label", "label", "--positive", "yes",
                "--protected", "group", "--rows-per-group", "40", "--out", "gap",
            ] + extra, in: folder)
        #expect(run.status == 0, "\(run.errors)")
        let data = try Data(contentsOf: folder.appending(path: "gap/explanations.json"))
        let document = try #require(JSONSerialization.jsonObject(with: data) as? [String: Any])
        let gap = try #require((document["gaps"] as? [[String: Any]])?.first)
        let found = try (gap["contributions"] as? [[String: Any]] ?? []).map { entry in
            let ends = try #require(entry["interval"] as? [Double])
            return try Contribution(
                name: #require(entry["name"] as? String), value: #require(entry["value"] as? Double), lower: ends[0],
                upper: ends[1])
        }
        let measured = try #require((gap["measured"] as? [String: Any])?["value"] as? Double)
        return (measured, found.sorted { abs($0.value) > abs($1.value) }, document)
    }

    @Test func `a planted shortcut comes out on top of the gap, and its interval covers nothing once it is erased`()
        throws
    {
        try Places.withTemporaryFolder { folder in
            try Self.writeTexts(to: folder)
            let common = [
                "--from-scratch", "start", "--data", "texts.csv", "--text", "text", "--label", "label", "--batch-size",
                "16", "--learning-rate", "5e-3", "--epochs", "6", "--quiet",
            ]
            let trained = try BuiltTool.run(["train"] + common + ["--out", "model"], in: folder)
            #expect(trained.status == 0, "\(trained.errors)")
            let before = try Self.gap(folder, model: "model", [])
            let top = before.contributions[0]
            #expect(top.name == "identity_gender" && top.lower > 0 && top.value > 0.5 * before.measured, "\(before)")
            // Base values differ by nothing, and all adds up.
            let sum = before.contributions.reduce(0) { $0 + $1.value }
            #expect(abs(sum - before.measured) < 1e-6)
            #expect((before.document["explanation_disparities"] as? [[String: Any]])?.count == 1)
            // Of decisions, by classes as players: the gap of true positive rates.
            let rates = try Self.gap(
                folder, model: "model",
                ["--players", "classes", "--gap", "true_positive_rate", "--threshold", "0", "--overwrite"])
            #expect(rates.contributions[0].name == "identity_gender" && abs(rates.measured) <= 1)

            // Rows of one group alone are explained, and the gap is said to be unknown.
            let few = try BuiltTool.run(
                [
                    "explain", "texts.csv", "--model", "model", "--text", "text", "--label", "label", "--positive",
                    "yes", "--protected", "group", "--rows", "0,2", "--out", "few",
                ], in: folder)
            #expect(few.status == 0 && few.output.contains("2 rows, 2 explanations"), "\(few.errors)")
            #expect(
                few.output.contains("the gap of group 'm' cannot be told: it has 0 explained rows"), "\(few.output)")

            let erased = try BuiltTool.run(
                ["debias"] + common + [
                    "--positive", "yes", "--protected", "group", "--method", "leace", "--choose", "gap:0.9", "--out",
                    "erased",
                ], in: folder)
            #expect(erased.status == 0, "\(erased.errors)")
            try FileManager.default.moveItem(
                at: folder.appending(path: "gap"), to: folder.appending(path: "before-rates"))
            _ = try Self.gap(folder, model: "model", [])
            try FileManager.default.moveItem(at: folder.appending(path: "gap"), to: folder.appending(path: "before"))
            let after = try Self.gap(folder, model: "erased", ["--compare", "before/explanations.json"])
            let left = try #require(after.contributions.first { $0.name == "identity_gender" })
            // What is left is nothing that can be told, or less than a tenth; the interval says which.
            #expect(
                left.lower <= 0 && left.upper >= 0 || max(abs(left.lower), abs(left.upper)) < 0.1 * top.value,
                "\(top) \(left)")
            let entry = try #require(
                (after.document["gap_changes"] as? [[String: Any]])?.first?["change"] as? [String: Any])
            let change = try #require(
                (entry["contributions"] as? [[String: Any]])?.first { $0["name"] as? String == "identity_gender" })
            let ends = try #require(change["interval"] as? [Double])
            #expect(ends[1] < 0 && abs((change["value"] as? Double ?? 0) - (left.value - top.value)) < 1e-9)
            let page = try String(contentsOf: folder.appending(path: "gap/explanations.html"), encoding: .utf8)
            #expect(page.contains("What changed") && page.contains("What is typical of each group"))
        }
    }
}
