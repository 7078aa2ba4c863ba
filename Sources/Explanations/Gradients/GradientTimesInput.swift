internal import MatrixKernels
internal import Transformers

/// Gradient × input (Shrikumar, Greenside, Kundaje 2017): each token has Σ_d e_d ∂F/∂e_d of its word's vector e, the first
/// order of what the output would lose if that vector were 0.
public struct GradientTimesInput: Sendable {
    /// Makes the method.
    public init() {}

    /// Explains a text with one gradient; the parameters are those of `IntegratedGradients.explain`.
    ///
    /// - Throws: `ExplanationsError`; `ModelError` if the model cannot read the text.
    public func explain(
        _ text: String, model: ExplainedModel, unit: ExplainedText.Unit = .words, label: Int? = nil,
        output: ExplainedOutput? = nil
    ) throws -> GradientAttribution {
        let encoded = try model.encode(text, unit: unit)
        let target = try model.target(encoded, label: label, output: output)
        let words = model.packed.model.wordEmbeddings(encoded.ids)
        let found = try model.packed.inputGradients(encoded.packed) { target.gradients($0) }
        let (gradients, vectors) = (found.gradients.values, words.values)
        var tokens = [Double](repeating: 0, count: encoded.ids.count)
        for index in gradients.indices {
            tokens[index / words.columns] += Double(gradients[index]) * Double(vectors[index])
        }
        let value = target.values(found.logits)[0]
        guard value.isFinite && tokens.allSatisfy(\.isFinite) else {
            throw ExplanationsError.textNotFinite(text: text, absent: [])
        }
        return GradientAttribution(
            text: encoded, target: target, tokens: tokens, value: value, baseValue: nil, steps: 1)
    }
}
