import MatrixKernels
import NumericalKernels
import TestSupport
import Testing
import TransformerFixtures

@testable import Transformers

/// Every tensor's gradient against central differences, with every dropout on: PyTorch's masks cannot be had.
struct GradientTests {
    static let lengths: [Int32] = [1, 6, 9]

    static var tokens: PackedTokens {
        let sequences = lengths.map { length in (0..<length).map { 2 + ($0 * 7 + length) % 15 } }
        return PackedTokens(sequences, types: sequences.map { $0.indices.map { Int32($0 % 2) } })
    }

    static func model(_ architecture: Architecture, _ head: TextModel.Head) throws -> TextModel {
        let types = architecture.embeddings.type == nil ? 0 : 2
        var configuration = EncoderConfiguration(
            architecture: architecture, vocabularySize: 17, width: 12, blockCount: 2, headCount: 2, innerWidth: 20,
            positionCount: 12, typeCount: types)
        configuration.initialDeviation = 0.3
        configuration.paddingToken = 1
        (configuration.dropout, configuration.attentionDropout, configuration.classifierDropout) = (0.2, 0.15, 0.25)
        var model = try TextModel(configuration, head: head, seed: 3)
        // Biases of 0 and gains of 1 would hide a mistake.
        for index in model.parameters.matrices.indices where model.parameters.layout.entries[index].isVector {
            var generator = SeededGenerator(seed: 4, stream: UInt64(index))
            for column in 0..<model.parameters.matrices[index].columns {
                model.parameters.matrices[index][0, column] += Float(0.2 * generator.normal())
            }
        }
        return model
    }

    /// A smooth function of a pass: weighted sums of its states and logits.
    static func weights(like matrix: Matrix, seed: UInt64) -> Matrix {
        var generator = SeededGenerator(seed: seed)
        return Matrix(
            rows: matrix.rows, columns: matrix.columns, (0..<matrix.count).map { _ in Float(generator.normal()) })
    }

    static func dot(_ first: Matrix, _ second: Matrix) -> Double {
        zip(first.values, second.values).reduce(0) { $0 + Double($1.0) * Double($1.1) }
    }

    /// Compares the gradients of some of a model's parameters with central differences, with dropout on.
    static func check(
        _ model: TextModel, _ reading: TextModel.Reading, _ trained: (ParameterLayout.Entry) -> Bool
    ) throws {
        let dropout = DropoutSource(seed: 11, step: 4)
        let pass = try model.forward(tokens, reading: reading, dropout: dropout)
        let logits = try #require(pass.logits)
        let onStates = GradientTests.weights(like: pass.states, seed: 1)
        let onLogits = GradientTests.weights(like: logits, seed: 2)
        let onHead = pass.headStates.map { GradientTests.weights(like: $0, seed: 3) }
        // None of the lowest block's first tokens, so that a missing one is met too.
        let onLower = pass.lowerStates.indices.map { number in
            number == 0 && pass.lowerStates.count > 1
                ? nil : GradientTests.weights(like: pass.lowerStates[number], seed: UInt64(4 + number))
        }
        #expect(onLower.count == model.configuration.blockCount - 1)
        var gradients = Parameters(zeros: model.parameters.layout, where: trained)
        model.backward(pass, logits: onLogits, states: onStates, head: onHead, lower: onLower, into: &gradients)
        for (index, entry) in model.parameters.layout.entries.enumerated() where trained(entry) {
            let direction = GradientTests.weights(like: gradients.matrices[index], seed: UInt64(100 + index))
            let expected = try derivative(at: 0.004) { step in
                var moved = model
                moved.parameters.matrices[index].add(direction, scale: Float(step))
                let pass = try moved.forward(GradientTests.tokens, reading: reading, dropout: dropout)
                let ofHead = onHead.flatMap { weights in pass.headStates.map { GradientTests.dot($0, weights) } }
                let ofLower = zip(pass.lowerStates, onLower).reduce(0) { sum, pair in
                    sum + (pair.1.map { GradientTests.dot(pair.0, $0) } ?? 0)
                }
                return ofLower + GradientTests.dot(pass.states, onStates)
                    + GradientTests.dot(pass.logits ?? logits, onLogits)
                    + (ofHead ?? 0)
            }
            let found = GradientTests.dot(gradients.matrices[index], direction)
            // Outputs are about 1 and rounded to 1e-7, the step is 0.004, and the curvature is strong.
            #expect(agree(found, expected, relative: 5e-3, absolute: 2e-2), "\(entry.names)")
        }
    }

    @Test(
        arguments: ["bert", "distilbert", "roberta"],
        [TextModel.Reading.classifier, .states, .tokens([0, 3, 3, 15])])
    func `gradients equal central differences`(name: String, reading: TextModel.Reading) throws {
        var architecture = try #require(Architecture.named(name))
        // Differences across the bend of a ReLU mean nothing; its own test keeps away from it.
        architecture.classifierActivation = .tanh
        var head = TextModel.Head.classification(labels: 3)
        if case .tokens = reading { head = .maskedLanguage }
        let model = try GradientTests.model(architecture, head)
        try GradientTests.check(model, reading) { _ in true }
    }

    @Test(arguments: [TextModel.Reading.classifier, .states])
    func `recomputing blocks changes no bit of the gradients`(reading: TextModel.Reading) throws {
        let model = try GradientTests.model(.bert, .classification(labels: 3))
        var found: [Parameters] = []
        for recomputing in [false, true] {
            let pass = try model.forward(
                GradientTests.tokens, reading: reading, dropout: DropoutSource(seed: 1, step: 9),
                recomputing: recomputing)
            var gradients = Parameters(zeros: model.parameters.layout)
            model.backward(
                pass, logits: pass.logits, states: pass.states, into: &gradients)
            found.append(gradients)
        }
        #expect(found[0].matrices == found[1].matrices)
        #expect(found[0].norm > 0)
    }

    @Test func `frozen parameters have no gradients and change nothing for the others`() throws {
        let model = try GradientTests.model(.roberta, .classification(labels: 3))
        let pass = try model.forward(GradientTests.tokens, reading: .classifier)
        let logits = try #require(pass.logits)
        var all = Parameters(zeros: model.parameters.layout)
        model.backward(pass, logits: logits, into: &all)
        for depth in 0...3 {
            var some = Parameters(zeros: model.parameters.layout) {
                $0.depth >= depth && !$0.names[0].contains("LayerNorm")
            }
            model.backward(pass, logits: logits, into: &some)
            for (index, entry) in model.parameters.layout.entries.enumerated() {
                if entry.depth >= depth && !entry.names[0].contains("LayerNorm") {
                    #expect(some.matrices[index] == all.matrices[index])
                } else {
                    #expect(some.matrices[index].count == 0)
                }
            }
        }
    }

    @Test func `packing changes no sequence beyond rounding`() throws {
        let model = try GradientTests.model(.roberta, .classification(labels: 3))
        let together = try model.logits(GradientTests.tokens)
        for (index, length) in GradientTests.lengths.enumerated() {
            let ids = (0..<length).map { 2 + ($0 * 7 + length) % 15 }
            let alone = try model.logits(PackedTokens([ids], types: [ids.indices.map { Int32($0 % 2) }]))
            #expect(distance(alone, together.rows(index..<index + 1)) < 1e-5)
        }
    }
}
