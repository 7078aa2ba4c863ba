import Foundation
import TestSupport
import Testing

/// The search for slices as a shell sees it.
struct SlicesCommandTests {
    /// 1,200 rows; women of race B are offered two times in three, all others one time in three.
    static let table: String = {
        var text = "sex,race,hired,offer\n"
        for row in 0..<1_200 {
            let (isWoman, isB) = (row % 2 == 0, row / 2 % 4 == 0)
            let offered = (row / 8) % 3 < (isWoman && isB ? 2 : 1)
            text += "\(isWoman ? "F" : "M"),\(isB ? "B" : "A"),\(row / 8 % 2),\(offered ? 1 : 0)\n"
        }
        return text
    }()
    static let arguments = [
        "slices", "people.csv", "--prediction", "offer", "--columns-to-search", "sex,race", "--out", "found",
    ]

    static func run(_ arguments: [String]) throws -> (run: BuiltTool.Run, json: Data?) {
        try Places.withTemporaryFolder { folder in
            try Data(table.utf8).write(to: folder.appending(path: "people.csv"))
            let run = try BuiltTool.run(arguments, in: folder)
            return (run, try? Data(contentsOf: folder.appending(path: "found/slices.json")))
        }
    }

    @Test func `a search writes its results and says what it found`() throws {
        let (run, file) = try SlicesCommandTests.run(SlicesCommandTests.arguments)
        #expect(run.status == 0, "\(run.errors)")
        #expect(run.output.contains("sex = F × race = B") && run.output.contains("disparity shown"))
        let written = try #require(file)
        let json = try #require(JSONSerialization.jsonObject(with: written) as? [String: Any])
        #expect(json["schema"] as? String == "assize.slices/1" && json["metric"] as? String == "selection_rate")
        #expect((json["data"] as? [String: Any])?["rows"] as? Int == 1_200)
        let slice = try #require((json["slices"] as? [[String: Any]])?.first)
        #expect(slice["conditions"] as? [String: String] == ["sex": "F", "race": "B"])
        #expect(slice["rows"] as? Int == 150 && slice["verdict"] as? String == "disparity_shown")
        for key in ["rate", "rest", "difference", "search", "p_value", "adjusted_p_value", "test", "people_count"] {
            #expect(slice[key] != nil, "\(key)")
        }
        let difference = try #require(slice["difference"] as? [String: Any])
        #expect((difference["interval"] as? [Double])?.count == 2)
        #expect(try SlicesCommandTests.run(SlicesCommandTests.arguments).json == written)
    }

    @Test func `permutations and JSON on standard output`() throws {
        let (run, _) = try SlicesCommandTests.run(
            SlicesCommandTests.arguments.dropLast(2) + ["--permutations", "99", "--format", "json", "--depth", "1"])
        #expect(run.status == 0 && run.output.contains("\"permutations\": 99"), "\(run.errors)")
    }

    @Test(arguments: [
        (["--metric", "acuracy"], 64, "did you mean 'accuracy'"), (["--columns-to-search", "sexx"], 65, "sex"),
        (["--depth", "x"], 64, "depth"), (["--threads", "0"], 64, "--threads"),
        (["--label", "race"], 64, "would find itself"),
    ])
    func `a mistake has its exit code`(extra: [String], status: Int32, hint: String) throws {
        let (run, file) = try SlicesCommandTests.run(SlicesCommandTests.arguments + extra)
        #expect(run.status == status && run.errors.contains(hint), "\(run.status): \(run.errors)")
        #expect(file == nil)
    }
}
