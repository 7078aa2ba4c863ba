import Foundation
import TestSupport
import Testing

/// `assize rebalance` as a shell sees it.
struct RebalanceCommandTests {
    /// 600 people; women are hired less often at the same skill; one label and one group are missing.
    static let table: String = {
        var text = "name,sex,skill,town,note,hired\n"
        for row in 0..<600 {
            let (isWoman, skill) = (row % 2 == 0, (row * 37) % 100)
            let hired = skill > (isWoman ? 65 : 40)
            let label = row == 7 ? "" : hired ? "yes" : "no"
            let note = isWoman ? "She is a good engineer, quick to help." : "He is a good engineer, quick to help."
            let sex = row == 8 ? "?" : isWoman ? "F" : "M"
            text += "p\(row),\(sex),\(skill),\(["north", "south"][row / 3 % 2]),\"\(note)\",\(label)\n"
        }
        return text
    }()
    static let arguments = ["rebalance", "people.csv", "--label", "hired", "--protected", "sex", "--out", "out"]

    struct Result {
        let run: BuiltTool.Run
        let files: [String: Data]

        func json(_ name: String) throws -> [String: Any] {
            let bytes = try #require(files[name])
            return try #require(JSONSerialization.jsonObject(with: bytes) as? [String: Any])
        }

        func lines(_ name: String = "rebalanced.csv") -> [String] {
            String(decoding: files[name] ?? Data(), as: UTF8.self).split(separator: "\n").map(String.init)
        }
    }

    static func run(_ extra: [String], table: String = RebalanceCommandTests.table) throws -> Result {
        try Places.withTemporaryFolder { folder in
            try Data(table.utf8).write(to: folder.appending(path: "people.csv"))
            let run = try BuiltTool.run(arguments + extra, in: folder)
            var files: [String: Data] = [:]
            let out = folder.appending(path: "out")
            for name in (try? FileManager.default.subpathsOfDirectory(atPath: out.path)) ?? [] {
                files[name] = try? Data(contentsOf: out.appending(path: name))
            }
            return Result(run: run, files: files)
        }
    }

    @Test func `the ledger judges as an audit would be asked to`() throws {
        func ledger(_ extra: [String]) throws -> String {
            let result = try Self.run(extra)
            #expect(result.run.status == 0, "\(result.run.errors)")
            return String(decoding: try #require(result.files["ledger.json"]), as: UTF8.self)
        }
        let usual = try ledger([])
        let exact = try ledger(["--interval", "clopper_pearson"])
        #expect(usual.contains("\"wilson\"") && !usual.contains("\"clopper_pearson\""))
        #expect(exact.contains("\"clopper_pearson\""))
    }

    @Test func `a constraint that is misspelt is guessed`() throws {
        let run = try Self.run(["--constraint", "equalised_odds"]).run
        #expect(run.status == 64 && run.errors.contains("did you mean 'equalized_odds'?"), "\(run.errors)")
    }

    @Test func `reweighing keeps every row and column and levels the label`() throws {
        let result = try Self.run([])
        #expect(result.run.status == 0, "\(result.run.errors)")
        let lines = result.lines()
        #expect(lines[0] == "name,sex,skill,town,note,hired,assize_weight,assize_origin,assize_source")
        #expect(lines.count == 601 && lines[1].hasSuffix(",original,0"))
        // What was written as missing stays as it was written.
        #expect(lines[9].hasPrefix("p8,?,"))
        let method = try #require((try result.json("rebalance.json")["methods"] as? [[String: Any]])?.first)
        #expect(method["rows_without_label_or_group"] as? Int == 2)
        let dependence = try #require((method["dependence"] as? [[String: Any]])?.first)
        let before = try #require((dependence["before"] as? [String: Any])?["value"] as? Double)
        let after = try #require((dependence["after"] as? [String: Any])?["value"] as? Double)
        #expect(before > 0.2 && after < 1e-9)
        let ledger = try result.json("ledger.json")
        #expect(
            ledger["schema"] as? String == "assize.ledger/1" && ledger["goal"] as? String == "selection_rate.difference"
        )
        let steps = try #require(ledger["steps"] as? [[String: Any]])
        #expect(steps.map { $0["id"] as? String } == ["plain", "reweighing:1"])
        #expect(steps[1]["acts_on"] as? String == "data" && steps[1]["change"] != nil)
        #expect(result.files["ledger.html"] != nil && result.files["rebalance.html"] != nil)
        #expect(result.run.errors.contains("2 of 600 rows lack a label or a protected value"))
    }

