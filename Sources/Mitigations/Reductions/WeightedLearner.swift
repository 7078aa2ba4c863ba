public import MatrixKernels
public import Models

/// What says how likely each row is positive.
public protocol RowScorer: Sendable {
    /// Returns the probability of the positive label, `[rows]`, of features `[rows, features]`.
    func probabilities(_ features: Matrix) -> [Double]
}

extension RowScorer {
    /// Returns whether each row is decided positively, which it is above one half, `[rows]`.
    public func decisions(_ features: Matrix) -> [Bool] { probabilities(features).map { $0 > 0.5 } }
}

/// Anything that learns two labels from rows that count differently; all that a reduction needs to know of it.
public protocol WeightedLearner: Sendable {
    /// Learns.
    ///
    /// - Parameters:
    ///   - features: `[rows, features]`.
    ///   - targets: Whether each row is positive, `[rows]`, not all the same.
    ///   - weights: How much each row counts, `[rows]`, not negative.
    func learn(_ features: Matrix, targets: [Bool], weights: [Double]) throws -> any RowScorer
}

extension WeightedLearner {
    /// Learns, or always says the same where there is nothing else to learn.
    func fit(_ features: Matrix, targets: [Bool], weights: [Double]) throws -> any RowScorer {
        guard let first = targets.first, targets.contains(!first) else {
            return ConstantScorer(probability: targets.first == true ? 1 : 0)
        }
        return try learn(features, targets: targets, weights: weights)
    }
}

/// Says the same of every row.
public struct ConstantScorer: RowScorer, Equatable {
    /// The probability of the positive label.
    public let probability: Double

    /// Returns it for each row.
    public func probabilities(_ features: Matrix) -> [Double] { Array(repeating: probability, count: features.rows) }
}

extension LogisticRegression: RowScorer {
    /// Returns the probability of the second class, `[rows]`.
    public func probabilities(_ features: Matrix) -> [Double] {
        let all: DoubleMatrix = probabilities(features)
        return (0..<all.rows).map { all[$0, 1] }
    }
}

/// Learns a logistic regression.
public struct LogisticLearner: WeightedLearner {
    /// The penalties.
    public var settings: LogisticSettings

    /// Makes a learner with scikit-learn's usual penalty on the features as they are.
    public init(settings: LogisticSettings = LogisticSettings(isStandardized: false)) { self.settings = settings }

    /// Learns it.
    public func learn(_ features: Matrix, targets: [Bool], weights: [Double]) -> any RowScorer {
        LogisticFit(
            features: features, targets: targets.map { $0 ? 1 : 0 }, classes: 2, weights: weights, settings: settings
        ).model
    }
}
