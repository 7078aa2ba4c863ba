import FairnessMetrics
import Foundation
import Files
import NumericalKernels
import Reports
import TestSupport
import Testing

@testable import Auditing

/// Tally files come from other sites: what does not fit is refused with its place.
struct TallyFileTests {
    static func tally(_ change: (inout AuditDefinition) throws -> Void = { _ in }) throws -> TalliedData {
        try Places.withTemporaryFolder { folder in
            try TallyTests.write(TallyTests.table(seed: 3), to: folder, "people.csv")
            return try Audit.tally(
                TallyTests.definition(folder, ["people.csv"]) {
                    $0.label = ColumnExpression(column: "hired")
                    $0.prediction = ColumnExpression(column: "offer")
                    $0.protected = [ColumnExpression(column: "sex")]
                    $0.weight = "weight"
                    try change(&$0)
                })
        }
    }

    static func parse(_ text: String) throws -> TalliedData {
        try TalliedData(parsing: Array(text.utf8), path: "a.tally")
    }

    static func text(_ tally: TalliedData) -> String { String(decoding: tally.json.bytes(), as: UTF8.self) }

    @Test func `a file reads back as it was written`() throws {
        let tally = try TallyFileTests.tally {
            $0.bins = ["age": [30, 50]]
            $0.strata = [ColumnExpression(column: "age")]
        }
        let back = try TallyFileTests.parse(TallyFileTests.text(tally))
        #expect(back.table == tally.table && back.grouping == tally.grouping)
        #expect(back.label == tally.label && back.prediction == tally.prediction && back.weight == tally.weight)
        #expect(back.data.files.map(\.path) == ["a.tally"] && back.data.files[0].tallied.map(\.path) == ["people.csv"])
        #expect(back.json == tally.json)
    }

    @Test func `a file holds counts by group and nothing of the rows`() throws {
        let tally = try TallyFileTests.tally { $0.weight = nil }
        let json = tally.json
        guard case .array(let cells) = json["cells"] else {
            Issue.record("no cells")
            return
        }
        #expect(cells.count == 3)
        for cell in cells {
            guard case .object(let object) = cell else { continue }
            #expect(object.members.map(\.key) == ["counts", "group"])
        }
        #expect(!TallyFileTests.text(tally).contains("weight"))
    }

