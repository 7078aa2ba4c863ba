import MatrixKernels
import Testing
import TransformerFixtures

@testable import Transformers

struct TrainedParametersTests {
    /// The names of what learns.
    static func names(_ trained: TrainedParameters, of model: TextModel) throws -> Set<String> {
        let predicate = try trained.predicate(for: model)
        return Set(model.parameters.layout.entries.filter(predicate).flatMap(\.names))
    }

    @Test(arguments: ["bert", "distilbert", "roberta"])
    func `each choice takes the parameters it says`(name: String) throws {
        let architecture = try #require(Architecture.named(name))
        let model = try GradientTests.model(architecture, .classification(labels: 2))
        let all = Set(model.parameters.named.keys)
        let head = try TrainedParametersTests.names(.head, of: model)
        #expect(try TrainedParametersTests.names(.all, of: model) == all)
        #expect(head.count == 4 && head.allSatisfy { $0.contains("classifier") || $0.contains("pooler") })
        func inBlock(_ name: String, _ number: Int) -> Bool { name.contains("layer.\(number).") }
        #expect(
            try TrainedParametersTests.names(.aboveBlocks(frozen: 1), of: model)
                == all.filter { inBlock($0, 1) }.union(head))
        #expect(
            try TrainedParametersTests.names(.aboveBlocks(frozen: 0), of: model)
                == all.filter { !$0.contains("embeddings") })
        #expect(try TrainedParametersTests.names(.aboveBlocks(frozen: 2), of: model) == head)
        #expect(
            try TrainedParametersTests.names(.biases, of: model) == all.filter { $0.hasSuffix(".bias") }.union(head))
        #expect(
            try TrainedParametersTests.names(.norms, of: model)
                == all.filter { $0.lowercased().contains("norm") }.union(head))
    }

    @Test func `an adapter learns with what is saved with it, and nothing else`() throws {
        let base = try GradientTests.model(.bert, .classification(labels: 2))
        let head = try TrainedParametersTests.names(.head, of: base)
        let lora = try base.adding(LoRA(targets: ["key"]), seed: 1)
        let learned = try TrainedParametersTests.names(.adapter, of: lora)
        #expect(learned.subtracting(head).count == 4 && learned.isSuperset(of: head))
        #expect(learned.subtracting(head).allSatisfy { $0.contains("key.lora_") })
        #expect(try TrainedParametersTests.names(.head, of: lora) == head)
        let classifier = try base.adding(LoRA(savedModules: ["classifier"]), seed: 1)
        let whole = try TrainedParametersTests.names(.adapter, of: classifier).filter { !$0.contains("lora") }
        #expect(whole.sorted() == ["classifier.bias", "classifier.weight"])
        for trainsNorms in [false, true] {
            let model = try base.adding(BottleneckAdapters(trainsNorms: trainsNorms), seed: 1)
            let rest = try TrainedParametersTests.names(.adapter, of: model).filter { !$0.contains(".adapter.") }
            #expect(rest.subtracting(head).count == (trainsNorms ? 8 : 0))
        }
    }

    @Test func `what cannot be is refused`() throws {
        let model = try GradientTests.model(.bert, .none)
        for trained in [TrainedParameters.head, .adapter, .aboveBlocks(frozen: 3), .aboveBlocks(frozen: 2)] {
            #expect(throws: ModelError.self) { try trained.predicate(for: model) }
        }
    }

    @Test(arguments: [TrainedParameters.all, .aboveBlocks(frozen: 1), .head, .biases, .norms, .adapter])
    func `training moves what learns, has moments for nothing else, and resumes to the same bits`(
        trained: TrainedParameters
    ) throws {
        func fresh(_ stop: Int) throws -> Trainer {
            let model = try TrainerTests.model(.classification(labels: 2))
                .adding(LoRA(rank: 2, alpha: 8, dropout: 0.2), seed: 5)
            var settings = Trainer.Settings(epochs: 1, seed: 7)
            settings.recomputing = stop == 3
            var trainer = Trainer(
                model, sampler: BatchSampler(lengths: TrainerTests.texts.map(\.count), batchSize: 8, seed: 7),
                objectives: [ClassificationObjective(targets: TrainerTests.targets)], settings: settings,
                tokens: { PackedTokens($0.map { TrainerTests.texts[$0] }) }, trained: try trained.predicate(for: model)
            ) { Optimizer(.adamW(), for: $0, learningRate: 3e-3, weightDecay: 0.01, maximumNorm: 1) }
            _ = try TrainerTests.reports(&trainer, steps: stop)
            return trainer
        }
        let before = try fresh(0)
        var part = try fresh(3)
        let names = try TrainedParametersTests.names(trained, of: before.model)
        let (old, new) = (before.model.parameters.named, part.model.parameters.named)
        for (name, matrix) in new where matrix != old[name] { #expect(names.contains(name)) }
        for name in names where !name.contains("embeddings") { #expect(new[name] != old[name], "\(name)") }
        #expect(Set(part.optimizer.first.named.keys) == names)
        #expect(Set(part.optimizer.second.named.keys) == names)
        let snapshot = part.snapshot
        #expect(Set(snapshot.tensors.keys.filter { $0.hasPrefix("first/") }) == Set(names.map { "first/\($0)" }))
        var resumed = try fresh(0)
        try resumed.resume(snapshot)
        _ = try TrainerTests.reports(&part)
        _ = try TrainerTests.reports(&resumed)
        #expect(resumed.model.parameters.matrices == part.model.parameters.matrices)
        #expect(part.model.parameters.named != new)
    }

    @Test func `low-rank training learns, and its merged weights compute what was learned`() throws {
        let model = try TrainerTests.model(.classification(labels: 2)).adding(LoRA(rank: 4, alpha: 16), seed: 5)
        var trainer = Trainer(
            model, sampler: BatchSampler(lengths: TrainerTests.texts.map(\.count), batchSize: 8, seed: 7),
            objectives: [ClassificationObjective(targets: TrainerTests.targets)],
            settings: Trainer.Settings(epochs: 30, seed: 7),
            tokens: { PackedTokens($0.map { TrainerTests.texts[$0] }) },
            trained: try TrainedParameters.adapter.predicate(for: model)
        ) { Optimizer(.adamW(), for: $0, learningRate: 2e-2, maximumNorm: 1) }
        let reports = try TrainerTests.reports(&trainer)
        let losses = reports.compactMap { $0.losses[0] }
        let (first, last): (Double, Double) = (losses.prefix(8).reduce(0, +), losses.suffix(8).reduce(0, +))
        #expect(last < 0.5 * first)
        let tokens = PackedTokens(TrainerTests.texts)
        let learned = try trainer.model.logits(tokens)
        #expect(distance(try trainer.model.merged().logits(tokens), learned) < 1e-5)
        #expect(distance(try model.logits(tokens), learned) > 1)
        for (name, matrix) in try TrainerTests.model(.classification(labels: 2)).parameters.named
        where name.contains("encoder") || name.contains("embeddings") {
            #expect(trainer.model.parameters.named[name] == matrix)
        }
    }
}
