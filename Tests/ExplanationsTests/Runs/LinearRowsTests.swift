import Files
import Foundation
import MatrixKernels
import Models
import TestSupport
import Testing

@testable import Explanations

/// Rows of a linear model: the closed form, and what every other method finds in the same game.
struct LinearRowsTests {
    private static let model = LinearModel(
        features: ["x1", "x2", "x3"], classes: ["no", "yes"],
        regression: LogisticRegression(
            classes: 2, coefficients: DoubleMatrix(rows: 1, columns: 3, [2, -3, 0]), intercepts: [5]),
        means: [1, 2, 7])
    private static let three = LinearModel(
        features: ["x1"], classes: ["a", "b", "c"],
        regression: LogisticRegression(
            classes: 3, coefficients: DoubleMatrix(rows: 3, columns: 1, [1, -1, 0.5]), intercepts: [0, 0, 0]),
        means: [0])

    private static func withTable(
        _ rows: String, background: String? = nil, model: LinearModel = model, _ body: (FeatureTable) throws -> Void
    ) throws {
        try Places.withTemporaryFolder { folder in
            let paths = ["rows.csv", "background.csv"].map { folder.appending(path: $0) }
            try Data(rows.utf8).write(to: paths[0])
            if let background { try Data(background.utf8).write(to: paths[1]) }
            try body(
                FeatureTable(
                    paths: [paths[0].path], background: background == nil ? nil : paths[1].path,
                    features: model.features))
        }
    }

    private static func entries(_ rows: LinearRows, _ methods: [String]) throws -> [JSON] {
        try Places.withTemporaryFolder { folder in
            let run = try ExplanationRun(
                rows, numbers: Array(0..<rows.count),
                plan: ExplanationPlan(
                    methods: ExplanationMethod.named(methods), settings: ExplanationSettings(evaluations: 64)))
            let document = try run.run(folder: folder.path).document.json
            guard case .array(let entries)? = document["explanations"] else { return [] }
            return entries
        }
    }

    private static func values(_ entry: JSON) -> [Double] {
        guard case .array(let players)? = entry["players"] else { return [] }
        return players.map { $0["value"]?.real ?? .nan }
    }

    @Test(arguments: [nil, "x1,x2,x3\n0,1,6\n1,1,7\n2,4,8\n"] as [String?])
    func `the closed form is the coefficient times the distance from the mean, as shap finds too`(background: String?)
        throws
    {
        try Self.withTable("x1,x2,x3\n4,0.5,1\n1,2,3\n", background: background) { table in
            let found = try Self.entries(
                LinearRows(table, model: Self.model, output: nil, label: nil), ["linear_shap", "exact_shap"])
            #expect(
                found.map { $0["method"] }
                    == ["linear_shap", "exact_shap", "linear_shap", "exact_shap"].map { .string($0) })
            for (entry, expected) in zip(found, [[6, 4.5, 0], [6, 4.5, 0], [0, 0, 0], [0, 0, 0]]) {
                for (value, expected) in zip(Self.values(entry), expected) { #expect(abs(value - expected) < 1e-12) }
                #expect(abs((entry["base_value"]?.real ?? .nan) - 1) < 1e-12 && entry["exact"] == .bool(true))
                #expect(entry["label"] == .string("yes") && entry["output"] == .string("logit_margin"))
            }
            #expect(found[0]["evaluations"] == .integer(0))
        }
    }

    @Test func `probabilities, decisions and margins of several classes have no closed form`() throws {
        try Self.withTable("x1,x2,x3\n4,0.5,1\n") { table in
            let rows = try LinearRows(table, model: Self.model, output: .probability, label: nil)
            #expect { try Self.entries(rows, ["linear_shap"]) } throws: { "\($0)".contains("a closed form needs") }
            let values = try Self.values(Self.entries(rows, ["shap"])[0])
            #expect(abs(values.reduce(0, +) - (1 / (1 + exp(-11.5)) - 1 / (1 + exp(-1)))) < 1e-12)
            #expect(throws: ExplanationsError.self) {
                try LinearRows(table, model: Self.model, output: .value, label: nil)
            }
        }
        try Self.withTable("x1\n3\n-3\n", model: Self.three) { table in
            let logit = try Self.entries(LinearRows(table, model: Self.three, output: nil, label: nil), ["linear_shap"])
            #expect(logit.map(Self.values) == [[3], [3]] && logit.map { $0["label"] } == [.string("a"), .string("b")])
            let margin = try LinearRows(table, model: Self.three, output: .logitMargin, label: 0)
            #expect(throws: ExplanationsError.self) { try Self.entries(margin, ["linear_shap"]) }
        }
    }

    @Test func `a row without a number is skipped and named, and so is a background that cannot be`() throws {
        try Self.withTable("x1,x2,x3\n4,,1\n1,2,3\n") { table in
            let rows = try LinearRows(table, model: Self.model, output: nil, label: nil)
            #expect(throws: ExplanationsError.noNumber(column: "x2")) { try rows.row(0) }
            #expect(try Self.entries(rows, ["linear_shap"]).count == 1)
            let bare = LinearModel(
                features: Self.model.features, classes: Self.model.outputs, regression: Self.model.regression)
            #expect {
                try LinearRows(table, model: bare, output: nil, label: nil)
            } throws: { "\($0)".contains("name a table with --background") }
        }
        try Self.withTable("x1,x2,x3\n4,1,1\n", background: "x1,x2,x3\n1,many,3\n") { (table: FeatureTable) throws in
            #expect {
                try LinearRows(table, model: Self.model, output: nil, label: nil)
            } throws: { "\($0)".contains("the background's row 0 has no number in the column 'x2'") }
        }
    }
}
