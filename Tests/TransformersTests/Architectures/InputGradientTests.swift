import Foundation
import MatrixKernels
import NumericalKernels
import TestSupport
import Testing
import TransformerFixtures

@testable import Transformers

extension GradientFixture.Case: CustomTestStringConvertible {
    /// The name of the case.
    public var testDescription: String { name }
}

/// Against PyTorch in single precision: see Tests/Fixtures/explanations/make_gradients.py.
struct InputGradientTests {
    /// The output of a fixture: the margin of a label, or a label's logit.
    static func output(_ fixture: GradientFixture.Case, _ logits: Matrix, _ row: Int = 0) -> Double {
        let own = Double(logits[row, fixture.label])
        guard fixture.parity.problem == "single" else { return own }
        let rest = (0..<logits.columns).filter { $0 != fixture.label }.reduce(0) { $0 + exp(Double(logits[row, $1])) }
        return own - log(rest)
    }

    /// Its gradients.
    static func slopes(_ fixture: GradientFixture.Case, _ logits: Matrix) -> Matrix {
        var result = Matrix(rows: logits.rows, columns: logits.columns)
        for row in 0..<logits.rows {
            result[row, fixture.label] = 1
            guard fixture.parity.problem == "single" else { continue }
            let others = (0..<logits.columns).filter { $0 != fixture.label }
            let rest = others.reduce(0) { $0 + exp(Double(logits[row, $1])) }
            for other in others { result[row, other] = Float(-exp(Double(logits[row, other])) / rest) }
        }
        return result
    }

    @Test(arguments: GradientFixture.shared.cases)
    func `tokens hidden from attention are those of an attention mask`(fixture: GradientFixture.Case) throws {
        let model = try fixture.parity.model
        let positions = model.positions(of: fixture.tokens)
        var tokens = PackedTokens(sequences: 3, tokens: 21)
        for hidden in fixture.hidden {
            let kept = fixture.ids.indices.filter { !hidden.contains($0) }
            tokens.append(
                ids: kept.map { fixture.ids[$0] }, types: kept.map { fixture.types[$0] },
                positions: kept.map { positions[$0] })
        }
        let logits = try model.logits(tokens)
        for (row, expected) in fixture.hidden_outputs.enumerated() {
            #expect(abs(InputGradientTests.output(fixture, logits, row) - expected) < 1e-5)
        }
        // Counted anew, the positions are others, and so is the answer.
        let moved = try model.logits(
            PackedTokens([fixture.ids.filter { $0 != fixture.ids[1] && $0 != fixture.ids[4] }]))
        #expect(abs(InputGradientTests.output(fixture, moved) - fixture.hidden_outputs[0]) > 1e-4)
    }

    @Test(arguments: GradientFixture.shared.cases)
    func `gradients of the words' vectors are those of PyTorch`(fixture: GradientFixture.Case) throws {
        for model in [PackedTextModel(try fixture.parity.model, forGradients: true), .init(try fixture.parity.model)] {
            let found = try model.inputGradients(fixture.tokens) { InputGradientTests.slopes(fixture, $0) }
            #expect(abs(InputGradientTests.output(fixture, found.logits) - fixture.output) < 1e-5)
            let expected = Matrix(
                rows: fixture.ids.count, columns: fixture.parity.width, fixture.gradients.map { Float($0) })
            #expect(relativeDistance(found.gradients, expected) < 1e-4)
        }
    }

    @Test(arguments: ["bert", "distilbert", "roberta"])
    func `gradients of many texts at once equal central differences`(name: String) throws {
        var architecture = try #require(Architecture.named(name))
        architecture.classifierActivation = .tanh
        let model = PackedTextModel(try GradientTests.model(architecture, .classification(labels: 3)))
        let tokens = GradientTests.tokens
        let weights: [Float] = [0.7, -1.1, 0.4]
        let words = model.model.wordEmbeddings(tokens.ids)
        let found = try model.inputGradients(tokens, words: words) { logits in
            Matrix(rows: logits.rows, columns: 3, (0..<logits.rows * 3).map { weights[$0 % 3] })
        }
        for seed in 0..<4 {
            let direction = GradientTests.weights(like: words, seed: UInt64(50 + seed))
            let expected = try derivative(at: 0.004) { step in
                var moved = words
                moved.add(direction, scale: Float(step))
                let logits = try model.inputGradients(tokens, words: moved) { $0 }.logits.values
                return logits.indices.reduce(0) { $0 + Double(logits[$1] * weights[$1 % 3]) }
            }
            #expect(abs(expected) > 1e-3)
            #expect(agree(GradientTests.dot(found.gradients, direction), expected, relative: 5e-3, absolute: 1e-2))
        }
    }

