internal import Glibc
internal import MatrixKernels
internal import Models
internal import NumericalKernels
internal import Transformers

/// A network that tries to tell the group from states, trained by the shared trainer and stopped where rows set aside
/// from those to learn from say so.
public struct PerceptronProbe: Sendable, Hashable {
    /// The width of each hidden layer.
    public var hidden = [128]
    /// How often each row is read at most.
    public var epochs = 30
    /// The rows of a step.
    public var batchSize = 64
    /// AdamW's learning rate, which falls in a straight line, and its weight decay.
    public var learningRate = 1e-3, weightDecay = 1e-2
    /// The share of the rows to learn from that says which epoch's weights are taken: those with the smallest loss.
    public var validationShare = 0.2

    /// Makes a probe with the usual choices.
    public init() {}

    /// Returns the held-out rows' logits, `[held, groups]`.
    func logits(
        _ training: Matrix, _ targets: [Int], _ groupCount: Int, _ held: Matrix, seed: UInt64
    ) -> DoubleMatrix {
        let split = RowSplit.split(targets.count, share: validationShare, seed: seed)
        let scaling = ColumnScaling(training.rows(at: split.training))
        let features = scaling(training.rows(at: split.training))
        let validation = scaling(training.rows(at: split.held))
        let validationTargets = split.held.map { targets[$0] }
        var settings = TrainingSettings(epochs: epochs, seed: seed)
        settings.usesDropout = false
        let sampler = BatchSampler(
            lengths: Array(repeating: 1, count: features.rows), batchSize: batchSize, seed: seed)
        var trainer = FeatureTrainer(
            FeatureModel(features: training.columns, hidden: hidden, labels: groupCount, seed: seed), sampler: sampler,
            objectives: [ClassificationObjective(targets: split.training.map { Int32(targets[$0]) })],
            settings: settings, features: features
        ) { Optimizer(.adamW(), for: $0, learningRate: learningRate, weightDecay: weightDecay, maximumNorm: 1) }
        var best = (loss: Double.infinity, model: trainer.model)
        // A run that diverges ends with what it had; the trainer throws nothing else.
        while let report = try? trainer.next() {
            guard report.step % sampler.batchCount == 0 else { continue }
            let loss = PerceptronProbe.loss(DoubleMatrix(trainer.model.logits(validation)), validationTargets)
            if loss < best.loss { best = (loss, trainer.model) }
        }
        return DoubleMatrix(best.model.logits(scaling(held)))
    }

    /// The mean of minus the log probability of the true group.
    private static func loss(_ logits: DoubleMatrix, _ targets: [Int]) -> Double {
        var sum = 0.0
        for row in targets.indices {
            sum += (0..<logits.columns).map { logits[row, $0] }.logSumExp - logits[row, targets[row]]
        }
        return sum / Double(max(1, targets.count))
    }
}

/// Moves columns to mean 0 and variance 1, as rows to learn from have them.
private struct ColumnScaling {
    let map: (means: [Double], scales: [Double])

    init(_ rows: Matrix) {
        let total = Double(max(1, rows.rows))
        var wide = DoubleMatrix(rows)
        let means = wide.columnSums().map { $0 / total }
        wide.addToRows(means, factor: -1)
        var squares = [Double](repeating: 0, count: rows.columns)
        for row in 0..<rows.rows {
            for column in 0..<rows.columns { squares[column] += wide[row, column] * wide[row, column] }
        }
        // A column that is constant but for rounding is left as it is.
        map = (means, zip(squares, means).map { $0 / total > 1e-20 * $1 * $1 ? ($0 / total).squareRoot() : 1 })
    }

    func callAsFunction(_ rows: Matrix) -> Matrix {
        var wide = DoubleMatrix(rows)
        wide.addToRows(map.means, factor: -1)
        return wide.scalingColumns(map.scales.map { 1 / $0 }).rounded
    }
}

extension [Double] {
    /// ln Σ exp, without overflow.
    var logSumExp: Double {
        let highest = self.max() ?? 0
        return highest + log(reduce(0) { $0 + exp($1 - highest) })
    }
}