    @Test func `several methods stand in one ledger, each with its own rows, the same every time`() throws {
        let extra = [
            "--method", "smote", "--method", "undersample:0.5", "--method", "exponentiated-gradient:0.05", "--method",
            "counterfactual", "--text", "note", "--seed", "3",
        ]
        let result = try Self.run(extra)
        #expect(result.run.status == 0, "\(result.run.errors)")
        let steps = try #require(try result.json("ledger.json")["steps"] as? [[String: Any]])
        #expect(
            steps.count == 5 && steps[3]["acts_on"] as? String == "training" && steps[3]["randomised"] as? Bool == true)
        let invented = result.lines("smote-5/rebalanced.csv").filter { $0.contains(",synthetic,") }
        // A name is nobody's who was invented.
        #expect(!invented.isEmpty && invented.allSatisfy { $0.hasPrefix(",") })
        #expect(result.lines("undersample-0.5/rebalanced.csv").count < 601)
        let copies = result.lines("counterfactual/rebalanced.csv").filter { $0.contains(",changed:copy,") }
        #expect(copies.contains { $0.contains("He is a good engineer") && $0.contains(",,") })
        #expect(result.files["exponentiated-gradient-0.05/rebalanced.csv"] == nil)
        #expect(try Self.run(extra).files == result.files)
    }

    @Test func `learned representations are written as numbers and known texts, and stand in the ledger as blind`()
        throws
    {
        let result = try Self.run(["--method", "learned-fair-representation:2", "--features", "skill,town"])
        #expect(result.run.status == 0, "\(result.run.errors)")
        let lines = result.lines()
        #expect(lines.count == 601)
        for line in lines.dropFirst() {
            let fields = line.split(separator: ",", omittingEmptySubsequences: false)
            #expect(fields[0].hasPrefix("p") && Double(fields[2]) != nil && ["north", "south"].contains(fields[3]))
            #expect(line.contains(",changed:skill"))
        }
        let methods = try #require(try result.json("rebalance.json")["methods"] as? [[String: Any]])
        // The two rows without label or group are mapped as well.
        #expect(methods[0]["rows_without_label_or_group"] as? Int == 0)
        let steps = try #require(try result.json("ledger.json")["steps"] as? [[String: Any]])
        #expect(steps[1]["acts_on"] as? String == "data" && steps[1]["needs_group"] as? Bool == false)
    }

    @Test func `a perceptron learns if it is asked to`() throws {
        let result = try Self.run(["--learner", "perceptron", "--seed", "2"])
        #expect(result.run.status == 0, "\(result.run.errors)")
        let ledger = try result.json("ledger.json")
        let steps = try #require(ledger["steps"] as? [[String: Any]])
        #expect(
            steps[0]["explanation"] as? String
                == "A perceptron with one hidden layer learned from the rows as they are.")
        #expect((ledger["notes"] as? [String])?[0].contains("otherwise than by a perceptron") == true)
        #expect(try Self.run(["--learner", "perceptron", "--seed", "2"]).files == result.files)
        #expect(try Self.run(["--seed", "2"]).files["ledger.json"] != result.files["ledger.json"])
    }

    @Test func `exponentiated gradient keeps a ratio in place of a difference`() throws {
        func violation(_ extra: [String]) throws -> (id: String, parameters: [String: String], shown: String) {
            let result = try Self.run(["--method", "exponentiated-gradient", "--features", "skill,note"] + extra)
            #expect(result.run.status == 0, "\(result.run.errors)")
            let ledger = try result.json("ledger.json")
            let step = try #require((ledger["steps"] as? [[String: Any]])?.last)
            let parameters = try #require(step["parameters"] as? [[String: Any]])
            return (
                try #require(step["id"] as? String),
                Dictionary(
                    uniqueKeysWithValues: parameters.compactMap { entry in
                        (entry["name"] as? String).map { ($0, entry["value"] as? String ?? "") }
                    }), try #require(ledger["chosen"] as? String)
            )
        }
        let ratio = try violation(["--ratio-bound", "0.9", "--ratio-bound-slack", "0.01"])
        #expect(ratio.id == "exponentiated-gradient" && ratio.shown == ratio.id)
        #expect(ratio.parameters["ratio bound"] == "0.9, slack 0.01")
        #expect(try #require(Double(ratio.parameters["violation on the rows learned from"] ?? "")) < 0.02)
        // A ratio that everything keeps costs nothing: the error is the plain one, not that of a difference of 0.01.
        let loose = try violation(["--ratio-bound", "0.1"])
        let usual = try violation([])
        #expect(usual.id == "exponentiated-gradient:0.01" && usual.parameters["ratio bound"] == nil)
        let errors = try [loose, ratio, usual].map {
            try #require(Double($0.parameters["error on the rows learned from"] ?? ""))
        }
        #expect(errors[0] + 0.02 < errors[1] && errors[1] <= errors[2] + 0.01, "\(errors)")
    }

    @Test func `more than two labels can be reweighed`() throws {
        let result = try Self.run(["--task", "multiclass", "--label", "town", "--method", "reweighing"])
        #expect(result.run.status == 0, "\(result.run.errors)")
        #expect(result.lines().count == 601 && result.files["ledger.json"] == nil)
    }

    @Test(arguments: [
        (["--method", "smot"], 64, "there are reweighing"), (["--method", "reweighing:7"], 64, "from 0 to 1"),
        (["--method", "synonyms"], 64, "--text"), (["--method", "learned-fair-representation:-1"], 64, "0 to 1000"),
        (["--test", "1"], 64, "--test"),
        (["--ratio-bound", "0.8"], 64, "add --method exponentiated-gradient"),
        (["--ratio-bound", "0.8", "--method", "exponentiated-gradient:0.05"], 64, "omit one"),
        (["--ratio-bound", "1.2", "--method", "exponentiated-gradient"], 64, "at most 1"),
        (["--ratio-bound-slack", "0.1", "--method", "exponentiated-gradient"], 64, "--ratio-bound 0.8"),
        (["--ratio-bound", "0.8", "--ratio-bound-slack", "2", "--method", "exponentiated-gradient"], 64, "under 1"),
        (["--learner", "percepton"], 64, "did you mean 'perceptron'"),
        (["--constraint", "fair"], 64, "demographic_parity"), (["--label", "hird"], 65, "hird"),
        (["--features", "skil"], 65, "did you mean 'skill'"),
        (["--method", "smote", "--method", "smote"], 64, "twice"),
        (["--label", "skill > 50", "--method", "massaging"], 64, "condition"),
        (["--method", "grid-search", "--test", "0"], 64, "--test 0"), (["--label", "name"], 65, "positive"),
    ])
    func `a mistake has its exit code and a remedy`(extra: [String], status: Int32, hint: String) throws {
        let result = try Self.run(extra)
        #expect(result.run.status == status, "\(result.run.errors)")
        #expect(result.run.errors.contains(hint), "\(result.run.errors)")
        #expect(result.files.isEmpty)
    }

    @Test func `a table with the columns that would be written is refused`() throws {
        let table = Self.table.replacingOccurrences(of: "town", with: "assize_weight")
        let result = try Self.run([], table: table)
        #expect(result.run.status == 65 && result.run.errors.contains("assize_weight"))
    }

    @Test func `the bundled audit is rebalanced from its definition`() throws {
        try Places.withTemporaryFolder { folder in
            let run = try BuiltTool.run([
                "rebalance", "audits/hiring-synthetic", "--features", "age", "--method", "reweighing", "--method",
                "massaging",
                "--out", folder.appending(path: "out").path,
            ])
            #expect(run.status == 0, "\(run.errors)")
            #expect(run.output.contains("label on sex"))
        }
    }
}
