import Foundation
import TestSupport
import Testing

/// Explaining what commands, endpoints and linear models answer, as a shell sees it.
struct ExplainPredictorTests {
    private static let people = "x1,x2,sex,offer\n4,0.5,f,yes\n1,2,m,no\n2,3,f,no\n0,1,m,yes\n3,1,f,yes\n1,1,m,no\n"
    private static let linear = """
        {"schema": "assize.linear/1", "features": ["x1", "x2"], "classes": ["no", "yes"],
         "coefficients": [[2, -3]], "intercepts": [5], "means": [1, 2]}
        """

    private static func withFiles<Result>(_ body: (URL) throws -> Result) throws -> Result {
        try Places.withTemporaryFolder { folder in
            try Data(people.utf8).write(to: folder.appending(path: "people.csv"))
            try Data(linear.utf8).write(to: folder.appending(path: "model.json"))
            try Data("text\ngood film\nbad\n".utf8).write(to: folder.appending(path: "texts.csv"))
            return try body(folder)
        }
    }

    private static func document(_ folder: URL) throws -> [String: Any] {
        let data = try Data(contentsOf: folder.appending(path: "out/explanations.json"))
        return try #require(JSONSerialization.jsonObject(with: data) as? [String: Any])
    }

    @Test func `a linear model is explained in closed form, with the gap between groups`() throws {
        try Self.withFiles { folder in
            let run = try BuiltTool.run(
                [
                    "explain", "people.csv", "--linear", "model.json", "--method", "linear_shap,shap", "--protected",
                    "sex", "--label", "offer", "--out", "out",
                ], in: folder)
            #expect(run.status == 0, "\(run.errors)")
            let document = try Self.document(folder)
            let entries = try #require(document["explanations"] as? [[String: Any]])
            #expect(entries.count == 12 && entries[0]["method"] as? String == "linear_shap")
            let players = try #require(entries[0]["players"] as? [[String: Any]])
            #expect(players.map { $0["value"] as? Double } == [6, 4.5])
            let gap = try #require((document["gaps"] as? [[String: Any]])?.first)
            #expect(gap["method"] as? String == "linear_shap")
            #expect((document["group_attributions"] as? [[String: Any]])?.count == 1)
        }
    }

    @Test func `a file that is no linear model, and options that do not go with one, are refused`() throws {
        try Self.withFiles { folder in
            func refused(_ extra: [String], _ status: Int32, _ part: String) throws {
                let run = try BuiltTool.run(
                    ["explain", "people.csv", "--linear", "model.json", "--out", "out"] + extra, in: folder)
                #expect(run.status == status && run.errors.contains(part), "\(run.status) \(run.errors)")
            }
            try refused(["--text", "sex"], 64, "omit --text")
            try refused(["--players", "tokens"], 64, "are of texts")
            try refused(["--positive", "maybe"], 64, "the model's labels are no, yes")
            try refused(["--method", "linear_shap", "--output", "probability"], 64, "a closed form needs")
            try refused(["--method", "attention_rollout"], 64, "only answers can be seen")
            try refused(["--predictor", "cat"], 64, "name one of --model CHECKPOINT")
            try Data("{\"schema\": \"assize.linear/1\"}".utf8).write(to: folder.appending(path: "model.json"))
            try refused([], 65, "model.json: there is no list 'features'")
        }
    }

    @Test func `an endpoint on this machine answers like a command`() throws {
        let server = try TinyServer.answering { row in
            [0, Double((row["text"] as? String ?? "").components(separatedBy: "good").count - 1)]
        }
        try Self.withFiles { folder in
            let extra = ["texts.csv", "--text", "text", "--output", "1", "--out", "out"]
            let run = try BuiltTool.run(["explain", "--predictor", server.address] + extra, in: folder)
            #expect(run.status == 0, "\(run.errors)")
            let entries = try #require(Self.document(folder)["explanations"] as? [[String: Any]])
            let players = try #require(entries[0]["players"] as? [[String: Any]])
            #expect(players.map { $0["value"] as? Double } == [1, 0])
            let other = try BuiltTool.run(["explain", "--predictor", "http://192.0.2.7/x"] + extra, in: folder)
            #expect(other.status == 64 && other.errors.contains("--allow-remote"), "\(other.errors)")
        }
    }

    @Test func `a predictor that returns no number, dies or hangs ends the run with what it did`() throws {
        let silent = try TinyServer { _, _ in nil }
        let wrong = try TinyServer { _, _ in TinyServer.ok("{\"id\": 0, \"scores\": [NaN]}\n") }
        let broken = try TinyServer { _, _ in "HTTP/1.1 500 Oops\r\nContent-Length: 5\r\n\r\nno RAM" }
        try Self.withFiles { folder in
            for (predictor, part) in [
                ("read a; echo '{\"id\": 0, \"scores\": [NaN]}'; cat > /dev/null", "scores must be finite numbers"),
                ("echo 'no memory' >&2; exit 3", "ended with exit code 3"),
                ("sleep 30", "answered nothing for 0.3 s"), (wrong.address, "scores must be finite numbers"),
                (broken.address, "status 500"), (silent.address, "said nothing for 0.3 s"),
            ] {
                let run = try BuiltTool.run(
                    [
                        "explain", "texts.csv", "--text", "text", "--predictor", predictor, "--timeout", "0.3", "--out",
                        "out",
                    ], in: folder)
                #expect(run.status == 65 && run.errors.contains(part), "\(predictor): \(run.status) \(run.errors)")
                #expect(!FileManager.default.fileExists(atPath: folder.appending(path: "out/explanations.json").path))
            }
        }
    }
}
