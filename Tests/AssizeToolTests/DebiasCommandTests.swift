import Foundation
import TestSupport
import Testing

/// Debiasing as a shell sees it, on the bundled synthetic reviews.
struct DebiasCommandTests {
    private static func arguments(_ extra: [String]) -> [String] {
        let reviews = Places.package.appending(path: "audits/reviews-synthetic")
        return [
            "debias", "--from-scratch", reviews.appending(path: "start").path, "--data", "reviews.csv", "--text",
            "text",
            "--label", "positive", "--positive", "yes", "--protected", "variety", "--learning-rate", "1e-3", "--out",
            "out",
        ] + extra
    }

    private static func withReviews<Result>(_ rows: Int, _ body: (URL) throws -> Result) throws -> Result {
        try Places.withTemporaryFolder { folder in
            let all = try String(
                contentsOf: Places.package.appending(path: "audits/reviews-synthetic/reviews.csv"), encoding: .utf8)
            let lines = all.split(separator: "\n").prefix(rows + 1).joined(separator: "\n") + "\n"
            try Data(lines.utf8).write(to: folder.appending(path: "reviews.csv"))
            return try body(folder)
        }
    }

    private static func record(_ folder: URL) throws -> [String: Any] {
        let data = try Data(contentsOf: folder.appending(path: "out/debias.json"))
        return try #require(JSONSerialization.jsonObject(with: data) as? [String: Any])
    }

    private static func gaps(_ trials: [[String: Any]]) -> [Double] {
        trials.compactMap { trial in
            ((trial["measures"] as? [String: Any])?["gap"] as? [String: Any])?["value"] as? Double
        }
    }

