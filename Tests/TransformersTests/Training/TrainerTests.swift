import MatrixKernels
import NumericalKernels
import Synchronization
import Testing

@testable import Transformers

struct TrainerTests {
    /// 60 texts of 3 to 11 tokens; the class says whether token 5 is among them.
    static let texts: [[Int32]] = (0..<60).map { number in
        var generator = SeededGenerator(seed: 1, stream: UInt64(number))
        return [2]
            + (0..<2 + number % 9).map { _ in
                let token = Int32.random(in: 6..<20, using: &generator)
                return number % 2 == 1 && token < 9 ? 5 : token
            } + (number % 2 == 1 ? [5] : [])
    }

    static let targets = texts.map { Int32($0.contains(5) ? 1 : 0) }

    static func model(_ head: TextModel.Head) throws -> TextModel {
        try TextModel(
            EncoderConfiguration(
                architecture: .bert, vocabularySize: 20, width: 16, blockCount: 2, headCount: 2, innerWidth: 24,
                positionCount: 16, typeCount: 2), head: head, seed: 2)
    }

    static func trainer(
        _ objectives: [any Objective], head: TextModel.Head = .classification(labels: 2),
        change: (inout Trainer.Settings) -> Void = { _ in },
        trained: (ParameterLayout.Entry) -> Bool = { _ in true }
    ) throws -> Trainer {
        var settings = Trainer.Settings(epochs: 2, seed: 7)
        change(&settings)
        return Trainer(
            try model(head), sampler: BatchSampler(lengths: texts.map(\.count), batchSize: 8, seed: 7),
            objectives: objectives, settings: settings, tokens: { PackedTokens($0.map { texts[$0] }) },
            trained: trained
        ) { Optimizer(.adamW(), for: $0, learningRate: 3e-3, weightDecay: 0.01, maximumNorm: 1) }
    }

    static func reports(_ trainer: inout Trainer, steps: Int = .max) throws -> [Trainer.Report] {
        var reports: [Trainer.Report] = []
        while reports.count < steps, let report = try trainer.next() { reports.append(report) }
        return reports
    }

    @Test func `training learns what there is to learn`() throws {
        var trainer = try TrainerTests.trainer([ClassificationObjective(targets: TrainerTests.targets)]) {
            $0.epochs = 25
        }
        let before = try trainer.model.logits(PackedTokens(TrainerTests.texts))
        let reports = try TrainerTests.reports(&trainer)
        #expect(reports.count == 25 * 8)
        let after = try trainer.model.logits(PackedTokens(TrainerTests.texts))
        func accuracy(_ logits: Matrix) -> Double {
            let right = TrainerTests.targets.indices.count {
                (logits[$0, 1] > logits[$0, 0]) == (TrainerTests.targets[$0] == 1)
            }
            return Double(right) / Double(TrainerTests.targets.count)
        }
        #expect(accuracy(before) < 0.8)
        #expect(accuracy(after) > 0.95)
        #expect(try trainer.next() == nil)
    }

