import MatrixKernels
import NumericalKernels
import TestSupport
import Testing

@testable import Mitigations
@testable import Transformers

struct ReversalRunTests {
    static func reversal(
        _ strength: AdversaryStrength, _ change: (inout AdversarySettings) -> Void = { _ in }
    ) -> GradientReversal {
        GradientReversal(
            SmallRun.attribute, labels: SmallRun.labels, width: 8, settings: SmallRun.settings(change),
            strength: strength, seed: 4)
    }

    @Test func `an adversary of strength 0 changes no bit of a model of features`() throws {
        let plain = try SmallRun.finish(SmallRun.trainer([SmallRun.classification]))
        let watched = try SmallRun.finish(
            SmallRun.trainer([SmallRun.classification, ReversalRunTests.reversal(.constant(0)) { $0.steps = 2 }]))
        let fought = try SmallRun.finish(
            SmallRun.trainer([SmallRun.classification, ReversalRunTests.reversal(.constant(0.1))]))
        #expect(plain.model.parameters.matrices == watched.model.parameters.matrices)
        #expect(plain.model.parameters.matrices != fought.model.parameters.matrices)
        // The adversary learns all the same.
        let losses: [Double] = watched.reports.compactMap { $0.losses[1] }
        #expect(losses.count == watched.reports.count)
        #expect(losses.suffix(4).reduce(0, +) < losses.prefix(4).reduce(0, +))
    }

    @Test(arguments: [AdversaryInput.states, .meanState, .logits])
    func `an adversary on a model of text trains it, and of strength 0 changes no bit`(input: AdversaryInput) throws {
        let texts = (0..<24).map { number -> [Int32] in
            let start: [Int32] = [2, Int32(4 + number % 5), Int32(9 + number % 3)]
            return number % 2 == 0 ? start + [7, 8] : start
        }
        func parameters(_ strength: Double?) throws -> [Matrix] {
            var objectives: [any Objective] = [ClassificationObjective(targets: (0..<24).map { Int32($0 % 2) })]
            // Asks for all states whether there is an adversary or not: the last block then computes in another order.
            if input == .meanState { objectives.append(AllStates()) }
            if let strength {
                objectives.append(
                    GradientReversal(
                        ProtectedAttribute(name: "a", groups: (0..<24).map { Int32($0 % 3) - 1 }, groupCount: 2),
                        labels: [], width: input == .logits ? 2 : 8, settings: SmallRun.settings { $0.input = input },
                        strength: .constant(strength), seed: 1))
            }
            var trainer = Trainer(
                try TextModel(
                    EncoderConfiguration(
                        architecture: .bert, vocabularySize: 20, width: 8, blockCount: 2, headCount: 2, innerWidth: 12,
                        positionCount: 8, typeCount: 2), head: .classification(labels: 2), seed: 2),
                sampler: BatchSampler(lengths: texts.map(\.count), batchSize: 8, seed: 1), objectives: objectives,
                settings: Trainer.Settings(epochs: 1, seed: 1), tokens: { PackedTokens($0.map { texts[$0] }) }
            ) { Optimizer(.adamW(), for: $0, learningRate: 1e-3) }
            while try trainer.next() != nil {}
            return trainer.model.parameters.matrices
        }
        let plain = try parameters(nil)
        #expect(try parameters(0) == plain)
        #expect(try parameters(1) != plain)
    }

    @Test(arguments: [1, 2], [2, 9])
    func `a run with everything goes on to the same bits`(accumulation: Int, stop: Int) throws {
        func fresh() -> FeatureTrainer {
            let projection = GradientProjection(
                SmallRun.attribute, labels: SmallRun.labels, width: 2,
                settings: SmallRun.settings { ($0.input, $0.condition) = (.logits, .labelAsInput) },
                strength: .controlled(AdversaryController()), seed: 4)
            return SmallRun.trainer(
                [
                    GroupDRO(targets: SmallRun.labels, attribute: SmallRun.attribute, stepSize: 0.1),
                    ReversalRunTests.reversal(.controlled(AdversaryController())) {
                        ($0.steps, $0.count, $0.diversity, $0.condition) = (3, 2, 0.5, .headPerLabel)
                    },
                    projection, FairBatch(.equalizedOdds, targets: SmallRun.labels, attribute: SmallRun.attribute),
                    PredictionMonitor(targets: SmallRun.labels),
                ], accumulation: accumulation)
        }
        var whole = fresh()
        var all: [TrainingReport] = []
        while let report = try whole.next() { all.append(report) }
        var first = fresh()
        for _ in 0..<stop { _ = try first.next() }
        var second = fresh()
        try second.resume(first.snapshot)
        var late: [TrainingReport] = []
        while let report = try second.next() { late.append(report) }
        #expect(late == Array(all.dropFirst(stop)))
        #expect(second.model.parameters.matrices == whole.model.parameters.matrices)
        for index in whole.objectives.indices {
            #expect(second.objectives[index].state == whole.objectives[index].state)
            #expect(second.objectives[index].parameters?.matrices == whole.objectives[index].parameters?.matrices)
        }
        // The same run once more is the same.
        #expect(try SmallRun.finish(fresh()).reports == all)
    }

    @Test func `reversal hides the group from an adversary, where training alone shows it`() throws {
        func excess(_ strength: Double) throws -> (adversary: Double, accuracy: Double) {
            let reversal = GradientReversal(
                SmallRun.attribute, labels: [], width: 2, settings: SmallRun.settings { $0.input = .logits },
                strength: .constant(strength), seed: 4)
            let (_, reports) = try SmallRun.finish(
                SmallRun.trainer(
                    [SmallRun.classification, reversal, PredictionMonitor(targets: SmallRun.labels)], epochs: 40))
            let late = reports.suffix(40)
            func mean(_ objective: Int, _ name: String) -> Double {
                late.reduce(0) { $0 + ($1.figures[objective][name] ?? .nan) } / Double(late.count)
            }
            return (
                mean(1, AdversaryFigure.accuracy) - mean(1, AdversaryFigure.chance),
                mean(2, PredictionMonitor.accuracy)
            )
        }
        let (plain, fought) = (try excess(0), try excess(5))
        #expect(plain.adversary > 0.06)
        #expect(fought.adversary < 0.02)
        #expect(plain.accuracy > 0.8 && fought.accuracy > 0.7)
    }
}

/// Asks for every token's state and adds nothing.
private struct AllStates: Objective {
    let name = "all states"
    mutating func prepare(_ batch: inout TrainingBatch) { batch.reading = .states }
    mutating func add(to step: inout ObjectiveStep) -> Double? { nil }
}
