import Explanations
import Foundation
import MatrixKernels
import Models
import NumericalKernels
import TestSupport
import Testing
@testable import Transformers

struct TextGameTests {
    static let text = "the film was very good and she is not a poor book"

    /// Every coalition of few players, in the order of its bits.
    static func all(_ count: Int) -> [Coalition] {
        (0..<1 << count).map { bits in Coalition(playerCount: count, (0..<count).filter { bits >> $0 & 1 == 1 }) }
    }

    @Test(arguments: Absence.allCases)
    func `a coalition is worth what the model says of the text that is left`(absence: Absence) throws {
        let model = try ExplainedTinyModel.model()
        let game = try TextGame("good film is bad", model: model, absence: absence, label: 1)
        #expect(game.text.players.map(\.name) == ["good", "film", "is", "bad"])
        let tokenizer = model.classifier.checkpoint.tokenizer
        let mask = try #require(tokenizer.special.mask)
        let ids = try tokenizer.encode("good film is bad").ids
        let coalitions = TextGameTests.all(4)
        let values = try game.values(of: coalitions)
        for (coalition, value) in zip(coalitions, values) {
            var tokens = PackedTokens(sequences: 1, tokens: 6)
            let kept = ids.indices.filter { $0 == 0 || $0 == 5 || coalition[$0 - 1] }
            switch absence {
            case .mask:
                let masked = ids.indices.map { kept.contains($0) ? ids[$0] : mask }
                tokens.append(ids: masked, types: masked.map { _ in 0 })
            case .removal: tokens.append(ids: kept.map { ids[$0] }, types: kept.map { _ in 0 })
            case .attention:
                tokens.append(ids: kept.map { ids[$0] }, types: kept.map { _ in 0 }, positions: kept.map(Int32.init))
            }
            let logits = try model.classifier.checkpoint.model.logits(tokens)
            #expect(abs(value - Double(logits[0, 1] - logits[0, 0])) < 1e-5)
        }
        #expect(Set(values).count == 16)
        #expect(game.absence.statement.contains("absent words"))
    }

    @Test func `a coalition is worth the same whatever is asked with it`() throws {
        let game = try TextGame(TextGameTests.text, model: ExplainedTinyModel.model())
        var generator = SeededGenerator(seed: 1)
        let coalitions = (0..<200).map { _ in
            Coalition(playerCount: 12, (0..<12).filter { _ in Bool.random(using: &generator) })
        }
        let together = try game.values(of: coalitions)
        for index in stride(from: 0, to: 200, by: 13) {
            #expect(abs(try game.values(of: [coalitions[index]])[0] - together[index]) < 1e-6)
        }
        #expect(try game.values(of: []).isEmpty)
    }

    @Test func `outputs of one label of several agree with the probabilities`() throws {
        let model = try ExplainedTinyModel.model(labels: 3)
        let scores = try model.classifier.scores([TextGameTests.text])
        let decided = (0..<3).max { scores[0, $0] < scores[0, $1] }
        for label in 0..<3 {
            func whole(_ output: ExplainedOutput) throws -> Double {
                let game = try TextGame(TextGameTests.text, model: model, label: label, output: output)
                return try game.values(of: [.everyone(playerCount: game.playerCount)])[0]
            }
            let p = Double(scores[0, label])
            #expect(abs(try whole(.probability) - p) < 1e-6)
            #expect(abs(try whole(.logOdds) - log(p / (1 - p))) < 1e-5)
            #expect(abs(try whole(.logitMargin) - log(p / (1 - p))) < 1e-5)
        }
        let game = try TextGame(TextGameTests.text, model: model)
        #expect(game.target.label == decided && game.target.output == .logitMargin)
    }

    @Test func `labels of which any may hold have a logit each`() throws {
        let model = try ExplainedTinyModel.model(labels: 3, problem: .multiLabel)
        let scores = try model.classifier.scores([TextGameTests.text])
        for (output, expected) in [
            (ExplainedOutput.probability, Double(scores[0, 2])),
            (.logitMargin, log(Double(scores[0, 2]) / (1 - Double(scores[0, 2])))),
        ] {
            let game = try TextGame(TextGameTests.text, model: model, label: 2, output: output)
            #expect(abs(try game.values(of: [.everyone(playerCount: 12)])[0] - expected) < 1e-5)
        }
    }

