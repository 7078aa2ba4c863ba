import Foundation
import TestSupport
import Testing

/// Adjusting decisions as a shell sees it.
struct AdjustCommandTests {
    /// 1,200 rows; scores of women lie lower than their labels say.
    static let table: String = {
        var text = "sex,hired,score,offer,w\n"
        for row in 0..<1_200 {
            let isWoman = row % 2 == 0
            let turn = row / 2 * 7 % 20
            let hired = turn >= 10
            let noise = row / 40 * 11 % 30
            let score = Double(turn * 3 + noise - (isWoman ? 15 : 0) + 15) / 105
            text +=
                "\(isWoman ? "F" : "M"),\(hired ? "yes" : "no"),\(score),\(score >= 0.5 ? "yes" : "no"),\(1 + row % 3)\n"
        }
        return text
    }()
    static let roles = ["--label", "hired", "--score", "score", "--protected", "sex"]

    /// Runs in a folder with the table, then whatever `then` asks for.
    static func run<Result>(
        _ arguments: [String], _ then: (BuiltTool.Run, URL) throws -> Result
    ) throws -> Result {
        try Places.withTemporaryFolder { folder in
            try Data(table.utf8).write(to: folder.appending(path: "people.csv"))
            return try then(BuiltTool.run(["adjust"] + arguments, in: folder), folder)
        }
    }

    @Test func `a run leaves a ledger, a page, rules and decisions, and the rules decide alike later`() throws {
        let arguments =
            ["people.csv"] + Self.roles + [
                "--method", "equalized-odds,common-threshold", "--out", "adjusted", "--seed", "5",
            ]
        try Self.run(arguments) { run, folder in
            #expect(run.status == 0, "\(run.errors)")
            #expect(run.output.contains("equalized-odds *") && run.output.contains("may be unlawful"))
            let out = folder.appending(path: "adjusted")
            let json = try #require(
                JSONSerialization.jsonObject(with: Data(contentsOf: out.appending(path: "ledger.json")))
                    as? [String: Any])
            #expect(json["schema"] as? String == "assize.ledger/1" && json["chosen"] as? String == "equalized-odds")
            let steps = try #require(json["steps"] as? [[String: Any]])
            #expect(steps.compactMap { $0["id"] as? String } == ["as-they-are", "equalized-odds", "common-threshold"])
            #expect(steps[1]["outcome"] as? String == "helps" && steps[1]["needs_group"] as? Bool == true)
            #expect((json["rows"] as? [String: Int]) == ["fitted": 840, "judged": 360])
            let decided = try String(contentsOf: out.appending(path: "adjusted.csv"), encoding: .utf8)
            let lines = decided.split(separator: "\n")
            #expect(lines.count == 1_201 && lines[0] == "row,sex,part,before,decision,probability")
            // The same table under the rules: the same draws.
            let again = try BuiltTool.run(
                ["adjust", "people.csv", "--using", "adjusted/adjustment.json", "--out", "later"], in: folder)
            #expect(again.status == 0 && again.output.contains("1200 rows decided"), "\(again.errors)")
            let later = try String(contentsOf: folder.appending(path: "later/adjusted.csv"), encoding: .utf8)
            func last(_ text: String) -> [String] {
                text.split(separator: "\n").dropFirst().map { line in
                    line.split(separator: ",", omittingEmptySubsequences: false).suffix(2).joined(separator: ",")
                }
            }
            #expect(last(decided) == last(later))
            // The page is a function of the ledger alone.
            let page = try Data(contentsOf: out.appending(path: "adjust.html"))
            let rendered = try BuiltTool.run(["report", "adjusted/ledger.json", "--out", "page"], in: folder)
            #expect(rendered.status == 0, "\(rendered.errors)")
            #expect(try Data(contentsOf: folder.appending(path: "page/adjust.html")) == page)
            // People of another group are refused, or decided about as stated.
            try Data("sex,score\nX,0.9\nF,0.1\n".utf8).write(to: folder.appending(path: "new.csv"))
            let use = ["adjust", "new.csv", "--using", "adjusted/adjustment.json", "--out", "new"]
            let refused = try BuiltTool.run(use, in: folder)
            #expect(
                refused.status == 65 && refused.errors.contains("row 0: sex = 'X' is no group"), "\(refused.errors)")
            #expect(try BuiltTool.run(use + ["--unseen", "fallback"], in: folder).status == 0)
            #expect(try BuiltTool.run(use + ["--method", "common-threshold"], in: folder).status == 0)
        }
    }

    @Test func `one file is fitted on and another judged on, by decisions alone`() throws {
        try Self.run([
            "--fit", "people.csv", "--test", "people.csv", "--label", "hired", "--prediction", "offer", "--weight", "w",
            "--protected", "sex", "--out", "adjusted", "--format", "json",
        ]) { run, folder in
            #expect(run.status == 0, "\(run.errors)")
            #expect(
                run.output.contains("\"id\": \"equalized-odds-predictions\"") && run.output.contains("\"judged\": 1200")
            )
            let rules = try String(contentsOf: folder.appending(path: "adjusted/adjustment.json"), encoding: .utf8)
            #expect(rules.contains("\"input\": \"prediction\"") && !rules.contains("\"score\""))
        }
    }

    @Test(arguments: [
        (["people.csv", "--score", "score", "--protected", "sex", "--out", "o"], 64, "--label is missing"),
        (["people.csv"] + roles, 64, "--out is missing"),
        (
            ["people.csv"] + roles + ["--out", "o", "--constraint", "equalised_odds"], 64,
            "did you mean 'equalized_odds'"
        ),
        (["people.csv"] + roles + ["--out", "o", "--method", "lottery"], 64, "there are best-threshold"),
        (["people.csv"] + roles + ["--out", "o", "--tolerance", "2"], 64, "not between 0 and 1"),
        (["people.csv"] + roles + ["--out", "o", "--gate", "accuracy >= 1"], 64, "--gate has no part"),
        (["people.csv", "--fit", "a.csv", "--test", "b.csv", "--out", "o"], 64, "either DATA or"),
        (["--fit", "a.csv", "--out", "o"] + roles, 64, "go together"),
        (["people.csv"] + roles + ["--out", "o", "--min-cell", "1000"], 65, "fewer than 1000"),
        (
            ["people.csv", "--label", "hired", "--score", "w", "--protected", "sex", "--out", "o"], 64,
            "name --threshold"
        ),
        (["people.csv", "--using", "people.csv", "--out", "o"], 65, "people.csv"),
        (["people.csv", "--using", "none.json", "--out", "o"], 66, "none.json"),
        (
            [
                "people.csv", "--label", "hired", "--prediction", "offer", "--protected", "sex", "--out", "o",
                "--method", "reject-option",
            ], 64, "needs scores"
        ),
    ])
    func `a mistake has its exit code and its remedy`(arguments: [String], status: Int32, hint: String) throws {
        try Self.run(arguments) { run, folder in
            #expect(run.status == status && run.errors.contains(hint), "\(run.status): \(run.errors)")
            #expect(!FileManager.default.fileExists(atPath: folder.appending(path: "o").path))
        }
    }

    @Test func `the ways are listed with where they act`() throws {
        let run = try BuiltTool.run(["list", "mitigations"])
        #expect(
            run.output.contains("equalized-odds-predictions (assize adjust)\n    acts on decisions; needs the group"))
        #expect(
            run.output.contains("common-threshold (assize adjust)\n    acts on decisions; does not look at the group"))
    }
}