    @Test(arguments: GradientFixture.shared.cases)
    func `attention and its gradients are those of transformers`(fixture: GradientFixture.Case) throws {
        let model = PackedTextModel(try fixture.parity.model, forGradients: true)
        let trace = try model.attentionTrace(fixture.tokens) { InputGradientTests.slopes(fixture, $0) }
        #expect(abs(InputGradientTests.output(fixture, trace.logits) - fixture.output) < 1e-5)
        let weights = trace.weights.flatMap { $0.flatMap(\.values) }
        let gradients = trace.gradients.flatMap { $0.flatMap(\.values) }
        #expect(weights.count == fixture.attention.count && gradients.count == fixture.attention_gradients.count)
        for (found, expected) in zip(weights, fixture.attention) { #expect(abs(Double(found) - expected) < 1e-5) }
        for (found, expected) in zip(gradients, fixture.attention_gradients) {
            #expect(abs(Double(found) - expected) < 1e-5)
        }
        #expect(gradients.contains { abs($0) > 1e-2 })
    }

    @Test func `parts of a batch have an even number and all of its sequences`() throws {
        let shapes: [(count: Int, length: Int)] = [(1, 9), (2, 9), (3, 9), (100, 30), (7, 500), (64, 34)]
        for (count, length) in shapes {
            let sequences: [[Int32]] = (0..<count).map { [Int32](repeating: 2, count: length - $0 % 3) }
            let tokens = PackedTokens(sequences)
            let shards = tokens.evenShards(of: 512)
            #expect(shards.flatMap { Array($0) } == Array(0..<count))
            #expect(shards.count == 1 || shards.count % 2 == 0 || shards.count == count)
            #expect(shards.allSatisfy { tokens.offsets[$0.upperBound] - tokens.offsets[$0.lowerBound] <= 512 + length })
        }
    }

    @Test func `a model laid out for many calls answers as it did`() throws {
        let model = try GradientTests.model(.roberta, .classification(labels: 3))
        let sequences = (0..<80).map { number in [Int32](repeating: Int32(2 + number % 15), count: 3 + number % 7) }
        let tokens = PackedTokens(sequences)
        #expect(distance(try PackedTextModel(model).logits(tokens), try model.logits(tokens)) < 1e-5)
    }

    @Test(arguments: ["bert", "distilbert", "roberta"])
    func `copies of a text have the logits that they have alone`(name: String) throws {
        let model = PackedTextModel(
            try GradientTests.model(try #require(Architecture.named(name)), .classification(labels: 3)))
        let text: [Int32] = [3, 7, 9, 4, 12, 8]
        let types: [Int32] = [0, 0, 0, 1, 1, 1]
        let other: Int32 = 5
        var copies = PackedTokens(sequences: 64, tokens: 384)
        for bits in 0..<64 {
            copies.append(ids: text.indices.map { bits >> $0 & 1 == 1 ? text[$0] : other }, types: types)
        }
        let whole = PackedTokens([text], types: [types])
        let found = try model.logits(copies: copies, of: whole, replacedBy: other)
        #expect(distance(found, try model.logits(copies)) < 1e-6)
        let one = try model.logits(copies: copies.sequences(9..<10), of: whole, replacedBy: other)
        #expect(distance(one, found.rows(9..<10)) < 1e-6)
        #expect(distance(found.rows(0..<1), found.rows(63..<64)) > 1e-3)
    }

    @Test func `shuffling a depth keeps its numbers and leaves the others alone`() throws {
        let model = try GradientTests.model(.bert, .classification(labels: 3))
        for depth in 0...3 {
            let shuffled = model.shuffling(depth: depth, seed: 1)
            for (index, entry) in model.parameters.layout.entries.enumerated() {
                let (before, after) = (model.parameters.matrices[index], shuffled.parameters.matrices[index])
                #expect(before.values.sorted() == after.values.sorted())
                #expect((before == after) == (entry.depth != depth || before.count < 2), "\(entry.names)")
            }
        }
    }
}
