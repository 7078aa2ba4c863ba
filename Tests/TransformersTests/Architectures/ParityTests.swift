import Foundation
import MatrixKernels
import NumericalKernels
import Testing
import TransformerFixtures
import Transformers

/// Against PyTorch in single precision: see Tests/Fixtures/transformers/make_parity.py.
struct ParityTests {
    @Test(arguments: ParityFixture.shared.cases)
    func `outputs and loss are those of PyTorch`(fixture: ParityFixture.Case) throws {
        let model = try fixture.model
        #expect(Set(model.parameters.named.keys) == Set(fixture.weights.keys))
        let tokens = fixture.tokens
        #expect(distance(try model.hiddenStates(tokens), ParityFixture.matrix(fixture.states)) < 1e-5)
        let pass = try model.forward(tokens, reading: fixture.reading)
        let logits = try #require(pass.logits)
        var expected = ParityFixture.matrix(fixture.logits)
        if fixture.problem == "masked_language" {
            expected = expected.rows(at: fixture.predicted.positions)
            let inferred = try model.tokenLogits(tokens, at: fixture.predicted.positions)
            #expect(distance(inferred, expected) < 1e-5)
        } else {
            #expect(distance(try model.logits(tokens), expected) < 1e-5)
        }
        #expect(distance(logits, expected) < 1e-5)
        let loss = try #require(fixture.loss(logits).value)
        #expect(abs(loss - fixture.loss) < 1e-6)
        if let perplexity = fixture.perplexity { #expect(abs(exp(loss) / perplexity - 1) < 1e-4) }
    }

    // Reading all states takes other ways through the last block than reading the first tokens' alone.
    @Test(arguments: ParityFixture.shared.cases, [(false, false), (true, false), (false, true)])
    func `every gradient is that of PyTorch`(
        fixture: ParityFixture.Case, ways: (recomputing: Bool, readingAll: Bool)
    ) throws {
        let model = try fixture.model
        var reading = fixture.reading
        if ways.readingAll && reading == .classifier { reading = .states }
        let pass = try model.forward(fixture.tokens, reading: reading, recomputing: ways.recomputing)
        let loss = fixture.loss(try #require(pass.logits))
        var gradients = Parameters(zeros: model.parameters.layout)
        model.backward(pass, logits: loss.gradients, into: &gradients)
        let named = gradients.named
        #expect(named.count == fixture.gradients.count)
        for (name, tensor) in fixture.gradients.sorted(by: { $0.key < $1.key }) {
            let expected = ParityFixture.matrix(tensor)
            let found = try #require(named[name], "no gradient of \(name)")
            // A gradient that is 0 but for rounding, as that of keys' biases is, has no relative distance.
            if expected.values.allSatisfy({ abs($0) < 1e-6 }) {
                #expect(distance(found, expected) < 1e-6, "\(name)")
            } else {
                #expect(relativeDistance(found, expected) < 1e-4, "\(name)")
            }
        }
        #expect(abs(gradients.norm / fixture.gradient_norm - 1) < 1e-5)
    }

    @Test(arguments: ParityFixture.shared.cases)
    func `ten steps of AdamW have the losses of PyTorch`(fixture: ParityFixture.Case) throws {
        var model = try fixture.model
        var gradients = Parameters(zeros: model.parameters.layout)
        var optimizer = Optimizer(
            .adamW(), for: gradients, learningRate: 2e-3, weightDecay: 0.05, maximumNorm: 1)
        optimizer.decays = { _ in true }
        let schedule = LearningRate(.linear, warmUp: 3, total: 12)
        for (step, expected) in fixture.losses.enumerated() {
            let pass = try model.forward(fixture.tokens, reading: fixture.reading)
            let loss = fixture.loss(try #require(pass.logits))
            #expect(abs(try #require(loss.value) - expected) < 1e-5, "step \(step)")
            model.backward(pass, logits: loss.gradients, into: &gradients)
            optimizer.update(&model.parameters, gradients: &gradients, share: schedule.share(at: step))
        }
        #expect(gradients.norm == 0)
        #expect(fixture.losses[9] < fixture.losses[0])
    }
}