    /// Each fault, as a text and what takes its place, with the path that the message names.
    static let faults: [(String, String, String)] = [
        ("\"assize.tally/1\"", "\"assize.tally/2\"", "schema: this version reads assize.tally/1, not 'assize.tally/2'"),
        ("\"schema\"", "\"shema\"", "'schema' is missing"), ("\"strata\":[]", "\"strata\":3", "strata: a list"),
        ("\"cells\":", "\"rows\":[],\"cells\":", "'rows' is no key"), ("\"0/0\"", "\"1/1\"", "outcomes: must be"),
        ("{\"counts\":[", "{\"counts\":[-3,", "cells[0].counts: nine numbers"),
        ("{\"counts\":[7", "{\"counts\":[-7", "cells[0].counts[0]: a count cannot be -7"),
        ("{\"counts\":[7", "{\"counts\":[99999999999999999", "cells[0].counts[0]: a count cannot be 99999999999999999"),
        ("{\"counts\":[7", "{\"counts\":[7.5", "cells[0].counts[0]: a whole number"),
        ("{\"counts\":[7", "{\"counts\":[NaN", "no value starts with"),
        ("{\"counts\":[7", "{\"counts\":[null", "cells[0].counts[0]: a whole number"),
        ("{\"counts\":[7", "{\"counts\":[8", "cells: the cells count 201 rows, but data.files lists 200"),
        ("\"squared_weights\":[", "\"squared_weights\":[1e9,", "cells[0].squared_weights: nine numbers"),
        ("\"weights\":[", "\"weights\":[1e999,", "too large for a double"),
        ("\"group\":[\"F\"]", "\"group\":[\"Q\"]", "cells[0].group[0]: the column does not list 'Q'"),
        ("\"group\":[\"F\"]", "\"group\":[\"M\"]", "cells[1]: the cell comes twice"),
        ("\"group\":[\"F\"]", "\"group\":[\"F\",\"M\"]", "cells[0].group: 2 values for 1 columns"),
        ("\"group\":[\"F\"]", "\"group\":[]", "cells[0].group: 0 values"),
        ("\"group\":[\"F\"]", "\"stratum\":[],\"group\":[\"F\"]", "cells[0].stratum: there is no control"),
        ("[\"F\",\"M\",null]", "[\"F\",\"M\",\"F\",null]", "attributes[0].values: a value comes twice"),
        ("[\"F\",\"M\",null]", "[\"F\",\"M\",null,null]", "attributes[0].values: a value comes twice"),
        ("[\"F\",\"M\",null]", "[\"F\",\"M\"]", "group[0]: the column lists no null"),
        ("\"split\":\"values\"", "\"split\":\"bins\"", "'edges' is missing"),
        ("\"split\":\"values\"", "\"split\":\"condition\"", "attributes[0].name: 'sex' is no condition"),
        ("\"split\":\"values\"", "\"split\":\"halves\"", "attributes[0].split: 'halves' is none of"),
        ("\"split\":\"values\"", "\"split\":\"values\",\"edges\":[1]", "only bins have edges"),
        ("\"label\":{", "\"score\":\"s\",\"label\":{", "roles: 'score' is no key"),
        ("\"positive\"", "\"positve\"", "did you mean 'positive'?"),
        ("\"rows\":200", "\"rows\":-1", "data.files[0].rows"),
        ("\"sha256\":\"", "\"sha256\":\"x", "data.files[0].sha256: a SHA-256 has 64 digits"),
        ("\"rows\":200", "\"rows\":2e2", "data.files[0].rows: a whole number"),
    ]

