public import MatrixKernels
internal import Models
internal import Transformers

/// Learns a logistic regression, or a perceptron, on the shared trainer against an adversary that reads its logits.
///
/// Rows must be those whose groups it was given, in the same order.
public struct AdversarialLearner: WeightedLearner {
    /// The group of each row; below 0 where it is unknown.
    public var groups: [Int]
    /// Whether the adversary's gradient is projected out and not reversed.
    public var isProjected: Bool
    /// How strongly; 0 trains without an adversary.
    public var strength: Double
    /// The widths of hidden layers; none for a logistic regression.
    public var hidden: [Int] = []
    /// How often each row is read, and how many at a time.
    public var epochs = 20, batchSize = 256
    /// The seed of weights and order.
    public var seed: UInt64

    /// Makes a learner.
    public init(groups: [Int], isProjected: Bool, strength: Double, seed: UInt64) {
        self.groups = groups
        self.isProjected = isProjected
        self.strength = strength
        self.seed = seed
    }

    /// Trains the model.
    public func learn(_ features: Matrix, targets: [Bool], weights: [Double]) throws -> any RowScorer {
        precondition(groups.count == targets.count, "\(groups.count) groups of \(targets.count) rows")
        let labels = targets.map { Int32($0 ? 1 : 0) }
        var places: [Int: Int32] = [:]
        for group in Set(groups).sorted() where group >= 0 { places[group] = Int32(places.count) }
        let dense = groups.map { places[$0] ?? -1 }
        let attribute = ProtectedAttribute(name: "group", groups: dense)
        var settings = AdversarySettings()
        (settings.hidden, settings.condition, settings.steps, settings.input) = ([64, 64], .headPerLabel, 2, .logits)
        settings.rowWeights = BalancedWeighting.groupWithinLabel.weights(
            labels: labels, groups: dense.map { $0 < 0 ? nil : Int($0) })
        var objectives: [any Objective] = []
        if strength > 0 && places.count > 1 {
            let force = AdversaryStrength.ganin(maximum: strength)
            objectives.append(
                isProjected
                    ? GradientProjection(
                        attribute, labels: labels, width: 2, settings: settings, strength: force, seed: seed)
                    : GradientReversal(
                        attribute, labels: labels, width: 2, settings: settings, strength: force, seed: seed))
        }
        var learner = PerceptronLearner(seed: seed)
        (learner.hidden, learner.epochs, learner.batchSize, learner.leastSteps) = (hidden, epochs, batchSize, 0)
        (learner.learningRate, learner.weightDecay) = (2e-3, 1e-3)
        return try learner.scorer(features, targets: targets, weights: weights, beside: objectives)
    }
}
