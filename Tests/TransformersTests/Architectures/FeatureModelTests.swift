import MatrixKernels
import NumericalKernels
import TestSupport
import Testing

@testable import Transformers

struct FeatureModelTests {
    /// 80 points of the plane; the class says whether they lie in the first or third quadrant.
    static let features: Matrix = {
        var generator = SeededGenerator(seed: 1)
        return Matrix(rows: 80, columns: 2, (0..<160).map { _ in Float(generator.normal()) })
    }()
    static let targets = (0..<80).map { Int32(features[$0, 0] * features[$0, 1] > 0 ? 1 : 0) }

    static func trainer(
        _ objectives: [any Objective], epochs: Int = 2, change: (inout TrainingSettings) -> Void = { _ in }
    ) -> FeatureTrainer {
        var settings = TrainingSettings(epochs: epochs, seed: 7)
        change(&settings)
        return FeatureTrainer(
            FeatureModel(features: 2, hidden: [16, 8], labels: 2, activation: .tanh, dropout: 0.1, seed: 2),
            sampler: BatchSampler(lengths: Array(repeating: 1, count: 80), batchSize: 16, seed: 7),
            objectives: objectives, settings: settings, features: features
        ) { Optimizer(.adamW(), for: $0, learningRate: 0.02, maximumNorm: 1) }
    }

    @Test func `gradients equal central differences`() throws {
        let model = FeatureModel(features: 2, hidden: [7, 5], labels: 3, activation: .tanh, dropout: 0.2, seed: 3)
        let dropout = DropoutSource(seed: 11, step: 4)
        let rows = FeatureModelTests.features.rows(0..<9)
        let pass = try model.forward(.features(rows), dropout: dropout, recomputing: false)
        let logits = try #require(pass.logits)
        let onStates = GradientTests.weights(like: pass.states, seed: 1)
        let onLogits = GradientTests.weights(like: logits, seed: 2)
        var gradients = Parameters(zeros: model.parameters.layout)
        model.backward(pass, logits: onLogits, states: onStates, into: &gradients)
        for (index, entry) in model.parameters.layout.entries.enumerated() {
            let direction = GradientTests.weights(like: gradients.matrices[index], seed: UInt64(100 + index))
            let expected = try derivative(at: 0.004) { step in
                var moved = model
                moved.parameters.matrices[index].add(direction, scale: Float(step))
                let pass = try moved.forward(.features(rows), dropout: dropout, recomputing: false)
                return GradientTests.dot(pass.states, onStates) + GradientTests.dot(pass.logits ?? logits, onLogits)
            }
            let found = GradientTests.dot(gradients.matrices[index], direction)
            #expect(agree(found, expected, relative: 2e-3, absolute: 5e-3), "\(entry.names)")
        }
    }

    @Test func `the trainer teaches a model of features what a line cannot tell`() throws {
        var trainer = FeatureModelTests.trainer(
            [ClassificationObjective(targets: FeatureModelTests.targets)], epochs: 60)
        func accuracy(_ model: FeatureModel) -> Double {
            let logits = model.logits(FeatureModelTests.features)
            return Double((0..<80).count { (logits[$0, 1] > logits[$0, 0]) == (FeatureModelTests.targets[$0] == 1) })
                / 80
        }
        #expect(accuracy(trainer.model) < 0.8)
        var sizes = 0
        while let report = try trainer.next() { sizes += report.tokens }
        #expect(accuracy(trainer.model) > 0.93)
        #expect(sizes == 60 * 80)
    }

    @Test(arguments: [1, 3], [3, 5, 7])
    func `a run goes on to the same bits with all that an objective may ask for`(accumulation: Int, stop: Int) throws {
        func fresh() -> FeatureTrainer {
            FeatureModelTests.trainer(
                [ClassificationObjective(targets: FeatureModelTests.targets), Demanding()], epochs: 5
            ) { $0.accumulation = accumulation }
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
        #expect(second.objectives[1].parameters?.matrices == whole.objectives[1].parameters?.matrices)
        #expect(second.objectives[1].state == whole.objectives[1].state)
        // The state is no number that a Float can hold.
        #expect(whole.objectives[1].state.contains { Double(Float($0)) != $0 })
        let tensors = first.snapshot.tensors.filter { $0.key != "objective 1 state" }
        #expect(throws: ModelError.weights(missing: ["objective 1 state"], misshapen: [])) {
            try second.resume(TrainingSnapshot(step: stop, tensors: tensors))
        }
    }

    @Test func `numbers in a snapshot keep every bit`() throws {
        let numbers = [0.1, -1e-300, .pi, -0.0, .infinity, .leastNonzeroMagnitude]
        let snapshot = TrainingSnapshot(step: 0, tensors: ["x": TrainingSnapshot.tensor(numbers)])
        #expect(try snapshot.numbers("x", count: 6).map(\.bitPattern) == numbers.map(\.bitPattern))
        #expect(throws: ModelError.weights(missing: [], misshapen: ["x is [6, 4], not [5, 4]"])) {
            try snapshot.numbers("x", count: 5)
        }
    }

    @Test func `separate gradients come before the others' step and are their objective's alone`() throws {
        var plain = FeatureModelTests.trainer([ClassificationObjective(targets: FeatureModelTests.targets)])
        var doubled = FeatureModelTests.trainer([
            ClassificationObjective(targets: FeatureModelTests.targets),
            Apart(inner: ClassificationObjective(targets: FeatureModelTests.targets), factor: -0.5),
        ])
        let (one, two) = (try #require(try plain.next()), try #require(try doubled.next()))
        // The same gradients minus half of themselves.
        #expect(agree((one.gradientNorm ?? 0) / 2, two.gradientNorm ?? 1, relative: 1e-5))
    }
}

/// An objective that has an optimiser of its own, takes steps within a batch, remembers numbers and chooses examples.
private struct Demanding: Objective {
    let name = "demanding"
    var parameters: Parameters?
    var state = [0.1, 0]

    init() {
        var layout = ParameterLayout()
        _ = layout.add(["scale"], .gain, count: 1)
        parameters = Parameters(zeros: layout)
    }

    var followsSchedule: Bool { false }
    var roundsPerEpoch: Int { 2 }
    var sampleWeights: [Double]? { (0..<80).map { 1 + state[0] * Double($0 % 3) } }
    func optimizer(for gradients: Parameters) -> Optimizer? { Optimizer(.adamW(), for: gradients, learningRate: 0.1) }
    mutating func beginRound() {
        state = [state[0] * 1.37 + state[1] / 1_000, 0]
    }

    mutating func add(to step: inout ObjectiveStep) -> Double? {
        guard let logits = step.pass.logits, var own = parameters else { return nil }
        state[1] += Double(logits[0, 0])
        var slopes = own
        for _ in 0..<2 {
            slopes.matrices[0][0, 0] = own.matrices[0][0, 0] - logits[0, 0]
            step.update(&own, gradients: &slopes)
        }
        parameters = own
        step.own?.matrices[0][0, 0] += Float(step.scale)
        var gradients = logits
        gradients.scale(by: own.matrices[0][0, 0] * 0.01)
        step.addLogitGradients(gradients)
        return Double(own.matrices[0][0, 0])
    }
}

/// Adds another objective's gradients times a factor, by a backward pass of their own.
private struct Apart: Objective {
    let name = "apart"
    var inner: ClassificationObjective
    let factor: Float
    let isSeparate = true
    mutating func add(to step: inout ObjectiveStep) -> Double? { inner.add(to: &step) }
    mutating func combine(_ separate: Parameters, into gradients: inout Parameters, progress: Double) {
        gradients.add(separate, scale: factor)
    }
}
