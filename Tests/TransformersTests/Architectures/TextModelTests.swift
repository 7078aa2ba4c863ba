import MatrixKernels
import NumericalKernels
import Testing
import TransformerFixtures

@testable import Transformers

struct TextModelTests {
    static func configuration(_ architecture: Architecture = .bert) -> EncoderConfiguration {
        EncoderConfiguration(
            architecture: architecture, vocabularySize: 20, width: 8, blockCount: 1, headCount: 2, innerWidth: 12,
            positionCount: 10, typeCount: 2)
    }

    @Test func `weights written by name make the same model`() throws {
        let model = try TextModel(TextModelTests.configuration(), head: .classification(labels: 2), seed: 1)
        let copy = try TextModel(
            TextModelTests.configuration(), head: .classification(labels: 2), weights: model.parameters.named)
        #expect(copy.parameters.matrices == model.parameters.matrices)
    }

    @Test func `an encoder without a prefix is read, and a new head is drawn from the seed`() throws {
        let base = try TextModel(TextModelTests.configuration(), head: .none, seed: 1)
        var weights: [String: Matrix] = [:]
        for (name, matrix) in base.parameters.named { weights[String(name.dropFirst(5))] = matrix }
        #expect(weights["embeddings.word_embeddings.weight"] != nil)
        let model = try TextModel(
            TextModelTests.configuration(), head: .classification(labels: 2), weights: weights, seed: 7)
        for (name, matrix) in base.parameters.named { #expect(model.parameters.named[name] == matrix) }
        let fresh = try TextModel(TextModelTests.configuration(), head: .classification(labels: 2), seed: 7)
        #expect(model.parameters.named["classifier.weight"] == fresh.parameters.named["classifier.weight"])
    }

    @Test func `every missing tensor and every one of another shape is named`() throws {
        var weights = try TextModel(TextModelTests.configuration(), head: .none, seed: 1).parameters.named
        weights["bert.embeddings.LayerNorm.bias"] = nil
        weights["bert.encoder.layer.0.attention.self.key.weight"] = nil
        weights["bert.encoder.layer.0.output.dense.weight"] = Matrix(rows: 12, columns: 8)
        let error = try #require(throws: ModelError.self) {
            try TextModel(TextModelTests.configuration(), head: .none, weights: weights)
        }
        #expect(
            error
                == .weights(
                    missing: [
                        "bert.embeddings.LayerNorm.bias", "bert.encoder.layer.0.attention.self.key.weight",
                    ], misshapen: ["bert.encoder.layer.0.output.dense.weight is [12, 8], not [8, 12]"]))
        #expect("\(error)".split(separator: "\n").count == 3)
    }

    @Test func `a configuration that does not fit together is refused`() {
        var configuration = TextModelTests.configuration()
        configuration.headCount = 3
        configuration.blockCount = 0
        configuration.dropout = 1
        let error = #expect(throws: ModelError.self) { try TextModel(configuration, head: .none, seed: 1) }
        #expect(
            error.map { "\($0)" }
                == "the configuration does not fit together: the number of blocks is 0; 3 heads do not divide a width "
                + "of 8; a dropout rate is 1.0")
        #expect(throws: ModelError.self) {
            try TextModel(TextModelTests.configuration(), head: .classification(labels: 0), seed: 1)
        }
    }

    @Test func `tokens that the model cannot read are refused with their place`() throws {
        let model = try TextModel(TextModelTests.configuration(), head: .none, seed: 1)
        func error(_ tokens: PackedTokens) -> ModelError? {
            #expect(throws: ModelError.self) { try model.hiddenStates(tokens) }
        }
        #expect(error(PackedTokens([[1], []])) == .emptySequence(sequence: 1))
        #expect(
            error(PackedTokens([[1], [Int32](repeating: 1, count: 11)])) == .tooLong(sequence: 1, length: 11, limit: 10)
        )
        #expect(error(PackedTokens([[1, 20]])) == .token(sequence: 0, position: 1, value: 20, vocabulary: 20))
        #expect(error(PackedTokens([[1, -1]])) == .token(sequence: 0, position: 1, value: -1, vocabulary: 20))
        #expect(
            error(PackedTokens([[1], [1, 1]], types: [[0], [0, 2]]))
                == .type(sequence: 1, position: 1, value: 2, types: 2))
        // Two of RoBERTa's positions are reserved when the padding token is 1.
        var configuration = TextModelTests.configuration(.roberta)
        configuration.paddingToken = 1
        let roberta = try TextModel(configuration, head: .none, seed: 1)
        #expect(throws: ModelError.tooLong(sequence: 0, length: 9, limit: 8)) {
            try roberta.hiddenStates(PackedTokens([[Int32](repeating: 2, count: 9)]))
        }
    }

    @Test func `RoBERTa counts positions from its padding token on and gives padding its own`() {
        let tokens = PackedTokens([[5, 6, 1, 7], [8]])
        #expect(PositionNumbering.afterPadding(token: 1).positions(of: tokens) == [2, 3, 1, 4, 2])
        #expect(PositionNumbering.fromZero.positions(of: tokens) == [0, 1, 2, 3, 0])
    }

    @Test func `each text's embedding is the mean of its hidden states`() throws {
        let model = try TextModel(TextModelTests.configuration(), head: .none, seed: 1)
        let tokens = PackedTokens([[3, 4, 5], [6]])
        let states = try model.hiddenStates(tokens)
        let embeddings = try model.embeddings(tokens)
        for column in 0..<8 {
            let mean = (states[0, column] + states[1, column] + states[2, column]) / 3
            #expect(abs(embeddings[0, column] - mean) < 1e-6)
            #expect(embeddings[1, column] == states[3, column])
        }
        let all = try model.allHiddenStates(tokens)
        #expect(all.count == 2)
        #expect(all[1] == states)
    }

    @Test func `no token attends to another sequence`() throws {
        let model = try TextModel(TextModelTests.configuration(), head: .none, seed: 1)
        let attention = try model.attention(PackedTokens([[3, 4, 5], [6, 7]]))
        #expect(attention.count == 1)
        #expect(attention[0].map { $0.map { [$0.rows, $0.columns] } } == [[[3, 3], [3, 3]], [[2, 2], [2, 2]]])
    }

    @Test func `shards are whole sequences in order, as long as they may be`() {
        let tokens = PackedTokens([3, 4, 9, 1, 1, 2].map { [Int32](repeating: 5, count: $0) })
        #expect(tokens.shards(of: 8) == [0..<2, 2..<3, 3..<6])
        #expect(tokens.shards(of: 100) == [0..<6])
        #expect(PackedTokens([]).shards(of: 8).isEmpty)
        let part = tokens.sequences(1..<4)
        #expect(part.offsets == [0, 4, 13, 14])
        #expect(part.tokenCount == 14)
    }

    @Test func `many texts give what each gives alone, in their order`() throws {
        let model = try TextModel(TextModelTests.configuration(), head: .classification(labels: 3), seed: 1)
        // More than four shards.
        let texts: [[Int32]] = (0..<400).map { number in
            (0...number % 10).prefix(10).map { Int32(1 + (number + $0) % 19) }
        }
        let tokens = PackedTokens(texts)
        let (logits, states) = (try model.logits(tokens), try model.hiddenStates(tokens))
        let embeddings = try model.embeddings(tokens)
        #expect(logits.rows == 400 && states.rows == tokens.tokenCount && embeddings.rows == 400)
        for number in stride(from: 0, to: 400, by: 37) {
            let alone = PackedTokens([texts[number]])
            #expect(distance(try model.logits(alone), logits.rows(number..<number + 1)) < 1e-6)
            #expect(distance(try model.embeddings(alone), embeddings.rows(number..<number + 1)) < 1e-5)
            let range = tokens.offsets[number]..<tokens.offsets[number + 1]
            #expect(distance(try model.hiddenStates(alone), states.rows(range)) < 1e-5)
        }
        #expect(try model.logits(PackedTokens([])).rows == 0)
    }
}
