import MatrixKernels
import Models
import NumericalKernels
import TestSupport
import Testing
import TransformerFixtures
import Transformers

@testable import Explanations

struct AttentionTests {
    /// The maps of a fixture, of which every token but the ends is a player.
    static func maps(_ fixture: GradientFixture.Case) throws -> AttentionMaps {
        let model = PackedTextModel(try fixture.parity.model, forGradients: true)
        let target = GradientTests.target(fixture)
        let tiny = try ExplainedTinyModel.model().encode("the film was very good")
        // Five words between two ends, as the fixtures' texts have seven tokens.
        #expect(tiny.ids.count == fixture.ids.count)
        return AttentionMaps(
            text: tiny, target: target, try model.attentionTrace(fixture.tokens) { target.gradients($0) })
    }

    /// Against PyTorch and networkx: see Tests/Fixtures/explanations/make_gradients.py.
    @Test(arguments: GradientFixture.shared.cases)
    func `rollout, flow and relevance are the reference's`(fixture: GradientFixture.Case) throws {
        let maps = try AttentionTests.maps(fixture)
        #expect(maps.layerCount == 2 && maps.headCount == fixture.parity.heads && maps.tokenCount == 7)
        for (found, expected) in [
            (maps.rollout, fixture.rollout), (maps.flow(), fixture.flow), (maps.relevance, fixture.relevance),
        ] {
            #expect(found.count == 7 && expected.count == 7)
            for (a, b) in zip(found, expected) { #expect(abs(a - b) < 1e-5) }
        }
        #expect(abs(maps.rollout.reduce(0, +) - 1) < 1e-5)
        #expect(abs(maps.value - fixture.output) < 1e-5)
    }

    @Test(arguments: GradientFixture.shared.cases)
    func `attention times gradient sums over layers, heads and askers`(fixture: GradientFixture.Case) throws {
        let maps = try AttentionTests.maps(fixture)
        var sums = [Double](repeating: 0, count: 7)
        for index in fixture.attention.indices {
            sums[index % 7] += fixture.attention[index] * fixture.attention_gradients[index]
        }
        for (found, expected) in zip(maps.attentionTimesGradient, sums) { #expect(abs(found - expected) < 1e-5) }
    }

    @Test func `words ask as means and are attended to as sums`() throws {
        let model = ExplainedModel(
            try ExplainedTinyModel.classifier { $0 = Array($0.prefix(5)) + ["play", "##ing", "well", "-", "known"] })
        let maps = try AttentionMaps("playing well-known", model: model)
        #expect(maps.units.map(\.name) == ["", "playing", "well-known", ""])
        #expect(maps.units.map(\.tokens) == [0..<1, 1..<3, 3..<6, 6..<7])
        #expect(maps.units.map(\.player) == [nil, 0, 1, nil])
        let map = maps.words(layer: 1, head: 0)
        let raw = maps.weights[1][0]
        for row in 0..<4 { #expect(abs((0..<4).reduce(0) { $0 + map[row, $1] } - 1) < 1e-5) }
        let expected = (raw[1, 3] + raw[1, 4] + raw[1, 5] + raw[2, 3] + raw[2, 4] + raw[2, 5]) / 2
        #expect(abs(map[1, 2] - expected) < 1e-6)
        #expect(AttentionMaps.caution == "where the model looked, not why")
    }

    @Test func `the most that flows is what the narrowest cut lets through`() {
        // Two layers of two nodes: from the top's first node all can go down only through 0.3 + 0.2.
        let upper = [0.3, 0.7, 1, 1], lower = [0.9, 0.1, 0.2, 0.8]
        var network = LayeredFlow(layers: [lower, upper], width: 2)
        #expect(abs(network.maximum(from: 0, to: 0) - 0.5) < 1e-12)
        #expect(abs(network.maximum(from: 0, to: 1) - 0.8) < 1e-12)
        #expect(abs(network.maximum(from: 1, to: 0) - 1.1) < 1e-12)
    }

    @Test func `a model that has lost its weights is explained otherwise, one that has not is not`() throws {
        let model = try ExplainedTinyModel.model(forGradients: true)
        let text = "the film was very good and she is not a poor book"
        let encoded = try model.encode(text)
        let target = try model.target(encoded, label: 1, output: nil)
        let check = try RandomizationCheck(model.packed.model, seed: 3) { changed in
            let found = try PackedTextModel(changed).inputGradients(encoded.packed) { target.gradients($0) }
            return (1...12).map { token in
                (0..<found.gradients.columns).reduce(0.0) { $0 + Double(abs(found.gradients[token, $1])) }
            }
        }
        #expect(check.stages.map(\.name) == ["head", "block 1", "block 0", "embeddings"])
        #expect(check.stages.map(\.depth) == [3, 2, 1, 0])
        #expect(try #require(check.remainder) < 0.9)
        let indifferent = RandomizationCheck(model.packed.model, seed: 3) { _ in [3, 1, 2] }
        #expect(indifferent.stages.allSatisfy { $0.correlation == 1 } && indifferent.remainder == 1)
        let constant = RandomizationCheck(model.packed.model, seed: 3) { _ in [1, 1, 1] }
        #expect(constant.remainder == nil)
    }
}
