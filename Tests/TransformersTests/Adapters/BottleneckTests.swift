import Foundation
import MatrixKernels
import TestSupport
import Testing
import TransformerFixtures

@testable import Transformers

struct BottleneckTests {
    static func model(_ name: String, _ head: TextModel.Head = .classification(labels: 3)) throws -> TextModel {
        var architecture = try #require(Architecture.named(name))
        architecture.classifierActivation = .tanh
        return try GradientTests.model(architecture, head)
            .adding(BottleneckAdapters(width: 5, activation: .geluTanh), seed: 2).movingAdapter()
    }

    @Test(arguments: ["bert", "distilbert", "roberta"], [TextModel.Reading.classifier, .states, .tokens([0, 3, 15])])
    func `gradients equal central differences`(name: String, reading: TextModel.Reading) throws {
        var head = TextModel.Head.classification(labels: 3)
        if case .tokens = reading { head = .maskedLanguage }
        try GradientTests.check(try BottleneckTests.model(name, head), reading) { _ in true }
    }

    @Test func `recomputing and keeping only what learns change no bit of the gradients`() throws {
        let model = try BottleneckTests.model("bert")
        var found: [[Matrix]] = []
        for (recomputing, lowest) in [(false, 0), (true, 0), (false, 2), (true, 2)] {
            let pass = try model.forward(
                GradientTests.tokens, reading: .classifier, dropout: DropoutSource(seed: 1, step: 9),
                recomputing: recomputing, learningFrom: lowest)
            var gradients = Parameters(zeros: model.parameters.layout) { $0.isAdapter && $0.depth >= 2 }
            model.backward(pass, logits: pass.logits, into: &gradients)
            #expect(gradients.norm > 0)
            found.append(gradients.matrices)
        }
        #expect(found.allSatisfy { $0 == found[0] })
    }

    @Test func `a fresh adapter is near the identity and drawn from the seed`() throws {
        let base = try GradientTests.model(.bert, .classification(labels: 3))
        let model = try base.adding(BottleneckAdapters(width: 50), seed: 2)
        let change = distance(try model.logits(GradientTests.tokens), try base.logits(GradientTests.tokens))
        #expect(change > 0 && change < 0.1)
        let entries = model.parameters.layout.entries
        // Two adapters a block, each with two weights and two biases.
        #expect(entries.count { $0.isAdapter } == 16)
        for (index, entry) in entries.enumerated() where entry.isAdapter {
            let values = model.parameters.matrices[index].values
            if entry.isVector {
                #expect(values.allSatisfy { $0 == 0 })
            } else {
                #expect(values.allSatisfy { abs($0) <= 0.02 })
                // A normal distribution cut off at two deviations has 0.88 of its deviation left.
                let square = values.reduce(0) { $0 + Double($1 * $1) } / Double(values.count)
                #expect(abs(square.squareRoot() / 0.0088 - 1) < 0.12)
            }
        }
        #expect(
            try base.adding(BottleneckAdapters(width: 50), seed: 2).parameters.matrices == model.parameters.matrices)
        #expect(
            try base.adding(BottleneckAdapters(width: 50), seed: 3).parameters.matrices != model.parameters.matrices)
        #expect(entries.last?.names == ["bert.encoder.layer.1.output.dense.adapter.up.bias"])
        #expect(throws: ModelError.adapter("a width of 0 is not at least 1")) {
            try base.adding(BottleneckAdapters(width: 0), seed: 1)
        }
    }

    @Test func `what is saved is read again, norms and classifier with it`() throws {
        try Places.withTemporaryFolder { folder in
            let model = try BottleneckTests.model("roberta")
            try model.saveAdapter(to: folder.path)
            let names = try Checkpoint(file: "\(folder.path)/bottleneck_model.safetensors").names
            // Of each block two adapters of four tensors and two norms of two; of the head two layers of two.
            #expect(names.count == 28)
            #expect(names.allSatisfy { !$0.contains("embeddings") && !$0.contains("query") })
            var architecture = Architecture.roberta
            architecture.classifierActivation = .tanh
            let base = try GradientTests.model(architecture, .classification(labels: 3))
            let again = try base.addingAdapter(from: folder.path)
            #expect(again.adapter == model.adapter)
            #expect(try again.logits(GradientTests.tokens) == model.logits(GradientTests.tokens))
            #expect(try again.logits(GradientTests.tokens) != base.logits(GradientTests.tokens))
        }
    }

    @Test func `no plain checkpoint can be made of it, and the remedy is named`() throws {
        let model = try BottleneckTests.model("bert")
        let error = #expect(throws: ModelError.self) { try model.merged() }
        let words = error.map { "\($0)" } ?? ""
        #expect(words.contains("which no weights of bert compute"))
        #expect(words.contains("saveAdapter") && words.contains("low-rank"))
    }
}
