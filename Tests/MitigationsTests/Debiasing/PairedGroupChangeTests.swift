import Foundation
import MatrixKernels
import Models
import TestSupport
import Testing
import Transformers

@testable import Mitigations

struct PairedGroupChangeTests {
    /// Eight texts of two attributes: labels 0 1 0 1 0 1 0 1, group x x x x y y y y, half a b a b a b a b by pairs.
    private static let examples: TextExamples = {
        do {
            return try Places.withTemporaryFolder { folder in
                try TinyCheckpoint.writeConfiguration(to: folder)
                let rows = (0..<8).map {
                    "{\"text\":\"good\",\"label\":\"\($0 % 2)\",\"group\":\"\($0 < 4 ? "x" : "y")\","
                        + "\"half\":\"\($0 / 2 % 2 == 0 ? "a" : "b")\"}\n"
                }
                let data = folder.appending(path: "data.jsonl")
                try Data(rows.joined().utf8).write(to: data)
                var roles = TextTable.Roles(text: "text")
                roles.labels = ["label"]
                roles.protected = ["group", "half"]
                let table = try TextTable(paths: [data.path], roles: roles)
                return try TextExamples(
                    table, task: TextTask(table), tokenizer: Tokenizer(folder: folder.path), maximumLength: 8)
            }
        } catch { fatalError("\(error)") }
    }()

    @Test func `each group's own rates are compared on its own texts`() throws {
        let before = [false, true, false, true, true, true, true, false]
        let after = [false, true, true, true, false, true, false, false]
        let changes = PairedGroupChange.changes(
            PairedGroupChangeTests.examples, positive: 1, before: before, after: after)
        #expect(changes.map(\.attribute) == ["group", "group", "half", "half"])
        #expect(changes.map(\.value) == ["x", "y", "a", "b"])
        // Of x one negative text is wrong now, of y two negative ones are right now; no positive one changes.
        #expect(changes.map { $0.accuracy?.value } == [-0.25, 0.5, 0.25, 0])
        #expect(changes[0].accuracy?.before == 1 && changes[1].accuracy?.before == 0.25)
        #expect(changes.map { $0.truePositiveRate?.value } == [0, 0, 0, 0])
        #expect(changes[0].trueNegativeRate?.value == -0.5 && changes[1].trueNegativeRate?.value == 1)
        #expect(changes.map(\.lost) == [true, false, false, false])
    }

    @Test func `the gap of a trial is that of the attribute with the largest one`() throws {
        // Decisions 0 1 0 1 in x and 1 1 1 0 in y: rates of x 1 and 1, of y 1/2 and 0; halves differ by less.
        let margins: [Float] = [-1, 1, -1, 1, 1, 1, 1, -1]
        let evaluation = Evaluation(
            logits: Matrix(rows: 8, columns: 2, margins.flatMap { [0, $0] }), PairedGroupChangeTests.examples,
            task: .labels(["0", "1"]))
        let group = try #require(evaluation.rootMeanSquareGap("group"))
        let half = try #require(evaluation.rootMeanSquareGap("half"))
        #expect(group > half)
        let both = try #require(TradeOff(evaluation, attributes: ["half", "group"]))
        #expect(both.gap == group && both.accuracy == 0.625)
        #expect(TradeOff(evaluation, attributes: ["group", "nothing"]) == nil)
    }
}