    @Test(arguments: [1, 5, 9], [1, 3])
    func `a run that was stopped ends with the same bits`(stop: Int, accumulation: Int) throws {
        func fresh() throws -> Trainer {
            try TrainerTests.trainer([ClassificationObjective(targets: TrainerTests.targets), L1Penalty(weight: 1e-4)])
            {
                $0.accumulation = accumulation
                $0.warmUpShare = 0.2
            }
        }
        var whole = try fresh()
        let all = try TrainerTests.reports(&whole)
        try #require(all.count > min(stop, 5))
        var first = try fresh()
        let steps = min(stop, all.count - 1)
        let early = try TrainerTests.reports(&first, steps: steps)
        let snapshot = first.snapshot
        var second = try fresh()
        try second.resume(snapshot)
        let late = try TrainerTests.reports(&second)
        #expect(early + late == all)
        #expect(second.model.parameters.matrices == whole.model.parameters.matrices)
        #expect(first.model.parameters.matrices != whole.model.parameters.matrices)
        var damaged = snapshot.tensors
        damaged["first/classifier.weight"] = nil
        let tensors = damaged
        #expect(throws: ModelError.weights(missing: ["first/classifier.weight"], misshapen: [])) {
            try second.resume(Trainer.Snapshot(step: 1, tensors: tensors))
        }
    }

    @Test func `nothing depends on recomputing or on the number of threads`() throws {
        var results: [[Matrix]] = []
        let before = ParallelLoop.workers.load(ordering: .relaxed)
        defer { ParallelLoop.workers.store(before, ordering: .relaxed) }
        for (workers, recomputing) in [(1, false), (3, false), (2, true)] {
            ParallelLoop.workers.store(workers, ordering: .relaxed)
            var trainer = try TrainerTests.trainer([ClassificationObjective(targets: TrainerTests.targets)]) {
                $0.recomputing = recomputing
            }
            _ = try TrainerTests.reports(&trainer, steps: 4)
            results.append(trainer.model.parameters.matrices)
        }
        #expect(results[0] == results[1])
        #expect(results[0] == results[2])
    }

    @Test func `several batches summed are one larger batch`() throws {
        // Without dropout, and with a batch size that divides the data.
        func result(batchSize: Int, accumulation: Int) throws -> [Trainer.Report] {
            var settings = Trainer.Settings(epochs: 1, seed: 3)
            settings.accumulation = accumulation
            settings.usesDropout = false
            var trainer = Trainer(
                try TrainerTests.model(.classification(labels: 2)),
                sampler: BatchSampler(lengths: Array(repeating: 1, count: 60), batchSize: batchSize, seed: 3),
                objectives: [ClassificationObjective(targets: TrainerTests.targets)], settings: settings,
                tokens: { PackedTokens($0.map { TrainerTests.texts[$0] }) }
            ) { Optimizer(.adamW(), for: $0, learningRate: 1e-3, maximumNorm: 100) }
            return try TrainerTests.reports(&trainer)
        }
        // All examples in one step: then the order does not matter.
        let one = try result(batchSize: 60, accumulation: 1)
        let parts = try result(batchSize: 16, accumulation: 4)
        #expect(one.count == 1 && parts.count == 1)
        #expect(abs((one[0].losses[0] ?? 0) - (parts[0].losses[0] ?? 1)) < 1e-6)
        #expect(abs((one[0].gradientNorm ?? 0) - (parts[0].gradientNorm ?? 1)) < 1e-5)
    }

    @Test func `frozen parameters stay`() throws {
        var trainer = try TrainerTests.trainer(
            [ClassificationObjective(targets: TrainerTests.targets)], trained: { $0.depth > 1 })
        let before = trainer.model.parameters
        _ = try TrainerTests.reports(&trainer, steps: 3)
        for (index, entry) in before.layout.entries.enumerated() {
            #expect((trainer.model.parameters.matrices[index] == before.matrices[index]) == (entry.depth <= 1))
        }
    }

    @Test func `masked-language training asks for hidden tokens alone and learns`() throws {
        let objective = MaskedLanguageObjective(
            maskToken: 4, specialTokens: [2], vocabularySize: 20, share: 0.2)
        var trainer = try TrainerTests.trainer([objective], head: .maskedLanguage) { $0.epochs = 12 }
        let losses: [Double] = try TrainerTests.reports(&trainer).compactMap { $0.losses[0] }
        #expect(losses.count == 96)
        let (early, late) = (losses.prefix(16).reduce(0, +), losses.suffix(16).reduce(0, +))
        #expect(late < 0.93 * early)
        var batch = TrainingBatch(
            examples: Array(0..<60), tokens: PackedTokens(TrainerTests.texts), reading: .classifier, number: 3, seed: 1)
        let original = batch.tokens.ids
        var again = batch
        var (one, two) = (objective, objective)
        one.prepare(&batch)
        two.prepare(&again)
        #expect(batch.tokens.ids == again.tokens.ids)
        guard case .tokens(let chosen) = batch.reading else {
            Issue.record("no tokens asked for")
            return
        }
        let candidates = original.count { $0 != 2 }
        // Five standard deviations.
        #expect(abs(Double(chosen.count) - 0.2 * Double(candidates)) < 5 * (0.16 * Double(candidates)).squareRoot())
        for position in original.indices where batch.tokens.ids[position] != original[position] {
            #expect(chosen.contains(position) && original[position] != 2)
        }
        #expect(chosen.contains { batch.tokens.ids[$0] == 4 })
    }

    @Test func `every example is read once an epoch, in an order of the seed and the epoch`() {
        let lengths = (0..<1_003).map { 1 + $0 * 7 % 50 }
        let sampler = BatchSampler(lengths: lengths, batchSize: 10, seed: 4)
        let batches = sampler.batches(epoch: 0)
        #expect(batches.count == sampler.batchCount)
        #expect(batches.flatMap(\.self).sorted() == Array(0..<1_003))
        #expect(batches == sampler.batches(epoch: 0))
        #expect(batches != sampler.batches(epoch: 1))
        #expect(batches != BatchSampler(lengths: lengths, batchSize: 10, seed: 5).batches(epoch: 0))
        // Like lengths lie together: a batch spans a tenth of what chance would give.
        let spans = batches.map { batch in
            (batch.map { lengths[$0] }.max() ?? 0) - (batch.map { lengths[$0] }.min() ?? 0)
        }
        #expect(spans.reduce(0, +) < 5 * batches.count)
    }

    @Test func `among examples of one length a batch takes no neighbours`() {
        let batches = BatchSampler(lengths: Array(repeating: 1, count: 5_000), batchSize: 100, seed: 4).batches(
            epoch: 0)
        // A batch of 100 random numbers below 5,000 spans nearly all of them.
        for batch in batches { #expect((batch.max() ?? 0) - (batch.min() ?? 0) > 4_000) }
    }

    @Test func `weighted sampling draws in proportion`() {
        let sampler = BatchSampler(
            lengths: Array(repeating: 1, count: 3_000),
            weights: (0..<3_000).map { $0 < 1_000 ? 4 : $0 < 2_000 ? 1 : 0 },
            batchSize: 32, seed: 6)
        let drawn = sampler.batches(epoch: 2).flatMap(\.self)
        #expect(drawn.count == 3_000)
        #expect(drawn.allSatisfy { $0 < 2_000 })
        #expect(abs(Double(drawn.count { $0 < 1_000 }) - 2_400) < 5 * (3_000 * 0.16).squareRoot())
    }

    @Test func `the slope of the L1 penalty is the sign`() throws {
        var trainer = try TrainerTests.trainer([L1Penalty(weight: 1)]) { $0.usesDropout = false }
        let before = trainer.model.parameters
        let report = try #require(try trainer.next())
        let sum = zip(before.layout.entries, before.matrices).filter { !$0.0.isVector }.reduce(0.0) {
            $0 + $1.1.values.reduce(0) { $0 + Double(abs($1)) }
        }
        #expect(abs((report.losses[0] ?? 0) / sum - 1) < 1e-9)
        let count = zip(before.layout.entries, before.matrices).filter { !$0.0.isVector }.reduce(0) { $0 + $1.1.count }
        // Every slope is 1 or -1, so the norm is the root of their number.
        #expect(abs((report.gradientNorm ?? 0) / Double(count).squareRoot() - 1) < 1e-6)
    }

    @Test func `a loss that is no number stops the run before it reaches the parameters`() throws {
        var trainer = try TrainerTests.trainer([TargetsObjective(.regression, targets: Matrix(rows: 60, columns: 2))])
        _ = try trainer.next()
        let before = trainer.model.parameters.matrices
        var broken = try TrainerTests.trainer([
            TargetsObjective(
                .regression, targets: Matrix(rows: 60, columns: 2, [Float](repeating: .infinity, count: 120)))
        ])
        try broken.resume(trainer.snapshot)
        #expect(throws: ModelError.diverged(step: 2)) { try broken.next() }
        #expect(broken.model.parameters.matrices == before)
    }

    @Test func `an objective's own parameters are trained and resumed with the model's`() throws {
        func fresh() throws -> Trainer { try TrainerTests.trainer([ScaledLogits(targets: TrainerTests.targets)]) }
        var whole = try fresh()
        _ = try TrainerTests.reports(&whole)
        var first = try fresh()
        _ = try TrainerTests.reports(&first, steps: 5)
        var second = try fresh()
        try second.resume(first.snapshot)
        _ = try TrainerTests.reports(&second)
        let (one, two) = (whole.objectives[0].parameters, second.objectives[0].parameters)
        #expect(one?.matrices == two?.matrices)
        #expect(one?.matrices[0].values != [1])
    }
}

/// Classifies with the logits times a number that is learned too.
private struct ScaledLogits: Objective {
    let name = "scaled"
    let targets: [Int32]
    var parameters: Parameters?

    init(targets: [Int32]) {
        self.targets = targets
        var layout = ParameterLayout()
        let id = layout.add(["scale"], .gain, count: 1)
        var start = Parameters(zeros: layout)
        start[id].fill(1)
        parameters = start
    }

    mutating func add(to step: inout ObjectiveStep) -> Double? {
        guard let logits = step.pass.logits, let own = parameters else { return nil }
        let factor = own.matrices[0][0, 0]
        var scaled = logits
        scaled.scale(by: factor)
        let loss = CrossEntropy()(scaled, step.batch.examples.map { targets[$0] })
        let slope = zip(loss.gradients.values, logits.values).reduce(Float(0)) { $0 + $1.0 * $1.1 }
        step.own?.matrices[0][0, 0] += slope * Float(step.scale)
        var back = loss.gradients
        back.scale(by: factor)
        step.addLogitGradients(back)
        return loss.value
    }
}
