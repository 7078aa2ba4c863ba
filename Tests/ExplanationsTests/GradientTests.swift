import Foundation
import MatrixKernels
import Models
import NumericalKernels
import TestSupport
import Testing
import TransformerFixtures
import Transformers

@testable import Explanations

extension GradientFixture.Case: CustomTestStringConvertible {
    /// The name of the case.
    public var testDescription: String { name }
}

struct GradientTests {
    static func target(_ fixture: GradientFixture.Case) -> ExplainedTarget {
        let isSingle = fixture.parity.problem == "single"
        return ExplainedTarget(
            label: fixture.label, output: isSingle ? .logitMargin : .logit,
            problem: isSingle ? .singleLabel : .multiLabel)
    }

    /// Against captum's LayerIntegratedGradients with as many nodes: see Tests/Fixtures/explanations/make_gradients.py.
    @Test(arguments: GradientFixture.shared.cases)
    func `integrated gradients are those of captum`(fixture: GradientFixture.Case) throws {
        let model = PackedTextModel(try fixture.parity.model, forGradients: true)
        var base = fixture.ids
        for index in 1..<base.count - 1 { base[index] = Int32(fixture.parity.padding) }
        let path = GradientPath(
            words: model.model.wordEmbeddings(fixture.ids), base: model.model.wordEmbeddings(base),
            tokens: fixture.tokens)
        let found = try path.integrate(model, GradientTests.target(fixture), steps: GradientFixture.shared.steps)
        #expect(abs(found.value - fixture.output) < 1e-5)
        for (token, expected) in zip(found.tokens, fixture.integrated_padding) {
            // Both are sums of 50 gradients in single precision.
            #expect(agree(token, expected, relative: 1e-3, absolute: 2e-5))
        }
    }

    @Test(arguments: GradientBaseline.allCases)
    func `what the words have adds up to the change of the output`(baseline: GradientBaseline) throws {
        let model = try ExplainedTinyModel.model(labels: 3, forGradients: true)
        var method = IntegratedGradients()
        method.baseline = baseline
        let found = try method.explain("the film was very good", model: model, label: 1)
        #expect(found.text.players.count == 5 && found.players.count == 5)
        #expect(found.tokens.first == 0 && found.tokens.last == 0)
        let difference = found.value - (try #require(found.baseValue))
        #expect(abs(difference) > 1e-3)
        #expect(abs(found.players.reduce(0, +) - difference) <= 0.01 * abs(difference) + 1e-5)
        #expect(abs(try #require(found.missing)) <= 0.01 * abs(difference) + 1e-5)
        // The baseline is one sentence whatever is asked of it, so is its output.
        let again = try method.explain("the film was very good", model: model, label: 1, output: .probability)
        #expect(again.value > 0 && again.value < 1 && again.tokens != found.tokens)
    }

    @Test func `more nodes are taken until the sum is right, or an error says so`() throws {
        let model = try ExplainedTinyModel.model(forGradients: true)
        var method = IntegratedGradients()
        method.steps = 1
        method.tolerance = 0.001
        let found = try method.explain("the film was very good", model: model)
        #expect(found.steps > 1)
        method.mostSteps = 1
        do {
            _ = try method.explain("the film was very good", model: model)
            Issue.record("one node was enough")
        } catch let error as ExplanationsError {
            guard case .incomplete(_, 1, _, _) = error else { throw error }
            #expect("\(error)".contains("1 steps are too few"))
        }
    }

    @Test func `a tokenizer without a padding token has other baselines`() throws {
        let classifier = try ExplainedTinyModel.classifier { $0[0] = "other" }
        let model = ExplainedModel(classifier)
        #expect(throws: ExplanationsError.noPaddingToken(folder: classifier.checkpoint.folder)) {
            try IntegratedGradients().explain("good film", model: model)
        }
        var method = IntegratedGradients()
        method.baseline = .zeros
        #expect(try method.explain("good film", model: model).players.count == 2)
    }

    @Test func `gradient times input is the change when all vectors shrink`() throws {
        let model = try ExplainedTinyModel.model(labels: 3, forGradients: true)
        let text = "the film was very good"
        let found = try GradientTimesInput().explain(text, model: model, label: 2)
        let encoded = try model.encode(text)
        let words = model.packed.model.wordEmbeddings(encoded.ids)
        // d/ds of the output for vectors (1 + s) e is Σ e ∂F/∂e.
        let expected = try derivative(at: 0.01) { step in
            var scaled = words
            scaled.scale(by: Float(1 + step))
            let logits = try model.packed.inputGradients(encoded.packed, words: scaled) { $0 }.logits
            return found.target.values(logits)[0]
        }
        #expect(abs(expected) > 1e-3)
        #expect(agree(found.tokens.reduce(0, +), expected, relative: 5e-3, absolute: 1e-4))
        #expect(found.baseValue == nil && found.missing == nil && found.players.count == 5)
    }

    @Test func `gradients of outputs are those of differences`() {
        let logits = [0.3, -1.2, 2.0, 0.4]
        for problem in [ModelConfiguration.Problem.singleLabel, .multiLabel] {
            for output in ExplainedOutput.allowed(for: problem) {
                let gradient = output.gradient(of: logits, label: 1, problem: problem)
                for index in logits.indices {
                    let expected = derivative { step in
                        var moved = logits
                        moved[index] += step
                        return output.value(of: moved, label: 1, problem: problem)
                    }
                    #expect(abs(gradient[index] - expected) < 1e-8, "\(output) of \(problem)")
                }
            }
        }
        // Far out, where a probability of 1 less itself would be 0, the odds still have their digits.
        let odds = ExplainedOutput.logOdds.value(of: [60, 0], label: 0, problem: .singleLabel)
        #expect(odds == 60)
    }
}
