import MatrixKernels
import NumericalKernels
import Transformers

@testable import Mitigations

/// A data set of 240 rows and 4 features in which the group shows and goes with the label, and a run over it.
enum SmallRun {
    static let count = 240
    static let groups = (0..<count).map { Int32($0 % 3 == 0 ? 1 : 0) }
    static let labels: [Int32] = (0..<count).map { row in
        var generator = SeededGenerator(seed: 9, stream: UInt64(row))
        return generator.uniform() < (groups[row] == 1 ? 0.3 : 0.65) ? 1 : 0
    }
    static let attribute = ProtectedAttribute(name: "group", groups: groups)
    static let features: Matrix = {
        var values: [Float] = []
        for row in 0..<count {
            var generator = SeededGenerator(seed: 10, stream: UInt64(row))
            func noise() -> Float { Float(generator.normal()) }
            values += [
                1.2 * Float(labels[row]) + noise(), 2 * Float(groups[row]) + noise(), noise(),
                Float(labels[row]) - Float(groups[row]) + noise(),
            ]
        }
        return Matrix(rows: count, columns: 4, values)
    }()

    static func trainer(
        _ objectives: [any Objective], epochs: Int = 3, batchSize: Int = 32, accumulation: Int = 1,
        hidden: [Int] = [8]
    ) -> FeatureTrainer {
        var settings = TrainingSettings(epochs: epochs, seed: 5)
        settings.accumulation = accumulation
        return FeatureTrainer(
            FeatureModel(features: 4, hidden: hidden, labels: 2, activation: .tanh, dropout: 0.1, seed: 6),
            sampler: BatchSampler(lengths: Array(repeating: 1, count: count), batchSize: batchSize, seed: 5),
            objectives: objectives, settings: settings, features: features
        ) { Optimizer(.adamW(), for: $0, learningRate: 0.01, maximumNorm: 1) }
    }

    static var classification: ClassificationObjective { ClassificationObjective(targets: labels) }

    static func settings(_ change: (inout AdversarySettings) -> Void = { _ in }) -> AdversarySettings {
        var settings = AdversarySettings()
        (settings.hidden, settings.activation, settings.learningRate) = ([6, 5], .tanh, 0.01)
        change(&settings)
        return settings
    }

    static func finish(_ trainer: FeatureTrainer) throws -> (model: FeatureModel, reports: [TrainingReport]) {
        var trainer = trainer
        var reports: [TrainingReport] = []
        while let report = try trainer.next() { reports.append(report) }
        return (trainer.model, reports)
    }

    static func matrix(_ rows: Int, _ columns: Int, seed: UInt64) -> Matrix {
        var generator = SeededGenerator(seed: seed)
        return Matrix(rows: rows, columns: columns, (0..<rows * columns).map { _ in Float(generator.normal()) })
    }

    static func dot(_ first: Matrix, _ second: Matrix) -> Double {
        zip(first.values, second.values).reduce(0) { $0 + Double($1.0) * Double($1.1) }
    }
}

/// Outputs without a model behind them.
struct GivenOutputs: TrainingPass {
    var states = Matrix(rows: 0, columns: 0)
    var logits: Matrix?
    var headStates: Matrix?

    func step(_ examples: [Int], own: Parameters? = nil) -> ObjectiveStep {
        ObjectiveStep(
            batch: TrainingBatch(
                examples: examples, input: .features(Matrix(rows: examples.count, columns: 0)), number: 0,
                progress: 0.5, seed: 1),
            pass: self, parameters: Parameters(zeros: ParameterLayout()),
            gradients: Parameters(zeros: ParameterLayout()), own: own)
    }
}
