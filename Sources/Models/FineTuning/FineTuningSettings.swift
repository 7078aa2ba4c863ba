public import Transformers

/// The choices of a fine-tuning run.
public struct FineTuningSettings: Sendable {
    /// Which rule changes the weights.
    public enum Rule: String, Sendable, CaseIterable {
        /// AdamW with the usual decays of 0.9 and 0.999.
        case adamW = "adamw"
        /// Gradient descent with a momentum of 0.9.
        case gradientDescent = "sgd"
    }

    /// How often each text is read.
    public var epochs = 3
    /// The texts of a batch, and the batches whose gradients make one step.
    public var batchSize = 32, accumulation = 1
    /// The rule.
    public var rule = Rule.adamW
    /// The learning rate at its highest.
    public var learningRate = 5e-5
    /// How it changes, and the share of the steps over which it rises.
    public var shape = LearningRate.Shape.linear, warmUpShare = 0.06
    /// How fast weights shrink; biases, gains and shifts do not.
    public var weightDecay = 0.01
    /// The largest norm of the gradients; nil leaves them.
    public var maximumNorm: Double? = 1
    /// What the sum of absolute weights is multiplied by; 0 for none.
    public var l1 = 0.0
    /// How much of a target is spread over all labels.
    public var labelSmoothing = 0.0
    /// The most tokens of a text.
    public var maximumLength = 128
    /// Which texts count for more.
    public var balance = BalancedWeighting.unweighted
    /// Whether the balance decides how often a text is drawn rather than how much it counts.
    public var balancesByDrawing = false
    /// Whether dropout is on.
    public var usesDropout = true
    /// Whether blocks are computed again in the backward pass instead of kept.
    public var recomputing = false
    /// What of the model learns.
    public var tuning = Tuning()
    /// Steps between evaluations; nil evaluates at the end of each epoch.
    public var evaluationInterval: Int?
    /// Steps between saved states; nil saves at each evaluation and every 250 steps.
    public var saveInterval: Int?
    /// What tells how good an evaluation is, such as `loss` or `accuracy` (see `Evaluation.value`).
    public var watched = "loss"
    /// Whether the best evaluation's weights are the result, rather than the last.
    public var keepsBest = true
    /// Evaluations without improvement after which the run ends; nil runs to the end.
    public var patience: Int?
    /// The seed of everything random.
    public var seed: UInt64 = 42

    /// Makes the usual choices.
    public init() {}

    /// All that shapes the result, as text by which a resumed run is known to be the same.
    package var fingerprint: String {
        let numbers: [Any] = [
            epochs, batchSize, accumulation, rule.rawValue, learningRate, "\(shape)", warmUpShare, weightDecay,
            maximumNorm ?? 0, l1, labelSmoothing, maximumLength, balance.rawValue, balancesByDrawing, usesDropout,
            evaluationInterval ?? 0, watched, keepsBest, patience ?? 0, seed, "\(tuning)",
        ]
        return numbers.map { "\($0)" }.joined(separator: " ")
    }
}
