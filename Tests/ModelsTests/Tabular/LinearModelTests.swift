import Files
import Foundation
import MatrixKernels
import Models
import TestSupport
import Testing

struct LinearModelTests {
    private static let text = """
        {"schema": "assize.linear/1", "features": ["age", "income"], "classes": ["no", "yes"],
         "coefficients": [[0.04, -0.3]], "intercepts": [1.5], "means": [41, 3.5]}
        """

    private static func read(_ text: String) throws -> LinearModel {
        try LinearModel(json: JSON(parsing: Array(text.utf8)), path: "m.json")
    }

    @Test func `a file that was written is read back the same`() throws {
        try Places.withTemporaryFolder { folder in
            let path = folder.appending(path: "model.json").path
            for model in [
                try Self.read(Self.text),
                LinearModel(
                    features: ["x"], classes: ["a", "b", "c"],
                    regression: LogisticRegression(
                        classes: 3, coefficients: DoubleMatrix(rows: 3, columns: 1, [0.1, 1e-300, -2]),
                        intercepts: [0, 0.3, 1.0 / 3])),
            ] {
                try model.write(to: path)
                #expect(try LinearModel(path: path) == model)
            }
        }
    }

    @Test func `logits and probabilities are those of the regression`() throws {
        let model = try Self.read(Self.text)
        let margin = 1.5 + 0.04 * 30 - 0.3 * 2
        #expect(model.logits([30, 2]) == [0, margin])
        #expect(abs(Double(model.scores([[30, 2]])[0, 1]) - 1 / (1 + exp(-margin))) < 1e-6)
        #expect(model.outputs == ["no", "yes"] && model.means == [41, 3.5])
    }

    @Test(arguments: [
        ("\"assize.linear/1\"", "\"assize.linear/2\"", "'schema' is not"),
        ("\"features\"", "\"feature\"", "there is no list 'features'"),
        ("[\"age\", \"income\"]", "[\"age\", \"age\"]", "features[1] repeats 'age'"),
        ("[\"age\", \"income\"]", "[\"age\", 2]", "features[1] is no name"),
        ("[\"no\", \"yes\"]", "[\"no\"]", "'classes' has 1 names, and at least 2 are needed"),
        ("[\"no\", \"yes\"]", "[\"no\", \"yes\", \"maybe\"]", "'coefficients' has 1 lists, and must have 3"),
        ("[[0.04, -0.3]]", "[[0.04]]", "'coefficients[0]' has 1 numbers, and must have 2"),
        ("[[0.04, -0.3]]", "[0.04, -0.3]", "there is no list 'coefficients[0]'"),
        ("[[0.04, -0.3]]", "[[0.04, \"x\"]]", "coefficients[0][1] is no finite number"),
        ("[1.5]", "[]", "'intercepts' has 0 numbers, and must have 1"),
        ("[41, 3.5]", "[41, null]", "means[1] is no finite number"),
        ("[41, 3.5]", "[41]", "'means' has 1 numbers, and must have 2"),
    ]) func `every fault of a file is named with its place`(part: String, other: String, fault: String) {
        #expect {
            try Self.read(Self.text.replacingOccurrences(of: part, with: other))
        } throws: { "\($0)".contains("m.json: ") && "\($0)".contains(fault) }
    }

    @Test func `all faults are named at once, and a file that is none says what it should be`() throws {
        #expect {
            try Self.read(
                "{\"features\": [], \"classes\": [\"a\", \"b\"], \"coefficients\": [[]], \"intercepts\": [\"\"]}")
        } throws: { "\($0)".split(separator: "\n").count == 3 }
        #expect { try LinearModel(path: "/no/such/model.json") } throws: { "\($0)".contains("assize.linear/1") }
        try Places.withTemporaryFolder { folder in
            let path = folder.appending(path: "model.json").path
            try Data("{".utf8).write(to: URL(filePath: path))
            #expect { try LinearModel(path: path) } throws: { "\($0)".hasPrefix("\(path):1:") }
        }
    }
}
