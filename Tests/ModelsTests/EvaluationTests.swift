import Foundation
import FairnessMetrics
import MatrixKernels
import NumericalKernels
import TestSupport
import Testing
import Transformers

@testable import Models

struct EvaluationTests {
    /// Texts whose labels take turns, the first half of them of group x.
    private static func examples(_ count: Int) throws -> (examples: TextExamples, task: TextTask) {
        try Places.withTemporaryFolder { folder in
            try TinyCheckpoint.writeConfiguration(to: folder)
            let rows = (0..<count).map {
                "{\"text\":\"good\",\"label\":\"\($0 % 2)\",\"group\":\"\($0 < count / 2 ? "x" : "y")\"}\n"
            }
            let data = folder.appending(path: "data.jsonl")
            try Data(rows.joined().utf8).write(to: data)
            var roles = TextTable.Roles(text: "text")
            roles.labels = ["label"]
            roles.protected = ["group"]
            let table = try TextTable(paths: [data.path], roles: roles)
            let task = try TextTask(table)
            return (
                try TextExamples(table, task: task, tokenizer: Tokenizer(folder: folder.path), maximumLength: 8), task
            )
        }
    }

    /// Eight texts, half of them of group x; logits that decide as the comments say.
    private static func evaluation() throws -> Evaluation {
        let (examples, task) = try examples(8)
        // Labels 0 1 0 1 0 1 0 1; decisions 0 1 0 1 in x, 1 1 0 0 in y.
        let margins: [Float] = [-1, 1, -2, 2, 0.5, 1, -1, -0.5]
        return Evaluation(
            logits: Matrix(rows: 8, columns: 2, margins.flatMap { [0, $0] }), examples, task: task)
    }

    @Test func `figures and gaps are those of an audit`() throws {
        let evaluation = try EvaluationTests.evaluation()
        #expect(evaluation.value("accuracy") == 0.75)
        #expect(evaluation.value("true_positive_rate") == 0.75)
        #expect(evaluation.value("group.true_positive_rate") == 0.5)
        #expect(evaluation.value("group.equalized_odds_difference") == 0.5)
        #expect(evaluation.value("group.demographic_parity_difference") == 0)
        let losses = [-1, 1, -2, 2, 0.5, 1, -1, -0.5].enumerated().map { row, margin in
            Foundation.log(1 + Foundation.exp(row % 2 == 1 ? -margin : margin))
        }
        #expect(abs(evaluation.loss - losses.reduce(0, +) / 8) < 1e-6)
        #expect(evaluation.value("nothing") == nil)
        // Rates of x are 1 and 1, of y 1/2 and 1/2; accuracy is 3/4.
        #expect(evaluation.rootMeanSquareGap("group") == 0.5)
        let distance = try #require(evaluation.value("group.distance_to_optimum"))
        #expect(abs(distance - (0.0625 + 0.25).squareRoot()) < 1e-12)
    }

    @Test func `the interval of the gap holds as often as it says`() throws {
        let size = 120  // texts of each group and label
        let (examples, task) = try Self.examples(4 * size)
        // Shares of positive decisions by group and label; the gaps are 0.1 and 0.15.
        let shares = [[0.2, 0.9], [0.35, 0.8]]
        let truth = ((0.15 * 0.15 + 0.1 * 0.1) / 2).squareRoot()
        var random = SeededGenerator(seed: 5)
        var (covered, widths) = (0, 0.0)
        for _ in 0..<60 {
            let margins = (0..<4 * size).map { row -> Float in
                Double.random(in: 0..<1, using: &random) < shares[row / (2 * size)][row % 2] ? 1 : -1
            }
            let evaluation = Evaluation(
                logits: Matrix(rows: 4 * size, columns: 2, margins.flatMap { [0, $0] }), examples, task: task)
            let gap = try #require(evaluation.rootMeanSquareGap("group"))
            let interval = try #require(evaluation.rootMeanSquareGapInterval("group"))
            #expect(interval.contains(gap))
            if interval.contains(truth) { covered += 1 }
            widths += interval.upper - interval.lower
        }
        #expect(covered >= 53, "\(covered) of 60")
        // Not by being wide: a gap of 0.13 is told from one of 0.3.
        #expect(widths / 60 < 0.17, "\(widths / 60)")
    }

    @Test func `accuracy is better when higher, losses and gaps when lower`() {
        #expect(Evaluation.isHigherBetter("accuracy") && Evaluation.isHigherBetter("roc_auc"))
        #expect(!Evaluation.isHigherBetter("loss") && !Evaluation.isHigherBetter("group.equalized_odds_difference"))
        #expect(!Evaluation.isHigherBetter("mean_squared_error") && !Evaluation.isHigherBetter("log_loss"))
    }
}
