public import MatrixKernels
internal import Models
internal import Transformers

/// Learns a perceptron on the shared trainer, or a logistic regression if it has no hidden layer.
///
/// It takes the steps of AdamW along Σ w ℓ / Σ w over a batch, ℓ being minus the log probability of the label: a row that
/// counts twice is two rows to the last digit where a batch holds all rows, and on average where it does not; one that counts
/// nothing is none. The scale of the weights does not matter. The seed draws weights and order, and decides all.
public struct PerceptronLearner: WeightedLearner {
    /// The widths of the hidden layers, with ReLU between them.
    public var hidden = [32]
    /// How often each row is read, at least, and how many at a time.
    public var epochs = 10, batchSize = 256
    /// The fewest steps: few rows are read more often.
    public var leastSteps = 600
    /// AdamW's learning rate, which falls in a straight line to 0, and its weight decay.
    public var learningRate = 5e-3, weightDecay = 1e-2
    /// The seed of weights and order.
    public var seed: UInt64

    /// Makes a learner with the usual choices.
    public init(seed: UInt64) { self.seed = seed }

    /// Trains it.
    public func learn(_ features: Matrix, targets: [Bool], weights: [Double]) throws -> any RowScorer {
        let counted = weights.indices.filter { weights[$0] > 0 }
        guard counted.count < weights.count, !counted.isEmpty else {
            return try scorer(features, targets: targets, weights: weights)
        }
        return try scorer(
            features.rows(at: counted), targets: counted.map { targets[$0] }, weights: counted.map { weights[$0] })
    }

    /// Trains it beside other objectives, which know the rows by their numbers.
    func scorer(
        _ features: Matrix, targets: [Bool], weights: [Double], beside others: [any Objective] = []
    ) throws -> PerceptronScorer {
        let labels = targets.map { Int32($0 ? 1 : 0) }
        let rowWeights = weights.allSatisfy { $0 == 1 } ? nil : weights
        let sampler = BatchSampler(
            lengths: Array(repeating: 1, count: targets.count), batchSize: batchSize, seed: seed)
        let readings = max(epochs, (leastSteps + sampler.batchCount - 1) / sampler.batchCount)
        var trainer = FeatureTrainer(
            FeatureModel(features: features.columns, hidden: hidden, labels: 2, seed: seed), sampler: sampler,
            objectives: [ClassificationObjective(targets: labels, rowWeights: rowWeights)] + others,
            settings: TrainingSettings(epochs: readings, seed: seed), features: features
        ) { Optimizer(.adamW(), for: $0, learningRate: learningRate, weightDecay: weightDecay) }
        while try trainer.next() != nil {}
        return PerceptronScorer(model: trainer.model)
    }
}

/// A trained perceptron.
struct PerceptronScorer: RowScorer {
    let model: FeatureModel

    func probabilities(_ features: Matrix) -> [Double] {
        var logits = DoubleMatrix(model.logits(features))
        _ = logits.softmaxRows()
        return (0..<logits.rows).map { logits[$0, 1] }
    }
}
