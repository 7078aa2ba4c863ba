internal import MatrixKernels
internal import NumericalKernels
public import Transformers

/// Watches how the model's predictions are spread over the classes, and adds nothing to the loss.
public struct PredictionMonitor: Objective {
    /// "predictions".
    public let name = "predictions"
    /// The class of each example, `[examples]`.
    public let targets: [Int32]
    /// The share of the most frequent prediction in the last batch, of the most frequent target, and of right predictions.
    public private(set) var figures: [String: Double] = [:]

    /// The name of the share of the most frequent prediction.
    public static let largestPredicted = "largest share predicted"
    /// The name of the share of the most frequent target.
    public static let largestTarget = "largest share of targets"
    /// The name of the share of right predictions.
    public static let accuracy = "accuracy"

    /// Watches predictions of these targets, `[examples]`.
    public init(targets: [Int32]) { self.targets = targets }

    /// Counts a batch's predictions.
    public mutating func add(to step: inout ObjectiveStep) -> Double? {
        guard let logits = step.pass.logits else { return nil }
        var (predicted, wanted) = (
            [Int](repeating: 0, count: logits.columns), [Int](repeating: 0, count: logits.columns)
        )
        var right = 0
        for (row, example) in step.batch.examples.enumerated() {
            var best = 0
            for column in 0..<logits.columns where logits[row, column] > logits[row, best] { best = column }
            predicted[best] += 1
            wanted[Int(targets[example])] += 1
            if best == Int(targets[example]) { right += 1 }
        }
        let count = Double(step.batch.examples.count)
        figures = [
            PredictionMonitor.largestPredicted: Double(predicted.max() ?? 0) / count,
            PredictionMonitor.largestTarget: Double(wanted.max() ?? 0) / count,
            PredictionMonitor.accuracy: Double(right) / count,
        ]
        return nil
    }
}
