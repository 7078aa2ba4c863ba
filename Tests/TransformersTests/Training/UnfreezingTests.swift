import MatrixKernels
import Testing

@testable import Transformers

struct UnfreezingTests {
    /// Two blocks and a head: depths 0 to 3.
    static func trainer(
        _ unfreezing: GradualUnfreezing?, rule: OptimizerRule = .adamW(), accumulation: Int = 1,
        trained: TrainedParameters = .all
    ) throws -> Trainer {
        let model = try TrainerTests.model(.classification(labels: 2))
        let predicate = try trained.predicate(for: model)
        return try TrainerTests.trainer(
            [ClassificationObjective(targets: TrainerTests.targets)],
            change: {
                $0.unfreezing = unfreezing
                $0.accumulation = accumulation
            }, trained: predicate)
    }

    /// The depths at which something differs.
    static func changed(_ first: Parameters, _ second: Parameters) -> Set<Int> {
        Set(
            first.matrices.indices.filter { first.matrices[$0] != second.matrices[$0] }.map {
                first.layout.entries[$0].depth
            })
    }

    @Test func `one more block learns after each interval, from the top`() throws {
        var trainer = try UnfreezingTests.trainer(GradualUnfreezing(every: .steps(2)))
        for step in 0..<9 {
            let before = trainer.model.parameters
            _ = try #require(try trainer.next())
            let open = Set((0...3).filter { (3 - $0) * 2 <= step })
            #expect(UnfreezingTests.changed(before, trainer.model.parameters) == open, "step \(step)")
            for parameters in [trainer.optimizer.first, trainer.optimizer.second] {
                for (entry, matrix) in zip(parameters.layout.entries, parameters.matrices) {
                    #expect((matrix.count > 0) == open.contains(entry.depth))
                }
            }
        }
    }

    @Test func `epochs are counted in steps, whatever a step sums`() {
        let epochs = GradualUnfreezing(every: .epochs(2))
        #expect((0...2).map { epochs.firstStep(below: $0, batches: 8, accumulation: 1) } == [0, 16, 32])
        // The step that begins in the epoch before does not count.
        #expect((0...2).map { epochs.firstStep(below: $0, batches: 8, accumulation: 3) } == [0, 6, 11])
        #expect(GradualUnfreezing(every: .steps(5)).firstStep(below: 3, batches: 8, accumulation: 3) == 15)
    }

    @Test func `what begins later begins as a fresh optimiser would`() throws {
        // Where gradients hardly matter, AdamW's first step is the learning rate: corrected moments are ±1.
        var trainer = try UnfreezingTests.trainer(GradualUnfreezing(every: .steps(4)))
        _ = try TrainerTests.reports(&trainer, steps: 4)
        let before = trainer.model.parameters
        let report = try #require(try trainer.next())
        for (index, entry) in before.layout.entries.enumerated() where entry.depth == 2 && entry.role == .shift {
            let moves = zip(before.matrices[index].values, trainer.model.parameters.matrices[index].values)
                .map { Double(abs($0 - $1)) / report.learningRate }
            #expect(moves.allSatisfy { abs($0 - 1) < 0.02 }, "\(entry.names) \(moves)")
        }
    }

    @Test(arguments: [1, 2, 3, 5, 6], [1, 2])
    func `a run that was stopped ends with the same bits`(stop: Int, accumulation: Int) throws {
        func fresh() throws -> Trainer {
            try UnfreezingTests.trainer(GradualUnfreezing(every: .steps(2)), accumulation: accumulation)
        }
        var whole = try fresh()
        let all = try TrainerTests.reports(&whole)
        var first = try fresh()
        let early = try TrainerTests.reports(&first, steps: stop)
        let snapshot = first.snapshot
        var second = try fresh()
        try second.resume(snapshot)
        #expect(early + (try TrainerTests.reports(&second)) == all)
        #expect(second.model.parameters.matrices == whole.model.parameters.matrices)
        // One that is further goes back.
        try whole.resume(snapshot)
        #expect(early + (try TrainerTests.reports(&whole)) == all)
        #expect(second.model.parameters.matrices == whole.model.parameters.matrices)
    }

    @Test func `what never learns is not unfrozen`() throws {
        var trainer = try UnfreezingTests.trainer(
            GradualUnfreezing(every: .steps(1)), trained: .aboveBlocks(frozen: 1))
        let before = trainer.model.parameters
        _ = try TrainerTests.reports(&trainer)
        #expect(UnfreezingTests.changed(before, trainer.model.parameters) == [2, 3])
    }

    @Test func `rates fall by the same factor from level to level`() throws {
        let model = try TrainerTests.model(.classification(labels: 2))
        let gradients = Parameters(zeros: model.parameters.layout)
        var optimizer = Optimizer(.gradientDescent(), for: gradients, learningRate: 1)
        optimizer.decayRates(0.5, in: model.parameters.layout)
        for entry in model.parameters.layout.entries {
            #expect(optimizer.rateScale(entry) == [0.125, 0.25, 0.5, 1][entry.depth], "\(entry.names)")
        }
        // With slopes of 1 a step is the rate itself.
        var (moved, slopes) = (gradients, gradients)
        for index in slopes.matrices.indices { slopes.matrices[index].fill(1) }
        optimizer.update(&moved, gradients: &slopes)
        for (entry, matrix) in zip(moved.layout.entries, moved.matrices) {
            #expect(matrix.values.allSatisfy { $0 == -Float([0.125, 0.25, 0.5, 1][entry.depth]) })
        }
    }
}
