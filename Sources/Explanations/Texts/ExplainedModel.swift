internal import MatrixKernels
public import Models
public import Transformers

/// A text classifier that is to be explained: laid out once for the very many evaluations that this takes.
public struct ExplainedModel: Sendable {
    /// The classifier.
    public let classifier: TextClassifier
    /// Its weights, laid out for products.
    let packed: PackedTextModel

    /// Prepares a classifier.
    ///
    /// - Parameters:
    ///   - classifier: What is explained; its weights are copied.
    ///   - forGradients: Whether gradients and attention will be asked for, which takes more memory.
    public init(_ classifier: TextClassifier, forGradients: Bool = false) {
        self.classifier = classifier
        packed = PackedTextModel(classifier.checkpoint.model, forGradients: forGradients)
    }

    /// Encodes a text as the classifier does.
    ///
    /// - Throws: `ExplanationsError.noTokens` if there is nothing in the text; what encoding throws.
    public func encode(_ text: String, unit: ExplainedText.Unit = .words) throws -> ExplainedText {
        try ExplainedText(
            text, tokenizer: classifier.checkpoint.tokenizer, maximumLength: classifier.maximumLength, unit: unit)
    }

    /// Returns what is explained: as asked, or the usual output for the label that the model decides for.
    ///
    /// - Parameters:
    ///   - label: The label's number; nil for the one with the largest logit of the whole text, of equals the first.
    ///   - output: Nil for the usual one of the model's problem.
    /// - Throws: `ExplanationsError.label` or `.output` if the model has none such; `ModelError` if it cannot answer.
    func target(_ text: ExplainedText, label: Int?, output: ExplainedOutput?) throws -> ExplainedTarget {
        let count = classifier.outputs.count
        let allowed = ExplainedOutput.allowed(for: classifier.problem)
        if let output, !allowed.contains(output) {
            throw ExplanationsError.output(output, problem: classifier.problem.rawValue, allowed: allowed)
        }
        if let label, !(0..<count).contains(label) { throw ExplanationsError.label(number: label, count: count) }
        var chosen = label ?? 0
        if label == nil && count > 1 && classifier.problem != .regression {
            let logits = try packed.logits(text.packed).values
            for candidate in logits.indices where logits[candidate] > logits[chosen] { chosen = candidate }
        }
        return ExplainedTarget(label: chosen, output: output ?? allowed[0], problem: classifier.problem)
    }
}

/// The number that is explained.
public struct ExplainedTarget: Sendable, Hashable {
    /// The label's number.
    public let label: Int
    /// Which number of it.
    public let output: ExplainedOutput
    /// What the model's outputs are.
    public let problem: ModelConfiguration.Problem

    /// Returns the number for each text, `[texts]`, of logits `[texts, labels]`.
    func values(_ logits: Matrix) -> [Double] {
        let all = logits.values
        return (0..<logits.rows).map { row in
            let own = all[row * logits.columns..<(row + 1) * logits.columns].map(Double.init)
            return output.value(of: own, label: label, problem: problem)
        }
    }

    /// Returns its gradients with respect to logits, `[texts, labels]`.
    func gradients(_ logits: Matrix) -> Matrix {
        let all = logits.values
        var result: [Float] = []
        for row in 0..<logits.rows {
            let own = all[row * logits.columns..<(row + 1) * logits.columns].map(Double.init)
            result += output.gradient(of: own, label: label, problem: problem).map(Float.init)
        }
        return Matrix(rows: logits.rows, columns: logits.columns, result)
    }
}