    @Test(arguments: faults) func `a fault is named with its place`(old: String, new: String, hint: String) throws {
        let text = TallyFileTests.text(try TallyFileTests.tally())
        let seven = text.replacing(/\{"counts":\[\d+/, with: "{\"counts\":[7", maxReplacements: 1)
        let sound = old.contains("[7") ? seven : text
        #expect(sound.contains(old), "\(old) is not in the sound file")
        let damaged: String
        if old == "{\"counts\":[7", new == "{\"counts\":[8" {
            // One row more than there are.
            let match = try #require(text.firstMatch(of: /\{"counts":\[(\d+)/))
            let count = try #require(Int(match.1))
            damaged = text.replacing(match.0, with: "{\"counts\":[\(count + 1)", maxReplacements: 1)
        } else {
            damaged = sound.replacing(old, with: new, maxReplacements: 1)
        }
        #expect {
            try TallyFileTests.parse(damaged)
        } throws: { error in
            #expect("\(error)".contains(hint), "\(error)")
            return true
        }
    }

    @Test func `sums of weights that no rows have are refused`() throws {
        let text = TallyFileTests.text(try TallyFileTests.tally())
        for (old, new) in [
            (/"weights":\[[0-9.]+/, "\"weights\":[1e12"), (/"squared_weights":\[[0-9.]+/, "\"squared_weights\":[1e12"),
            (/"weights":\[[0-9.]+/, "\"weights\":[-1"), (/"weights":\[[0-9.]+/, "\"weights\":[1e200"),
        ] {
            #expect(throws: ReportsError.self) {
                try TallyFileTests.parse(text.replacing(old, with: new, maxReplacements: 1))
            }
        }
    }

    @Test func `damage at random is refused or harmless`() throws {
        let bytes = try TallyFileTests.tally().json.bytes()
        var refused = 0
        for trial in 0..<3_000 {
            var generator = SeededGenerator(seed: 11, stream: UInt64(trial))
            func below(_ limit: Int) -> Int { Int(Double(limit) * generator.uniform()) }
            var damaged = bytes
            switch trial % 3 {
            case 0: damaged.removeLast(1 + below(bytes.count - 1))
            case 1: damaged[below(bytes.count)] = UInt8(truncatingIfNeeded: generator.next())
            default:
                let start = below(bytes.count)
                damaged.replaceSubrange(start..<min(bytes.count, start + below(40)), with: bytes[..<below(40)])
            }
            do {
                let tally = try TalliedData(parsing: damaged, path: "a.tally")
                #expect(tally.table.cells.values.reduce(0) { $0 + $1.everyone.count } == tally.rows)
                _ = try Audit.judge(tally, as: AuditDefinition())
            } catch {
                refused += 1
                #expect("\(error)".utf8.count < 2_000)
            }
            if trial % 3 == 0 { #expect(refused > trial / 3) }
        }
    }

    @Test func `files that count different things are refused, by name and difference`() throws {
        let first = try TallyFileTests.parse(TallyFileTests.text(TallyFileTests.tally()))
        let changes: [(String, @Sendable (inout AuditDefinition) throws -> Void)] = [
            ("the label is 'hired == 1', but 'hired'", { $0.label = try ColumnExpression("hired == 1") }),
            ("the prediction is none, but 'offer'", { $0.prediction = nil }),
            ("the weight is none, but 'weight'", { $0.weight = nil }),
            (
                "the list of protected attributes is 'sex, race', but 'sex'",
                { $0.protected.append(ColumnExpression(column: "race")) }
            ),
            ("the list of strata is 'race', but none", { $0.strata = [ColumnExpression(column: "race")] }),
        ]
        for (difference, change) in changes {
            let other = try TallyFileTests.parse(TallyFileTests.text(TallyFileTests.tally(change)))
            #expect(
                throws: AuditError.data(
                    "b.tally: \(difference) in a.tally; tallies add up only if they count the same")
            ) {
                try TalliedData(merging: [("a.tally", first), ("b.tally", other)])
            }
        }
        let graded = try ["B", "C"].map { positive in
            try TallyFileTests.parse(
                TallyFileTests.text(
                    TallyFileTests.tally {
                        ($0.label, $0.prediction) = (ColumnExpression(column: "grade"), nil)
                        $0.positive = positive
                    }))
        }
        #expect {
            try TalliedData(merging: [("a.tally", graded[0]), ("b.tally", graded[1])])
        } throws: { error in
            "\(error)".contains("b.tally: the positive label is 'C', but 'B' in a.tally")
        }
        let binned = try [[30.0], [40.0]].map { edges in
            try TallyFileTests.parse(
                TallyFileTests.text(
                    TallyFileTests.tally {
                        $0.protected = [ColumnExpression(column: "age")]
                        $0.bins = ["age": edges]
                    }))
        }
        #expect {
            try TalliedData(merging: [("a.tally", binned[0]), ("b.tally", binned[1])])
        } throws: { error in
            "\(error)".contains("the cut of 'age' is '40', but '30'")
        }
    }

    @Test func `the same data in two files would count twice`() throws {
        let tally = try TallyFileTests.parse(TallyFileTests.text(TallyFileTests.tally()))
        #expect {
            try TalliedData(merging: [("a.tally", tally), ("b.tally", tally)])
        } throws: { error in
            "\(error)".contains("b.tally: counts people.csv") && "\(error)".contains("a.tally counts already")
        }
    }

    @Test func `tallies bring their roles and do not mix with tables`() throws {
        var definition = AuditDefinition()
        definition.data = ["a.tally", "b.csv"]
        #expect(definition.faults.count == 1 && definition.faults[0].contains("assize tally"))
        definition.data = ["a.tally"]
        #expect(definition.faults.isEmpty)
        definition.label = ColumnExpression(column: "hired")
        definition.margin = 2
        #expect(definition.faults.count == 2 && definition.faults[0].hasPrefix("--label: a tally file brings"))
    }
}
