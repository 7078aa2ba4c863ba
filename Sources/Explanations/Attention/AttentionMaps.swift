public import MatrixKernels
internal import Transformers

/// What every head of every layer attended to in one text: where the model looked, not why.
///
/// Attention weights say which tokens a head read, not what the model made of them; they often disagree with explanations
/// that ask what changes the output (Jain, Wallace 2019).
public struct AttentionMaps: Sendable {
    /// What must stand beside every picture of attention.
    public static let caution = "where the model looked, not why"

    /// The text.
    public let text: ExplainedText
    /// The output whose gradients are here.
    public let target: ExplainedTarget
    /// The model's output.
    public let value: Double
    /// The probabilities, `[layers][heads]` of `[tokens, tokens]`: a row for each token that asks, which sums to 1.
    public let weights: [[Matrix]]
    /// What the output changes by when a probability does, of the same shape.
    public let gradients: [[Matrix]]

    /// Traces a text.
    ///
    /// Memory grows with layers × heads × tokens².
    ///
    /// - Parameters:
    ///   - text: What the model reads, with at least one word.
    ///   - model: Prepared for gradients, which is faster.
    ///   - unit: What a player is.
    ///   - label: Whose output the gradients are of; nil for the label that the model decides for.
    ///   - output: Which number; nil for the usual one.
    /// - Throws: `ExplanationsError`; `ModelError` if the model cannot read the text.
    public init(
        _ text: String, model: ExplainedModel, unit: ExplainedText.Unit = .words, label: Int? = nil,
        output: ExplainedOutput? = nil
    ) throws {
        let encoded = try model.encode(text, unit: unit)
        let target = try model.target(encoded, label: label, output: output)
        let trace = try model.packed.attentionTrace(encoded.packed) { target.gradients($0) }
        self.init(text: encoded, target: target, trace)
        guard value.isFinite else { throw ExplanationsError.textNotFinite(text: text, absent: []) }
    }

    init(text: ExplainedText, target: ExplainedTarget, _ trace: PackedTextModel.AttentionTrace) {
        self.text = text
        self.target = target
        value = target.values(trace.logits)[0]
        weights = trace.weights
        gradients = trace.gradients
    }

    /// The number of layers.
    public var layerCount: Int { weights.count }
    /// The number of heads of a layer.
    public var headCount: Int { weights.first?.count ?? 0 }
    /// The number of tokens, those that frame the text included.
    public var tokenCount: Int { text.ids.count }

    /// Returns the mean over a layer's heads of what `value` makes of each probability and its gradient, row-major,
    /// `[tokens · tokens]`.
    func mean(_ layer: Int, _ value: (_ weight: Double, _ gradient: Double) -> Double) -> [Double] {
        var result = [Double](repeating: 0, count: tokenCount * tokenCount)
        for head in 0..<headCount {
            let (weights, gradients) = (weights[layer][head].values, gradients[layer][head].values)
            for index in result.indices {
                result[index] += value(Double(weights[index]), Double(gradients[index])) / Double(headCount)
            }
        }
        return result
    }
}
