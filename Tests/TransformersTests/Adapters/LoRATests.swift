import Foundation
import MatrixKernels
import TestSupport
import Testing
import TransformerFixtures

@testable import Transformers

/// Against peft on PyTorch: see Tests/Fixtures/transformers/make_adapters.py.
struct LoRATests {
    @Test(arguments: AdapterFixture.all)
    func `an adapter of peft gives the logits and the loss of PyTorch`(fixture: AdapterFixture) throws {
        let logits = try fixture.expected.matrix("logits")
        let model = try fixture.model
        #expect(distance(try fixture.base.model.logits(fixture.base.tokens), logits) > 0.1)
        #expect(distance(try model.logits(fixture.base.tokens), logits) < 1e-5)
        let pass = try model.forward(fixture.base.tokens, reading: .states)
        #expect(distance(try #require(pass.logits), logits) < 1e-5)
        let loss = try #require(fixture.base.loss(logits).value)
        #expect(abs(loss - Double(try fixture.expected.matrix("loss")[0, 0])) < 1e-6)
    }

    @Test(arguments: AdapterFixture.all, [TextModel.Reading.classifier, .states])
    func `every gradient of an adapter is that of PyTorch`(fixture: AdapterFixture, reading: TextModel.Reading) throws {
        let model = try fixture.model
        let trained = try TrainedParameters.adapter.predicate(for: model)
        var gradients = Parameters(zeros: model.parameters.layout, where: trained)
        let pass = try model.forward(
            fixture.base.tokens, reading: reading, learningFrom: gradients.lowestDepth)
        let loss = fixture.base.loss(try #require(pass.logits))
        model.backward(pass, logits: loss.gradients, into: &gradients)
        let expected = try fixture.expected
        #expect(Set(gradients.named.keys.map { "base_model.model.\($0)" } + ["logits", "loss"]) == Set(expected.names))
        for (name, found) in gradients.named.sorted(by: { $0.key < $1.key }) {
            let wanted = try expected.matrix("base_model.model.\(name)")
            #expect(relativeDistance(found, wanted) < 1e-4, "\(name)")
        }
    }

    @Test(arguments: AdapterFixture.all)
    func `an adapter that is read and saved has the bytes of peft`(fixture: AdapterFixture) throws {
        try Places.withTemporaryFolder { folder in
            try fixture.model.saveAdapter(to: folder.path, baseModel: "tiny")
            let name = "adapter_model.safetensors"
            let written = try Data(contentsOf: folder.appending(path: name))
            #expect(written == (try Data(contentsOf: fixture.folder.appending(path: name))))
            func json(_ folder: URL) throws -> [String: Any] {
                let data = try Data(contentsOf: folder.appending(path: "adapter_config.json"))
                return try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
            }
            let (ours, theirs) = (try json(folder), try json(fixture.folder))
            for key in ["peft_type", "task_type", "r", "lora_alpha", "lora_dropout", "bias", "target_modules"] {
                let pair = (ours[key] as? NSObject, theirs[key] as? NSObject)
                #expect(pair.0 == pair.1 && pair.0 != nil, "\(key)")
            }
            #expect(ours["base_model_name_or_path"] as? String == "tiny")
            #expect(Set(theirs.keys).isSuperset(of: ours.keys))
            let again = try fixture.base.model.addingAdapter(from: folder.path)
            #expect(try again.parameters.matrices == fixture.model.parameters.matrices)
        }
    }

    @Test(arguments: AdapterFixture.all)
    func `merged weights are those of the plain architecture and compute the same`(fixture: AdapterFixture) throws {
        let model = try fixture.model
        let merged = try model.merged()
        #expect(merged.adapter == nil)
        #expect(Set(merged.parameters.named.keys) == Set(fixture.base.weights.keys))
        let plain = try TextModel(fixture.base.configuration, head: fixture.base.head, weights: merged.parameters.named)
        #expect(distance(try plain.logits(fixture.base.tokens), try fixture.expected.matrix("logits")) < 1e-5)
        #expect(distance(try merged.logits(fixture.base.tokens), try model.logits(fixture.base.tokens)) < 1e-5)
        #expect(try plain.merged().parameters.matrices == plain.parameters.matrices)
    }

    @Test(arguments: ["bert", "distilbert", "roberta"])
    func `a fresh adapter changes nothing and begins as Kaiming has it`(name: String) throws {
        let architecture = try #require(Architecture.named(name))
        let base = try GradientTests.model(architecture, .classification(labels: 2))
        let model = try base.adding(LoRA(rank: 4), seed: 3)
        #expect(try model.logits(GradientTests.tokens) == base.logits(GradientTests.tokens))
        let fresh = model.parameters.layout.entries.indices.filter { model.parameters.layout.entries[$0].isAdapter }
        #expect(fresh.count == 4)
        for index in fresh {
            let (entry, values) = (model.parameters.layout.entries[index], model.parameters.matrices[index].values)
            if entry.names[0].hasSuffix("lora_A.weight") {
                #expect(entry.names.count == 2 && entry.rows == 4 && entry.columns == 12)
                let bound = Float(1 / 12.0.squareRoot())
                #expect(values.allSatisfy { abs($0) <= bound } && values.contains { abs($0) > 0.8 * bound })
                // The mean square of the uniform distribution is a third of the bound's.
                let square = values.reduce(0) { $0 + $1 * $1 } / Float(values.count)
                #expect(abs(square / (bound * bound / 3) - 1) < 0.3)
            } else {
                #expect(values.allSatisfy { $0 == 0 })
            }
        }
        #expect(try base.adding(LoRA(rank: 4), seed: 3).parameters.matrices == model.parameters.matrices)
        #expect(try base.adding(LoRA(rank: 4), seed: 4).parameters.matrices != model.parameters.matrices)
        #expect(model.parameters.matrices[fresh[0]] != model.parameters.matrices[fresh[2]])
    }

    @Test(arguments: ["bert", "distilbert", "roberta"], [TextModel.Reading.classifier, .states, .tokens([0, 3, 15])])
    func `gradients of every adapted layer equal central differences`(name: String, reading: TextModel.Reading) throws {
        var architecture = try #require(Architecture.named(name))
        architecture.classifierActivation = .tanh
        var (head, targets) = (TextModel.Head.classification(labels: 3), ["key", "value", "dense", "classifier"])
        if case .tokens = reading { (head, targets) = (.maskedLanguage, ["query", "key", "dense"]) }
        if name == "distilbert" { targets = ["q_lin", "v_lin", "out_lin", "lin1", "lin2"] }
        if name == "roberta" { targets.removeAll { $0 == "classifier" } }
        // Dropout is on in the adapter too, so that inputs and gradients must meet the same masks.
        let lora = LoRA(rank: 3, alpha: 2, dropout: 0.3, targets: targets, savedModules: [])
        let model = try GradientTests.model(architecture, head).adding(lora, seed: 1).movingAdapter()
        try GradientTests.check(model, reading) { $0.isAdapter || $0.role == .embedding }
    }

    @Test func `what does not fit is refused by name`() throws {
        let model = try GradientTests.model(.bert, .classification(labels: 2))
        func words(_ lora: LoRA, of model: TextModel) -> String {
            let error = #expect(throws: ModelError.self) { try model.adding(lora, seed: 1) }
            return error.map { "\($0)" } ?? ""
        }
        #expect(
            words(LoRA(targets: ["query", "q_proj", "ense"]), of: model)
                == "the adapter: no linear layer is named 'q_proj', 'ense'; there are query, key, value, output.dense, "
                + "intermediate.dense, pooler.dense, classifier")
        let wrong = words(LoRA(rank: 0, alpha: .nan, dropout: 1, targets: []), of: model)
        for part in ["a rank of 0", "alpha is nan", "a dropout rate of 1.0", "no layers"] {
            #expect(wrong.contains(part))
        }
        #expect(words(LoRA(savedModules: ["head"]), of: model).contains("no module's name ends with 'head'"))
        #expect(
            words(LoRA(savedModules: ["0.attention.self.query"]), of: model).contains("'0.attention.self.query' alone"))
        let language = try GradientTests.model(.bert, .maskedLanguage)
        #expect(words(LoRA(savedModules: ["cls"]), of: language).contains("tied to its embeddings"))
        let adapted = try model.adding(LoRA(), seed: 1)
        #expect(words(LoRA(), of: adapted).contains("has one already"))
        #expect(throws: ModelError.adapter("the model has none to save")) { try model.saveAdapter(to: "/") }
    }

    @Test func `an encoder without a head is saved under the names that transformers gives it`() throws {
        let base = try GradientTests.model(.bert, .none)
        let model = try base.adding(LoRA(rank: 2, targets: ["value"]), seed: 1).movingAdapter()
        try Places.withTemporaryFolder { folder in
            try model.saveAdapter(to: folder.path)
            let names = try Checkpoint(file: "\(folder.path)/adapter_model.safetensors").names
            #expect(names.first == "base_model.model.encoder.layer.0.attention.self.value.lora_A.weight")
            #expect(names.count == 4)
            #expect(try base.addingAdapter(from: folder.path).parameters.matrices == model.parameters.matrices)
        }
    }
}

