import Foundation
import TestSupport
import Testing

/// The tool as a shell sees it: files in, files out, exit codes.
struct AuditCommandTests {
    static let table = "sex,race,hired,offer\nF,A,1,1\nF,B,0,0\nM,A,1,1\nM,B,0,1\n"
    static let roles = ["--label", "hired", "--prediction", "offer", "--protected", "sex,race"]

    static func run(
        _ arguments: [String], on text: String = table
    ) throws -> (run: BuiltTool.Run, files: [String: Data]) {
        try Places.withTemporaryFolder { folder in
            try Data(text.utf8).write(to: folder.appending(path: "people.csv"))
            let run = try BuiltTool.run(arguments, in: folder)
            var files: [String: Data] = [:]
            for name in ["results.json", "report.html", "gates.xml", "gates.sarif"] {
                files[name] = try? Data(contentsOf: folder.appending(path: "report/\(name)"))
            }
            return (run, files)
        }
    }

    @Test func `an audit writes results and a report and says what it found`() throws {
        let (run, files) = try AuditCommandTests.run(
            ["audit", "people.csv", "--out", "report/"] + AuditCommandTests.roles)
        #expect(run.status == 0, "\(run.errors)")
        #expect(run.output.contains("demographic parity difference") && run.output.contains("cannot tell"))
        let written = try #require(files["results.json"])
        let json = try #require(JSONSerialization.jsonObject(with: written) as? [String: Any])
        #expect(json["schema"] as? String == "assize.results/1")
        #expect((json["data"] as? [String: Any])?["rows"] as? Int == 4)
        let groups = try #require(json["groups"] as? [[String: Any]])
        let women = try #require(groups.first { $0["attributes"] as? [String: String] == ["sex": "F"] })
        #expect(women["count"] as? Int == 2)
        let rate = try #require((women["metrics"] as? [String: Any])?["selection_rate"] as? [String: Any])
        #expect(rate["value"] as? Double == 0.5 && rate["method"] as? String == "wilson")
        #expect(rate["numerator"] as? Int == 1 && rate["denominator"] as? Int == 2)
        let disparities = try #require(json["disparities"] as? [[String: Any]])
        let gap = try #require(disparities.first { $0["aggregation"] as? String == "demographic_parity_difference" })
        for key in [
            "metric", "attributes", "value", "interval", "highest", "lowest", "p_value", "adjusted_p_value", "verdict",
        ] {
            #expect(gap[key] != nil, "\(key)")
        }
        #expect(gap["not_estimable"] as? Int == 0)
        let page = String(decoding: try #require(files["report.html"]), as: UTF8.self)
        #expect(page.hasPrefix("<!DOCTYPE html>") && page.contains("Content-Security-Policy"))
    }

    @Test func `the same run gives the same bytes`() throws {
        let arguments = ["audit", "people.csv", "--out", "report", "-q"] + AuditCommandTests.roles
        let (first, second) = (try AuditCommandTests.run(arguments), try AuditCommandTests.run(arguments))
        #expect(first.files == second.files && first.files.count == 2)
        #expect(first.run.output.isEmpty)
    }

    @Test func `resampling gives the same bytes on one thread and on two`() throws {
        let rows = (0..<240).map {
            "\($0 % 3 == 0 ? "F" : "M"),\($0 % 5 < 2 ? "A" : "B"),\($0 % 7 < 3 ? 1 : 0),\($0 % 11 < 5 ? 1 : 0)"
        }
        let text = "sex,race,hired,offer\n" + rows.joined(separator: "\n") + "\n"
        let arguments =
            ["audit", "people.csv", "--out", "report", "-q", "--bootstrap", "300", "--interval", "clopper_pearson"]
            + AuditCommandTests.roles
        let one = try AuditCommandTests.run(arguments + ["--threads", "1"], on: text)
        let two = try AuditCommandTests.run(arguments + ["--threads", "2"], on: text)
        #expect(one.run.status == 0, "\(one.run.errors)")
        #expect(one.files == two.files)
        let json = String(decoding: try #require(one.files["results.json"]), as: UTF8.self)
        for key in ["\"bca\"", "\"max_t\"", "family_interval", "clopper_pearson", "benjamini_yekutieli", "corrected"] {
            #expect(json.contains(key), "\(key)")
        }
        #expect(json.contains("\"bootstrap\": 300"))
    }

    @Test(arguments: [
        (["--bootstrap", "5"], "--bootstrap 5 is not between 200 and 20000"),
        (["--interval", "clopper_person"], "did you mean 'clopper_pearson'?"),
    ])
    func `a number of draws or an interval that does not exist is refused`(options: [String], words: String) throws {
        let run = try AuditCommandTests.run(["audit", "people.csv"] + options + AuditCommandTests.roles).run
        #expect(run.status == 64 && run.errors.contains(words), "\(run.errors)")
    }

    @Test func `a report is rendered again from its results`() throws {
        try Places.withTemporaryFolder { folder in
            try Data(AuditCommandTests.table.utf8).write(to: folder.appending(path: "people.csv"))
            _ = try BuiltTool.run(["audit", "people.csv", "--out", "report"] + AuditCommandTests.roles, in: folder)
            let again = try BuiltTool.run(["report", "report/results.json", "--out", "again"], in: folder)
            #expect(again.status == 0, "\(again.errors)")
            let pages = try ["report", "again"].map {
                try Data(contentsOf: folder.appending(path: "\($0)/report.html"))
            }
            #expect(pages[0] == pages[1])
            // A page holds the results that it shows.
            let fromPage = try BuiltTool.run(["report", "report/report.html", "--out", "page"], in: folder)
            #expect(fromPage.status == 0, "\(fromPage.errors)")
        }
    }

    @Test func `standard input is a table too`() throws {
        let run = try BuiltTool.run(
            ["audit", "-", "--format", "json"] + AuditCommandTests.roles, input: Data(AuditCommandTests.table.utf8))
        #expect(run.status == 0 && run.output.contains("\"assize.results/1\""))
    }

    @Test(arguments: [
        (["audit", "people.csv", "--protected", "sex"], 64, "nothing to measure"),
        (["audit", "people.csv", "--prediction", "offr", "--protected", "sex"], 65, "did you mean 'offer'?"),
        (["audit", "people.csv", "--prediction", "offer"], 64, "no protected attribute"),
        (["audit", "people.csv", "--prediction", "offer", "--protected", "sex", "--margin", "x"], 64, "margin"),
        (["audit", "people.csv", "--prediction", "offer", "--protected", "sex", "--gate", "x <= 1"], 64, "gate"),
        (["audit", "people.csv", "--prediction", "sex", "--protected", "race"], 65, "'F', 'M'"),
        (["audit", "absent.csv", "--prediction", "offer", "--protected", "sex"], 66, "absent.csv"),
        (["audit", ".", "--out", "report"], 66, "audit.yaml"),
        (["report", "people.csv", "--out", "again"], 65, "people.csv"),
        (["report", "absent.json", "--out", "again"], 66, "absent.json"),
        (["nonsense"], 64, "nonsense"),
    ])
    func `mistakes have their exit code and name the remedy`(arguments: [String], status: Int32, hint: String) throws {
        let (run, files) = try AuditCommandTests.run(arguments)
        #expect(run.status == status, "\(run.errors)")
        #expect(run.errors.contains(hint), "\(run.errors)")
        #expect(files.isEmpty)
    }

    @Test func `an unwritable folder is an output failure`() throws {
        let (run, _) = try AuditCommandTests.run(
            ["audit", "people.csv", "--out", "/proc/assize/report"] + AuditCommandTests.roles)
        #expect(run.status == 74, "\(run.errors)")
    }

    @Test func `a crossed gate ends with 1 after the report is written`() throws {
        let arguments = ["audit", "people.csv", "--out", "report"] + AuditCommandTests.roles
        let crossed = try AuditCommandTests.run(arguments + ["--gate", "selection_rate.difference <= 0.1"])
        #expect(crossed.run.status == 1 && crossed.files.count == 2)
        #expect(crossed.run.errors.contains("not met"))
        // A pipeline reads which from files, written although the gate is crossed.
        let files = try AuditCommandTests.run(
            arguments + [
                "--gate", "selection_rate.difference <= 0.1", "--junit", "report/gates.xml", "--sarif",
                "report/gates.sarif",
            ]
        ).files
        #expect(files.count == 4)
        let met = try AuditCommandTests.run(arguments + ["--gate", "selection_rate.difference <= 1"])
        #expect(met.run.status == 0)
    }

    @Test func `hostile names and values show as text`() throws {
        let name = "<script>alert(1)</script>"
        let long = String(repeating: "x", count: 10_000)
        let table = "\"\(name)\",offer\n\"\"\"quoted\"\" & 'sharp' <b>\",1\nעברית عربي,0\n\(long),1\n"
        let (run, files) = try AuditCommandTests.run(
            ["audit", "people.csv", "--out", "report", "--prediction", "offer", "--protected", "\"\(name)\""], on: table
        )
        #expect(run.status == 0, "\(run.errors)")
        let page = String(decoding: try #require(files["report.html"]), as: UTF8.self)
        #expect(!page.contains("<script>alert") && !page.contains("<b>"))
        #expect(page.contains("&lt;script>alert") || page.contains("&lt;script&gt;alert"))
        #expect(page.contains("עברית"))
    }

    @Test func `help has examples, and metrics can be listed`() throws {
        let help = try BuiltTool.run(["audit", "--help"])
        #expect(help.status == 0 && help.output.contains("assize audit people.csv --label hired"))
        let list = try BuiltTool.run(["list", "metrics"])
        #expect(list.status == 0 && list.output.contains("false_positive_rate\n    FP / (FP + TN)"))
        #expect(list.output.contains("    Brier 1950\n"))
    }

    @Test(arguments: [
        ("aggregations", "equalized_odds_difference", "Hardt, Price, Srebro 2016"),
        ("intervals", "delong_logit", "DeLong, DeLong, Clarke-Pearson 1988; logit scale Pepe 2003"),
        ("tests", "welch_t", "Welch 1947"),
        ("measures", "kolmogorov_smirnov", "Kolmogorov 1933; Smirnov 1939"),
    ])
    func `what is listed has its source`(kind: String, id: String, source: String) throws {
        let list = try BuiltTool.run(["list", kind])
        #expect(list.status == 0)
        let lines = list.output.split(separator: "\n").map { $0.drop { $0 == " " } }
        let place = try #require(lines.firstIndex { $0 == id })
        #expect(lines[place...].prefix(6).contains { $0 == source })
    }

    @Test func `a task is named on the command line`() throws {
        let text = "sex,pay,guess\nF,10,11\nF,20,18\nF,31,30\nM,12,16\nM,25,29\nM,40,41\n"
        let roles = ["--label", "pay", "--prediction", "guess", "--protected", "sex"]
        let (run, files) = try AuditCommandTests.run(
            ["audit", "people.csv", "--task", "regression", "--gate", "mean_error.difference <= 1", "--out", "report/"]
                + roles, on: text)
        #expect(run.status == 1 && run.errors.contains("gate 'mean_error.difference <= 1' not met"))
        #expect(run.output.contains("mean absolute error") && run.output.contains("standard deviations of the label"))
        let written = try #require(files["results.json"])
        let json = try #require(JSONSerialization.jsonObject(with: written) as? [String: Any])
        #expect((json["settings"] as? [String: Any])?["task"] as? String == "regression")
        #expect((json["outcome"] as? [String: Any])?["column"] as? String == "label")
        #expect((json["distributions"] as? [[String: Any]])?.count == 3)
        let (wrong, _) = try AuditCommandTests.run(["audit", "people.csv", "--task", "regresion"] + roles, on: text)
        #expect(wrong.status == 64 && wrong.errors.contains("did you mean 'regression'?"))
        let (words, _) = try AuditCommandTests.run(
            ["audit", "people.csv", "--task", "regression", "--label", "sex", "--protected", "sex"], on: text)
        #expect(words.status == 65 && words.errors.contains("people.csv:2: column 'sex': 'F' is not a number"))
    }
}
