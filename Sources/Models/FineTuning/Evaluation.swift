public import FairnessMetrics
internal import Glibc
package import MatrixKernels
internal import NumericalKernels
internal import Transformers

/// How good a model's answers are on texts whose answers are known, for all and for each group.
public struct Evaluation: Sendable {
    /// The mean loss, without smoothing or weights of the training.
    public let loss: Double
    /// e to the loss, where tokens are predicted: the perplexity.
    public let perplexity: Double?
    /// Everything that an audit of the answers measures; nil where tokens are predicted.
    public let assessment: Assessment?

    /// Judges logits.
    ///
    /// - Parameters:
    ///   - logits: `[texts, outputs]`.
    ///   - examples: What is right.
    ///   - task: What the outputs are.
    ///   - positive: Of two labels the one that counts as positive; the second unless given.
    package init(logits: Matrix, _ examples: TextExamples, task: TextTask, positive: Int = 1, workers: Int = 2) {
        loss = Evaluation.loss(logits, examples, task) ?? .nan
        perplexity = nil
        let table = ScoredTexts(logits: logits, examples, task: task, positive: positive).table
        var settings = AssessmentSettings()
        settings.workers = workers
        assessment = Assessor(settings: settings).assess(table)
    }

    /// Takes the loss of predicted tokens.
    init(tokenLoss: Double) {
        loss = tokenLoss
        perplexity = exp(tokenLoss)
        assessment = nil
    }

    /// The figures of all texts by the ids of metrics, those that are defined, with `loss` first.
    public var figures: [(name: String, value: Double)] {
        var figures = [("loss", loss)]
        if let perplexity { figures.append(("perplexity", perplexity)) }
        for metric in assessment?.overall.metrics ?? [] where metric.metric != "count" {
            if let value = metric.estimate.value { figures.append((metric.metric, value)) }
        }
        return figures
    }

    /// The largest differences between groups, as `attribute.metric` or `attribute.criterion`, with their intervals.
    public var gaps: [(name: String, estimate: Estimate.Value)] {
        (assessment?.disparities ?? []).compactMap { disparity in
            guard disparity.attributes.count == 1, disparity.className == nil,
                disparity.aggregation == .difference || disparity.aggregation.isComposite,
                let estimate = disparity.estimate.defined
            else { return nil }
            let name = disparity.aggregation.isComposite ? disparity.aggregation.rawValue : disparity.metric
            return ("\(disparity.attributes[0]).\(name)", estimate)
        }
    }

    /// Returns a figure by name: `loss`, a metric such as `roc_auc`, a gap such as `dialect.equalized_odds_difference`, or
    /// a distance to the optimum such as `dialect.distance_to_optimum`.
    public func value(_ name: String) -> Double? {
        if name.hasSuffix(".distance_to_optimum") {
            return distanceToOptimum(String(name.dropLast(".distance_to_optimum".count)))
        }
        return figures.first { $0.name == name }?.value ?? gaps.first { $0.name == name }?.estimate.value
    }

    /// √((1 − accuracy)² + G²), how far accuracy and fairness together are from what is best (Han, Baldwin, Cohn 2022).
    ///
    /// G is the root mean square, over the true positive and the true negative rate, of the largest difference between two
    /// groups; of two groups that is fairlib's gap. Undefined unless the task is binary and both rates are defined in every
    /// known group.
    public func distanceToOptimum(_ attribute: String) -> Double? {
        guard let assessment, let accuracy = assessment.overall.estimate("accuracy")?.value,
            let gap = rootMeanSquareGap(attribute)
        else { return nil }
        return ((1 - accuracy) * (1 - accuracy) + gap * gap).squareRoot()
    }

    /// Returns whether a higher value of a figure is better: true of metrics such as accuracy, false of losses and gaps.
    public static func isHigherBetter(_ name: String) -> Bool {
        GroupMetric.all.first { $0.id == name }?.isHigherBetter ?? false
    }

    private static func loss(_ logits: Matrix, _ examples: TextExamples, _ task: TextTask) -> Double? {
        switch (examples.targets, task) {
        case (.classes(let classes), _): CrossEntropy()(logits, classes, rowWeights: examples.weights).value
        case (.numbers(let numbers), .multiLabel): BinaryCrossEntropy()(logits, numbers).value
        case (.numbers(let numbers), _): MeanSquaredError()(logits, numbers).value
        case (.tokens, _): nil
        }
    }
}
