import Foundation
import TestSupport
import Testing

/// The comparison of two audits as a shell sees it.
struct ReportCommandTests {
    private static let roles = ["--label", "qualified", "--score", "score", "--protected", "sex", "-q"]

    private static func withAudits<Result>(_ body: (URL) throws -> Result) throws -> Result {
        try Places.withTemporaryFolder { folder in
            let people = Places.package.appending(path: "audits/hiring-synthetic/applicants.csv").path
            for (name, threshold) in [("before", "0.5"), ("after", "0.6")] {
                let run = try BuiltTool.run(
                    ["audit", people, "--threshold", threshold, "--out", name] + roles, in: folder)
                #expect(run.status == 0, "\(run.errors)")
            }
            return try body(folder)
        }
    }

    @Test func `two results are compared, from files or from pages`() throws {
        try Self.withAudits { folder in
            let run = try BuiltTool.run(
                ["report", "before/results.json", "after/results.json", "--out", "both"], in: folder)
            #expect(run.status == 0, "\(run.errors)")
            #expect(run.output.contains("Both audits are of the same rows"))
            #expect(run.output.contains("Levelling-down alarm"))
            #expect(run.output.contains("differs: threshold of scores, 0.5 before and 0.6 after"))
            #expect(run.output.hasSuffix("Written: both/comparison.html and comparison.json\n"))
            let json = try Data(contentsOf: folder.appending(path: "both/comparison.json"))
            let object = try #require(JSONSerialization.jsonObject(with: json) as? [String: Any])
            #expect(object["schema"] as? String == "assize.comparison/1")
            #expect(object["rows"] as? String == "same_rows")
            #expect((object["losses"] as? [Any])?.isEmpty == false)
            let printed = try BuiltTool.run(
                ["report", "before/results.json", "after/results.json", "--format", "json"], in: folder)
            #expect(printed.output == String(decoding: json, as: UTF8.self))
            let pages = try BuiltTool.run(
                ["report", "before/report.html", "after/report.html", "--out", "pages"], in: folder)
            #expect(pages.status == 0, "\(pages.errors)")
            #expect(pages.output.contains("The page from which the audit before was read lacks"))
        }
    }

    @Test func `what cannot be compared is refused with the reason`() throws {
        try Places.withTemporaryFolder { folder in
            try Data("{\"schema\": \"other\"}".utf8).write(to: folder.appending(path: "other.json"))
            let schema = try BuiltTool.run(["report", "other.json", "other.json"], in: folder)
            #expect(schema.status == 65 && schema.errors.contains("other.json: schema: this version reads"))
            let missing = try BuiltTool.run(["report", "none.json", "other.json"], in: folder)
            #expect(missing.status == 66 && missing.errors.contains("none.json: there is no such file"))
            let three = try BuiltTool.run(["report", "a", "b", "c"], in: folder)
            #expect(three.status == 64 && three.errors.contains("not 3"))
            let alone = try BuiltTool.run(["report", "other.json"], in: folder)
            #expect(alone.status == 64 && alone.errors.contains("--out is missing"))
        }
    }

    @Test func `explanations are rendered again, and a damaged file is refused with the place`() throws {
        try Places.withTemporaryFolder { folder in
            let text = """
                {"schema":"assize.explanations/1","explanations":[{"method":"kernel_shap","output":"logit","base_value":0,
                "value":1,"evaluations":4,"players":[{"name":"age","value":1}]}]}
                """
            try Data(text.utf8).write(to: folder.appending(path: "explanations.json"))
            let run = try BuiltTool.run(["report", "explanations.json", "--out", "again"], in: folder)
            #expect(run.status == 0, "\(run.errors)")
            #expect(run.output == "Written: again/explanations.html\n")
            let page = try String(contentsOf: folder.appending(path: "again/explanations.html"), encoding: .utf8)
            #expect(page.contains("Kernel SHAP"))
            let damaged = text.replacingOccurrences(of: "\"name\":\"age\",", with: "")
            try Data(damaged.utf8).write(to: folder.appending(path: "explanations.json"))
            let refused = try BuiltTool.run(["report", "explanations.json", "--out", "again"], in: folder)
            #expect(refused.status == 65)
            #expect(refused.errors.contains("explanations.json: explanations[0].players[0]: 'name' is missing"))
        }
    }

    @Test func `results are written in every form, and the folder still verifies`() throws {
        try Self.withAudits { folder in
            for (format, names) in [
                ("md", "report.md"), ("csv", "groups.csv and gaps.csv"), ("pdf-ready", "report-print.html"),
                ("json", "results.json"),
            ] {
                let run = try BuiltTool.run(
                    ["report", "before/results.json", "--out", "before", "--format", format], in: folder)
                #expect(run.status == 0 && run.output == "Written: before/\(names)\n", "\(run.errors)")
            }
            let check = try BuiltTool.run(["verify", "before"], in: folder)
            #expect(check.status == 0, "\(check.errors)")
            for name in ["report.md", "report-print.html", "groups.csv", "gaps.csv", "report.html"] {
                #expect(check.output.contains("agrees      \(name): what results.json renders"), "\(name)")
            }
            let printed = try BuiltTool.run(["report", "before/results.json", "--format", "md"], in: folder)
            let written = try String(contentsOf: folder.appending(path: "before/report.md"), encoding: .utf8)
            #expect(printed.output == written)
            let summary = try BuiltTool.run(["report", "before/results.json", "--format", "text"], in: folder)
            #expect(summary.output.contains("cannot tell") || summary.output.contains("disparity shown"))
            let both = ["report", "before/results.json", "after/results.json"]
            let comparison = try BuiltTool.run(both + ["--format", "md"], in: folder)
            #expect(comparison.output.contains("## Who is worse off"))
            #expect(try BuiltTool.run(both + ["--format", "csv"], in: folder).status == 64)
            #expect(try BuiltTool.run(both + ["--format", "pdf-ready"], in: folder).status == 64)
        }
    }

    @Test(arguments: [
        (String("{\"schema\": \"assize.results/1\", \"tool\"".dropLast(3)), "the file is cut short"),
        ("", "the file is cut short"), ("{\"schema\": NaN}", "JSON has no NaN"),
        ("{\"schema\": \"assize.results/2\"}", "is newer than assize.results/1"),
        ("{\"schema\": \"assize.results/0\"}", "no version of assize.results that ever was"),
        ("{\"schema\": \"assize.results/1\"}", "'settings' is missing"), ("{\"a\": 1}", "this is no results.json"),
        ("[1]", "this is no results.json"), ("{\"schema\": 1e999}", "too large for a double"),
    ])
    func `a damaged file is refused with what is wrong`(text: String, words: String) throws {
        try Places.withTemporaryFolder { folder in
            try Data(text.utf8).write(to: folder.appending(path: "results.json"))
            let run = try BuiltTool.run(["report", "results.json", "--out", "again"], in: folder)
            #expect(run.status == 65, "\(run.errors)")
            #expect(run.errors.contains("results.json: ") && run.errors.contains(words), "\(run.errors)")
        }
    }
}
