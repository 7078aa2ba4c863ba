import Explanations
import Files
import Foundation
import Models
import TestSupport
import Testing

/// A gap before and after, from the file of the explanations before, and the means of groups beside it.
struct GapChangeTests {
    /// Rows of two groups whose second class is worth `shortcut` in the first group, by players of their own.
    private struct Rows: ExplainedRows {
        let shortcut: Double
        var texts = "text"
        var label: String? = "yes"
        let count = 40
        let classes = ["topic", "identity", "other"]

        func row(_ number: Int) throws -> ExplainedRow {
            let topic = Double(number % 5) / 5
            let identity = number % 2 == 0 ? shortcut + 0.1 * topic : 0
            let game = FunctionGame(playerCount: 3) {
                ($0[0] ? topic : 0) + ($0[1] ? identity / 2 : 0) + ($0[2] ? identity / 2 : 0)
            }
            var row = ExplainedRow(
                game: game, names: ["a", "b", "c"], text: "\(texts) \(number)", output: "margin", label: label,
                absence: "absent is 0")
            row.classes = [0, 1, 1]
            row.classNames = classes
            return row
        }
    }

    private static let attribute = TextTable.Attribute(
        name: "sex", (0..<40).map { $0 % 2 == 0 ? "women" : "men" })

    private static func document(
        _ rows: Rows, numbers: [Int] = Array(0..<40), before: EarlierExplanations? = nil
    ) throws -> ExplanationDocument {
        try Places.withTemporaryFolder { folder in
            var run = try ExplanationRun(
                rows, numbers: numbers,
                plan: ExplanationPlan(
                    methods: ExplanationMethod.named(["shap"]), settings: ExplanationSettings(evaluations: 64)))
            run.gap = try GapPlan(
                kind: .demographicParity, attributes: [attribute], labels: [], candidates: numbers, rowsPerGroup: nil,
                isOfDecisions: false, seed: 0)
            run.earlier = before
            return try run.run(folder: folder.path).document
        }
    }

    private static func earlier(_ rows: Rows, numbers: [Int] = Array(0..<40)) throws -> EarlierExplanations {
        try Places.withTemporaryFolder { folder in
            let path = folder.appending(path: "before.json")
            try Data(document(rows, numbers: numbers).bytes).write(to: path)
            return try EarlierExplanations(path: path.path)
        }
    }

    private static func elements(_ json: JSON?) -> [JSON] {
        if case .array(let elements)? = json { elements } else { [] }
    }

    private static func number(_ json: JSON?) -> Double {
        switch json {
        case .number(let number)?: number
        case .integer(let number)?: Double(number)
        default: .nan
        }
    }

    @Test func `the change of each part is paired, and adds up`() throws {
        let found = try Self.document(Rows(shortcut: 0), before: Self.earlier(Rows(shortcut: 2)))
        let change = try #require(Self.elements(found.json["gap_changes"]).first)
        let parts = ["before", "after", "change"].map { change[$0] }
        let values = parts.map { Self.elements($0?["contributions"]).map { Self.number($0["value"]) } }
        // Ordered by class: the shortcut in the second; women less men, as the first group has no more rows.
        #expect(values.allSatisfy { $0.count == 3 && $0[2] == 0 })
        for index in 0..<3 { #expect(abs(values[2][index] - (values[1][index] - values[0][index])) < 1e-12) }
        #expect(abs(abs(values[2][1]) - 2) < 1e-12)
        let identity = Self.elements(change["change"]?["contributions"])[1]
        // Every row changed by the same: nothing is left to chance, though both gaps have intervals.
        #expect(Self.elements(identity["interval"]).allSatisfy { abs(abs(Self.number($0)) - 2) < 1e-9 })
        let interval = Self.elements(change["before"]?["measured"]?["interval"]).map(Self.number)
        #expect(interval[1] - interval[0] > 0.1)
        #expect(change["change"]?["output"] == .string("change of margin"))
        #expect(found.json["compared_with"]?["path"] != nil)
    }

    @Test func `rows that were not explained before are left out and counted`() throws {
        let earlier = try Self.earlier(Rows(shortcut: 2), numbers: Array(0..<30))
        let found = try Self.document(Rows(shortcut: 0), before: earlier)
        let change = try #require(Self.elements(found.json["gap_changes"]).first)
        #expect(change["change"]?["first"]?["rows"] == .integer(15))
        #expect(change["notes"] == .strings(["10 rows were not explained before, and are left out"]))
        let few = try Self.document(Rows(shortcut: 0), before: Self.earlier(Rows(shortcut: 2), numbers: [0, 1, 2, 3]))
        #expect(Self.elements(few.json["gap_changes"]).count == 1)
        #expect(Self.elements(few.json["gaps"]).count == 1)
    }

    @Test func `another text, another label and a file of something else are refused`() throws {
        let now = Rows(shortcut: 0)
        #expect {
            try Self.document(now, before: Self.earlier(Rows(shortcut: 2, texts: "other")))
        } throws: { "\($0)".contains("row 0 had another text") }
        #expect {
            try Self.document(now, before: Self.earlier(Rows(shortcut: 2, label: "no")))
        } throws: { "\($0)".contains("row 0 was explained for the label 'no', and now for 'yes'") }
        try Places.withTemporaryFolder { folder in
            let path = folder.appending(path: "x.json")
            for (text, part) in [
                ("{", "this is no JSON file"), ("{\"schema\": \"assize.results/1\"}", "this holds no explanations"),
                ("{\"schema\": \"assize.explanations/1\", \"explanations\": []}", "no entry has Shapley values"),
            ] {
                try Data(text.utf8).write(to: path)
                #expect { try EarlierExplanations(path: path.path) } throws: { "\($0)".contains(part) }
            }
        }
    }

    @Test func `every group's mean attribution stands beside the gap, and their difference is the gap`() throws {
        let found = try Self.document(Rows(shortcut: 2)).json
        let means = try #require(Self.elements(found["group_attributions"]).first)
        #expect(means["attribute"] == .string("sex") && means["output"] == .string("margin"))
        let groups = Self.elements(means["groups"])
        #expect(groups.map { $0["rows"] } == [.integer(20), .integer(20)])
        let gap = try #require(Self.elements(found["gaps"]).first)
        let names = groups.map { $0["name"] }
        let first = try #require(names.firstIndex(of: gap["first"]?["name"]))
        for index in 0..<3 {
            let parts = groups.map { Self.number(Self.elements($0["contributions"])[index]["value"]) }
            let whole = Self.number(Self.elements(gap["contributions"])[index]["value"])
            #expect(abs(parts[first] - parts[1 - first] - whole) < 1e-12)
        }
        // Student's interval over 20 rows of 0, 0.2, 0.4, 0.6 and 0.8, each four times.
        let topic = Self.elements(groups[0]["contributions"])[0]
        #expect(abs(Self.number(topic["standard_error"]) - (0.08 / 19).squareRoot()) < 1e-9)
        #expect(Self.number(topic["drawn_error"]) == 0)
    }

    @Test func `an entry has the sums of its classes where players are not the classes`() throws {
        let found = try Self.document(Rows(shortcut: 2)).json
        let entry = try #require(Self.elements(found["explanations"]).first)
        let classes = Self.elements(entry["classes"])
        #expect(classes.map { $0["name"] } == [.string("topic"), .string("identity")])
        #expect(abs(Self.number(classes[1]["value"]) - 2) < 1e-9)
    }
}