    @Test func `a regression has a value and no probability`() throws {
        let model = try ExplainedTinyModel.model(labels: 1, problem: .regression)
        let game = try TextGame(TextGameTests.text, model: model)
        let expected = Double(try model.classifier.scores([TextGameTests.text])[0, 0])
        #expect(abs(try game.values(of: [.everyone(playerCount: 12)])[0] - expected) < 1e-6)
        #expect(throws: ExplanationsError.output(.probability, problem: "regression", allowed: [.value])) {
            try TextGame(TextGameTests.text, model: model, output: .probability)
        }
    }

    @Test(arguments: ["", "   ", "\u{7}\u{0}"])
    func `a text without words is refused`(text: String) throws {
        let model = try ExplainedTinyModel.model()
        #expect(throws: ExplanationsError.noTokens(text: text)) { try TextGame(text, model: model) }
        #expect("\(ExplanationsError.noTokens(text: text))".contains("nothing to explain"))
    }

    @Test func `one token is a game of one player`() throws {
        let game = try TextGame("good", model: ExplainedTinyModel.model(), absence: .removal)
        let values = try game.values(of: [Coalition(playerCount: 1), .everyone(playerCount: 1)])
        #expect(game.playerCount == 1 && values[0] != values[1])
        #expect(PlayerTree(game.text).nodeCount == 1)
    }

    @Test func `a text longer than the model reads is cut, and says so`() throws {
        let model = try ExplainedTinyModel.model()
        let game = try TextGame(Array(repeating: "film", count: 600).joined(separator: " "), model: model)
        #expect(game.playerCount == 30 && game.text.cutTokens == 570)
        let note = try #require(game.text.note)
        #expect(note.contains("602 tokens") && note.contains("reads 32"))
        #expect(try game.values(of: [.everyone(playerCount: 30)])[0].isFinite)
        #expect(try TextGame("film", model: model).text.note == nil)
    }

    @Test func `characters that the vocabulary cannot write are players too`() throws {
        let game = try TextGame("good 🦊 fílm!!", model: ExplainedTinyModel.model())
        #expect(game.text.players.map(\.name) == ["good", "🦊", "fílm", "!!"])
        let value = try game.values(of: [Coalition(playerCount: 4, [1])])[0]
        #expect(value.isFinite)
    }

    @Test func `a tokenizer without a mask token can still remove words`() throws {
        let classifier = try ExplainedTinyModel.classifier { $0[4] = "other" }
        let model = ExplainedModel(classifier)
        #expect(throws: ExplanationsError.noMaskToken(folder: classifier.checkpoint.folder)) {
            try TextGame("good film", model: model)
        }
        #expect(try TextGame("good film", model: model, absence: .removal).playerCount == 2)
    }

    @Test func `a label that there is not is refused`() throws {
        #expect(throws: ExplanationsError.label(number: 2, count: 2)) {
            try TextGame("good", model: ExplainedTinyModel.model(), label: 2)
        }
    }

    @Test func `weights that are not finite are named with the words that are absent`() throws {
        var classifier = try ExplainedTinyModel.classifier()
        var checkpoint = classifier.checkpoint
        for index in checkpoint.model.parameters.layout.entries.indices
        where checkpoint.model.parameters.layout.entries[index].names[0] == "classifier.bias" {
            checkpoint.model.parameters[ParameterID(index: index)].fill(.nan)
        }
        classifier = try TextClassifier(checkpoint)
        let game = try TextGame("good film", model: ExplainedModel(classifier), label: 0)
        #expect(throws: ExplanationsError.textNotFinite(text: "good film", absent: ["film"])) {
            try game.values(of: [Coalition(playerCount: 2, [0])])
        }
    }
}
