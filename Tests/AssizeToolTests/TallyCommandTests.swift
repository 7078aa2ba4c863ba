import Foundation
import TestSupport
import Testing

/// Sites that share counts, as a shell sees them.
struct TallyCommandTests {
    static let north = "sex,race,hired,offer\nF,A,1,1\nF,B,0,0\nM,A,1,1\n"
    static let south = "sex,race,hired,offer\nM,B,0,1\nF,C,1,0\n"

    static func withTallies<Result>(_ body: (URL) throws -> Result) throws -> Result {
        try Places.withTemporaryFolder { folder in
            for (name, text) in [("north", north), ("south", south)] {
                try Data(text.utf8).write(to: folder.appending(path: "\(name).csv"))
                let run = try BuiltTool.run(
                    ["tally", "\(name).csv", "--out", "shared/\(name).tally"] + AuditCommandTests.roles, in: folder)
                #expect(run.status == 0, "\(run.errors)")
                #expect(run.output.contains("rows counted in"))
                #expect(run.errors.contains("fewer than 5 rows; counts of so few can identify people"))
            }
            return try body(folder)
        }
    }

    @Test func `tallies of two sites are judged as their tables would be`() throws {
        try TallyCommandTests.withTallies { folder in
            let tallies = ["shared/north.tally", "shared/south.tally"]
            let judgement = ["--format", "json", "--reference", "race=A", "--margin", "0.1", "--min-cell", "2"]
            let sum = try BuiltTool.run(["audit"] + tallies + judgement, in: folder)
            let whole = try BuiltTool.run(
                ["audit", "north.csv", "south.csv"] + AuditCommandTests.roles + judgement, in: folder)
            #expect(sum.status == 0 && whole.status == 0, "\(sum.errors)")
            var objects = try [sum, whole].map {
                try #require(JSONSerialization.jsonObject(with: Data($0.output.utf8)) as? [String: Any])
            }
            let files = (objects[0]["data"] as? [String: Any])?["files"] as? [[String: Any]]
            #expect(files?.compactMap { $0["path"] as? String } == tallies)
            let counted = files?.compactMap { ($0["tallied"] as? [[String: Any]])?.first?["sha256"] as? String }
            let read = (objects[1]["data"] as? [String: Any])?["files"] as? [[String: Any]]
            #expect(counted == read?.compactMap { $0["sha256"] as? String } && counted?.count == 2)
            for key in ["data", "title", "command"] {
                objects[0][key] = nil
                objects[1][key] = nil
            }
            #expect(objects[0] as NSDictionary == objects[1] as NSDictionary)
            // The sum of tallies is a tally.
            let joined = try BuiltTool.run(["tally"] + tallies + ["--out", "both.tally", "-q"], in: folder)
            #expect(joined.status == 0 && joined.output.isEmpty, "\(joined.errors)")
            let both = try BuiltTool.run(["audit", "both.tally", "--out", "report"] + judgement, in: folder)
            let again = try #require(JSONSerialization.jsonObject(with: Data(both.output.utf8)) as? [String: Any])
            #expect(again["groups"] as? NSArray == objects[1]["groups"] as? NSArray)
            let page = try String(contentsOf: folder.appending(path: "report/report.html"), encoding: .utf8)
            #expect(page.contains("Tally") && page.contains("south.csv"))
        }
    }

    @Test func `a gate holds for the sum`() throws {
        try TallyCommandTests.withTallies { folder in
            let run = try BuiltTool.run(
                [
                    "audit", "shared/north.tally", "shared/south.tally", "-q", "--gate",
                    "selection_rate.difference <= 0.1",
                ], in: folder)
            #expect(run.status == 1 && run.errors.contains("not met"))
        }
    }

    @Test(arguments: [
        (["tally", "north.csv", "--score", "hired", "--protected", "sex", "--out", "a.tally"], 64, "--threshold"),
        (["tally", "north.csv", "--prediction", "offer", "--protected", "sex", "--out", "a.json"], 64, ".tally"),
        (["tally", "north.csv", "--prediction", "offer", "--protected", "sex"], 64, "--out"),
        (["tally", "absent.csv", "--prediction", "offer", "--protected", "sex", "--out", "a.tally"], 66, "absent.csv"),
        (["audit", "absent.tally"], 66, "absent.tally"),
        (["audit", "shared/north.tally", "north.csv"], 64, "assize tally"),
        (["audit", "shared/north.tally", "--protected", "sex"], 64, "--protected: a tally file brings its own roles"),
        (["audit", "shared/north.tally", "--reference", "rase=A"], 64, "not a protected attribute (sex, race)"),
        (["audit", "shared/north.tally", "--reference", "race=a"], 65, "did you mean 'A'"),
        (["audit", "shared/north.tally", "./shared/north.tally"], 65, "counts north.csv"),
        (["audit", "broken.tally"], 65, "broken.tally: 1:"),
        (["audit", "shared/north.tally", "other.tally"], 65, "other.tally: the label is none, but 'hired'"),
    ])
    func `mistakes have their exit code and name the remedy`(arguments: [String], status: Int32, hint: String) throws {
        try TallyCommandTests.withTallies { folder in
            try Data("{\"schema\": \"assize.tally/1\",".utf8).write(to: folder.appending(path: "broken.tally"))
            _ = try BuiltTool.run(
                ["tally", "south.csv", "--prediction", "offer", "--protected", "sex,race", "--out", "other.tally"],
                in: folder)
            let run = try BuiltTool.run(arguments, in: folder)
            #expect(run.status == status, "\(run.errors)")
            #expect(hint.isEmpty || run.errors.contains(hint), "\(run.errors)")
        }
    }
}