/// What `check_adapters.py` reads with peft and transformers. Runs where the environment names a folder to write to.
struct AdapterExportTests {
    static let folder = ProcessInfo.processInfo.environment["ASSIZE_ADAPTERS"].map { URL(filePath: $0) }

    @Test(.enabled(if: AdapterExportTests.folder != nil), arguments: AdapterFixture.all)
    func `adapters of our own are written for peft to read`(fixture: AdapterFixture) throws {
        let folder = try #require(AdapterExportTests.folder).appending(path: fixture.name)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let names = fixture.base.architecture == "distilbert" ? ["q_lin", "k_lin", "lin1"] : ["key", "output.dense"]
        let model = try fixture.base.model.adding(
            LoRA(rank: 3, alpha: 7, targets: fixture.name.contains("-") ? names : nil), seed: 9
        ).movingAdapter(by: 0.15)
        try model.saveAdapter(to: folder.path)
        var writer = CheckpointWriter()
        let logits = try model.logits(fixture.base.tokens)
        writer.add("logits", shape: [logits.rows, logits.columns], logits.values)
        let merged = try model.merged().parameters
        let vectors = Set(merged.layout.entries.filter(\.isVector).flatMap(\.names))
        for (name, matrix) in merged.named {
            let shape = vectors.contains(name) ? [matrix.columns] : [matrix.rows, matrix.columns]
            writer.add("merged.\(name)", shape: shape, matrix.values)
        }
        try writer.write(to: "\(folder.path)/expected.safetensors")
    }
}
