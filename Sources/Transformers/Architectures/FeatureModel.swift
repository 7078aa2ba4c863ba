public import MatrixKernels
internal import NumericalKernels

/// A classifier of feature vectors: dense layers with dropout between them.
///
/// It is here, beside the encoders, because it is made of their layers and learns in their trainer. What it calls states is
/// what its last layer reads, so that an adversary on it and one on an encoder's pooled state are one and the same.
public struct FeatureModel: Sendable {
    /// The weights.
    public var parameters: Parameters
    let perceptron: Perceptron
    /// The number of features.
    public let featureCount: Int

    /// Makes a model with fresh weights.
    ///
    /// - Parameters:
    ///   - features: The number of features.
    ///   - hidden: The width of each hidden layer; none makes it a logistic regression.
    ///   - labels: The number of labels, each of which has a logit.
    ///   - activation: The function between the layers, ReLU or tanh most often.
    ///   - dropout: The probability of dropping a hidden unit in training.
    ///   - seed: Draws the weights.
    public init(
        features: Int, hidden: [Int], labels: Int, activation: Activation = .relu, dropout: Double = 0, seed: UInt64
    ) {
        var layout = ParameterLayout()
        perceptron = Perceptron(
            &layout, name: "layers", inputs: features, hidden: hidden, outputs: labels, activation: activation,
            dropout: dropout)
        parameters = Parameters(zeros: layout)
        perceptron.draw(into: &parameters, seed: seed)
        featureCount = features
    }

    /// Returns the logits, `[rows, labels]`, of features `[rows, features]`.
    public func logits(_ features: Matrix) -> Matrix { perceptron.forward(features, parameters).outputs }

    /// Returns what the last layer reads, `[rows, width]`, of features `[rows, features]`.
    public func hiddenStates(_ features: Matrix) -> Matrix { perceptron.forward(features, parameters).saved.hidden }
}

/// Trains a model of feature vectors.
public typealias FeatureTrainer = ModelTrainer<FeatureModel>

extension FeatureModel: TrainableModel {
    /// A forward pass of training.
    public struct Pass: TrainingPass {
        /// What the last layer reads, `[examples, width]`.
        public let states: Matrix
        /// `[examples, labels]`.
        public let logits: Matrix?
        /// None: the last layer reads the states themselves.
        public var headStates: Matrix? { nil }
        let saved: Perceptron.Saved
    }

    /// Computes the outputs of a batch of feature vectors.
    public func forward(
        _ input: TrainingInput, dropout: DropoutSource?, recomputing: Bool, learningFrom lowest: Int = 0
    ) throws(ModelError) -> Pass {
        guard case .features(let features) = input else { preconditionFailure("texts for a model of features") }
        precondition(features.columns == featureCount, "\(features.columns) features for \(featureCount)")
        let (logits, saved) = perceptron.forward(features, parameters, dropout: dropout)
        return Pass(states: saved.hidden, logits: logits, saved: saved)
    }

    /// Adds the gradient of a loss for every parameter that `gradients` includes.
    public func backward(
        _ pass: Pass, logits: Matrix?, states: Matrix?, head: Matrix? = nil, lower: [Matrix?] = [],
        into gradients: inout Parameters
    ) {
        precondition(head == nil && lower.isEmpty, "gradients of head or lower states that the pass does not have")
        _ = perceptron.backward(logits, hidden: states, pass.saved, parameters, into: &gradients)
    }
}

extension ModelTrainer where Model == FeatureModel {
    /// Prepares a run of a model of feature vectors.
    ///
    /// - Parameters:
    ///   - model: What learns, with its first weights.
    ///   - sampler: Decides which examples make a batch, and in which order.
    ///   - objectives: What training makes smaller: their sum.
    ///   - settings: The epochs, the schedule, the seed and what is kept in memory.
    ///   - features: Those of every example, `[examples, features]`.
    ///   - optimizer: Makes the optimiser of the parameters that a value includes.
    public init(
        _ model: FeatureModel, sampler: BatchSampler, objectives: [any Objective], settings: Settings,
        features: Matrix, optimizer: (Parameters) -> Optimizer
    ) {
        self.init(
            model, sampler: sampler, objectives: objectives, settings: settings,
            input: { .features(features.rows(at: $0)) }, optimizer: optimizer)
    }
}