    @Test func `a gap is found, reduced and accounted for, and the same command gives the same bytes`() throws {
        let extra = ["--epochs", "4", "--method", "balanced", "--method", "leace-within-label"]
        let weights = try DebiasCommandTests.withReviews(1_500) { folder in
            let run = try BuiltTool.run(DebiasCommandTests.arguments(extra), in: folder)
            #expect(run.status == 0, "\(run.errors)")
            let out = folder.appending(path: "out")
            let files = try FileManager.default.contentsOfDirectory(atPath: out.path).sorted()
            #expect(
                files == [
                    "README.md", "after", "before", "comparison.html", "comparison.json", "config.json", "debias.html",
                    "debias.json", "manifest.json", "model.safetensors", "trials", "vocab.txt",
                ])
            let check = try BuiltTool.run(["verify", "out", "--data", "reviews.csv"], in: folder)
            #expect(check.status == 0 && check.output.contains("agrees      debias.html"), "\(check.errors)")
            let record = try DebiasCommandTests.record(folder)
            let trials = try #require(record["trials"] as? [[String: Any]])
            #expect(trials.compactMap { $0["name"] as? String } == ["plain", "balanced", "leace-within-label"])
            let gaps = DebiasCommandTests.gaps(trials)
            #expect(gaps.count == 3 && gaps[0] > 0.1 && min(gaps[1], gaps[2]) < gaps[0] / 2, "\(gaps)")
            #expect(record["chosen"] as? String != "plain")
            // The probe finds the variety within each label before, and no more than chance allows after.
            func areas(_ trial: [String: Any]) -> [Double] {
                let leakage = (trial["leakage"] as? [[String: Any]])?.first?["linear"] as? [[String: Any]] ?? []
                return leakage.compactMap { (($0["roc_auc"] as? [[String: Any]])?.first?["value"]) as? Double }
            }
            #expect(areas(trials[0]).allSatisfy { $0 > 0.8 } && areas(trials[2])[1...].allSatisfy { $0 < 0.65 })
            let texts = try #require(record["texts"] as? [String: Int])
            #expect(texts == ["training": 975, "development": 225, "test": 300])
            let answers = try String(contentsOf: out.appending(path: "after/answers.csv"), encoding: .utf8)
            #expect(answers.hasPrefix("row,label,variety,probability\n") && answers.split(separator: "\n").count == 301)
            // Both models answered the same texts, and the comparison knows it.
            let compared = try String(contentsOf: out.appending(path: "comparison.json"), encoding: .utf8)
            #expect(compared.contains("\"paired\": true"))
            let page = try String(contentsOf: out.appending(path: "comparison.html"), encoding: .utf8)
            #expect(page.contains("variety"))
            // The page is rendered again from the record, byte for byte.
            let rendered = try BuiltTool.run(["report", "out/debias.json", "--out", "again"], in: folder)
            #expect(rendered.status == 0, "\(rendered.errors)")
            #expect(
                try Data(contentsOf: folder.appending(path: "again/debias.html"))
                    == Data(contentsOf: out.appending(path: "debias.html")))
            let predicted = try BuiltTool.run(
                ["predict", "out", "--data", "reviews.csv", "--text", "text"], in: folder)
            #expect(predicted.status == 0, "\(predicted.errors)")
            // What is written answers as the record says.
            let probability = try #require(answers.split(separator: "\n")[1].split(separator: ",").last)
            let row = try #require(Int(answers.split(separator: "\n")[1].split(separator: ",")[0]))
            let line = predicted.output.split(separator: "\n")[row + 1]
            let written = try #require(Double(line.split(separator: ",")[3]))
            #expect(abs(written - (Double(probability) ?? .nan)) < 1e-5)
            return try Data(contentsOf: out.appending(path: "model.safetensors"))
        }
        let again = try DebiasCommandTests.withReviews(1_500) { folder in
            _ = try BuiltTool.run(DebiasCommandTests.arguments(extra), in: folder, killedAfter: 2.5)
            let run = try BuiltTool.run(DebiasCommandTests.arguments(extra), in: folder)
            #expect(run.status == 0, "\(run.errors)")
            return try Data(contentsOf: folder.appending(path: "out/model.safetensors"))
        }
        #expect(again == weights)
    }

    @Test func `swapped copies are learnt from, counted, and close the gap between the swapped`() throws {
        let swaps = Places.package.appending(path: "audits/reviews-synthetic/swaps.csv").path
        let extra = [
            "--epochs", "4", "--method", "counterfactual", "--swaps", swaps, "--choose", "gap:0.5", "--second-data",
            "second.csv",
            "--second-text", "words",
        ]
        try DebiasCommandTests.withReviews(1_500) { folder in
            let lines = (0..<100).map { "this bag was \($0 % 2 == 0 ? "good" : "bad"),\($0 % 2 == 0 ? "yes" : "no")\n" }
            try Data(("words,positive\n" + lines.joined()).utf8).write(to: folder.appending(path: "second.csv"))
            let run = try BuiltTool.run(DebiasCommandTests.arguments(extra), in: folder)
            #expect(run.status == 0, "\(run.errors)")
            let record = try DebiasCommandTests.record(folder)
            let trials = try #require(record["trials"] as? [[String: Any]])
            // Every review has a small word, so that each of the 975 to learn from gains a copy.
            #expect(trials.map { $0["swapped_copies"] as? Int } == [nil, 975])
            let gaps = DebiasCommandTests.gaps(trials)
            #expect(gaps.count == 2 && gaps[1] < gaps[0] / 2, "\(gaps)")
            let log = try String(
                contentsOf: folder.appending(path: "out/trials/counterfactual/training/run.jsonl"), encoding: .utf8)
            #expect(log.contains("\"swapped_copies\":\"975\"") && log.contains("\"texts\":1950"))
            let card = try String(contentsOf: folder.appending(path: "out/README.md"), encoding: .utf8)
            #expect(card.contains("swapped copies added 975"))
            #expect(run.output.contains("with 975 swapped copies"))
            let swaps = try #require(record["swaps"] as? [[String: Any]])
            let own = try #require(swaps.first { $0["attribute"] as? String == "variety" })
            #expect(own["units"] as? Int == 300 && own["outcome"] as? String == "shrank")
            let size = try #require(own["mean_absolute_change"] as? [String: [String: Any]])
            let (before, after) = (size["before"]?["value"] as? Double, size["after"]?["value"] as? Double)
            #expect((after ?? 1) < 0.5 * (before ?? 0), "\(size)")
            // The vocabulary has no word of gender: undefined with the count, and never 0.
            let gender = try #require(swaps.first { $0["attribute"] as? String == "gender" })
            let none = try #require(gender["mean_absolute_change"] as? [String: [String: Any]])
            #expect(none["after"]?["undefined"] as? String != nil && gender["outcome"] as? String == "cannot_tell")
            #expect(swaps.allSatisfy { $0["attribute"] as? String == "variety" || $0["units"] as? Int == 0 })
            let ability = try #require(record["ability"] as? [[String: Any]])
            #expect(ability.map { $0["texts"] as? Int } == [300, 100])
            let page = try String(contentsOf: folder.appending(path: "out/comparison.html"), encoding: .utf8)
            for text in [page, card, run.output] {
                #expect(text.contains("The answers depend less on words of"))
                #expect(text.contains("100 texts of the second set"))
            }
        }
    }

    @Test(arguments: [
        (["--method", "counterfactual"], 65, "--swaps FILE"), (["--swaps", "none.csv"], 66, "none.csv"),
        (["--swap-attributes", "age"], 64, "'age'"), (["--second-label", "x"], 64, "--second-data"),
        (["--second-data", "reviews.csv", "--second-label", "variety"], 65, "the second data"),
        (["--templates", "reviews.csv"], 65, "template"),
        (["--method", "adversry"], 64, "adversary, diverse-adversaries"), (["--choose", "best"], 64, "distance"),
        (["--positive", "maybe"], 64, "'maybe'"), (["--protected", "text2"], 65, "text2"),
        (["--label", "variety", "--protected", "nothing"], 65, "nothing"),
        (["--development", "0.9"], 64, "--development"),
        (["--sweep", "--method", "leace"], 64, "omit --method"),
        (["--bottleneck", "8"], 64, "--lora"), (["--label", "text"], 65, "different values"),
    ])
    func `a mistake has its exit code`(extra: [String], status: Int32, hint: String) throws {
        try DebiasCommandTests.withReviews(1_100) { folder in
            let run = try BuiltTool.run(DebiasCommandTests.arguments(extra), in: folder)
            #expect(run.status == status, "\(run.errors)")
            #expect(run.errors.contains(hint), "\(run.errors)")
            #expect(!FileManager.default.fileExists(atPath: folder.appending(path: "out/model.safetensors").path))
        }
    }

    @Test func `the methods are listed with their sources`() throws {
        let run = try BuiltTool.run(["list", "mitigations"])
        #expect(run.status == 0 && run.output.contains("leace-within-label\n") && run.output.contains("2016"))
    }
}
