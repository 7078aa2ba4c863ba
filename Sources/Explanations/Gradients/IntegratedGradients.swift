internal import MatrixKernels
internal import NumericalKernels
internal import Transformers

/// Integrated gradients (Sundararajan, Taly, Yan 2017) of the words' vectors: each token has
/// Σ_d (e − e⁰)_d ∫₀¹ ∂F/∂e_d (e⁰ + α (e − e⁰)) dα, so that all add up to F(e) − F(e⁰).
///
/// The integral is taken by Gauss's rule, with more nodes until the sum is right. Positions and segments are not part of the
/// path.
public struct IntegratedGradients: Sendable {
    /// Where the path begins.
    public var baseline = GradientBaseline.padding
    /// The nodes to begin with.
    public var steps = 50
    /// The most nodes, which are doubled until the sum is right.
    public var mostSteps = 1600
    /// How far the sum may miss the difference of the outputs, as a share of it. 1e-5 of the output is always allowed, which
    /// is what single precision leaves.
    public var tolerance = 0.01

    /// Makes the method with its usual settings.
    public init() {}

    /// Explains a text.
    ///
    /// - Parameters:
    ///   - text: What the model reads, with at least one word.
    ///   - model: Prepared for gradients, which is faster.
    ///   - unit: What a player is.
    ///   - label: Whose output is explained; nil for the label that the model decides for.
    ///   - output: Which number; nil for the usual one.
    /// - Throws: `ExplanationsError.incomplete` if the sum is not right with the most nodes, and its other cases.
    public func explain(
        _ text: String, model: ExplainedModel, unit: ExplainedText.Unit = .words, label: Int? = nil,
        output: ExplainedOutput? = nil
    ) throws -> GradientAttribution {
        let encoded = try model.encode(text, unit: unit)
        let target = try model.target(encoded, label: label, output: output)
        let words = model.packed.model.wordEmbeddings(encoded.ids)
        var base = words
        if let ids = try baseline.ids(of: encoded, model.classifier) {
            base = model.packed.model.wordEmbeddings(ids)
        } else {
            for player in encoded.players {
                for token in player.tokens { for column in 0..<base.columns { base[token, column] = 0 } }
            }
        }
        var count = max(1, steps)
        while true {
            let path = try GradientPath(words: words, base: base, tokens: encoded.packed)
                .integrate(model.packed, target, steps: count)
            let sum = path.tokens.reduce(0, +)
            let difference = path.value - path.baseValue
            guard sum.isFinite && difference.isFinite else {
                throw ExplanationsError.textNotFinite(text: text, absent: [])
            }
            let allowed = max(tolerance * abs(difference), 1e-5 * max(1, abs(path.value), abs(path.baseValue)))
            if abs(sum - difference) <= allowed {
                return GradientAttribution(
                    text: encoded, target: target, tokens: path.tokens, value: path.value, baseValue: path.baseValue,
                    steps: count)
            }
            guard 2 * count <= mostSteps else {
                throw ExplanationsError.incomplete(text: text, steps: count, sum: sum, difference: difference)
            }
            count *= 2
        }
    }
}

/// The straight way from one text's vectors to another's.
struct GradientPath {
    /// Both ends, `[tokens, width]`.
    let words: Matrix, base: Matrix
    /// The text, one sequence.
    let tokens: PackedTokens

    /// Returns what each token has of the output's change along the way, `[tokens]`, and the output at both ends.
    func integrate(
        _ model: PackedTextModel, _ target: ExplainedTarget, steps: Int
    ) throws -> (tokens: [Double], value: Double, baseValue: Double) {
        let rule = GaussLegendre(count: steps)
        // From −1…1 to 0…1.
        let nodes = rule.nodes.map { (1 + $0) / 2 }
        let weights = rule.weights.map { $0 / 2 }
        let length = tokens.tokenCount
        var sums = [Double](repeating: 0, count: words.count)
        var ends: [Double] = []
        // Both ends go with the nodes, with no weight in the sum.
        let places = nodes + [1, 0]
        let most = max(1, 8192 / length)
        for start in stride(from: 0, to: places.count, by: most) {
            let part = start..<min(places.count, start + most)
            var batch = PackedTokens(sequences: part.count, tokens: part.count * length)
            for _ in part { batch.append(ids: tokens.ids, types: tokens.types) }
            let along = Matrix(stacking: part.map { vectors(at: places[$0]) })
            let found = try model.inputGradients(batch, words: along) { target.gradients($0) }
            let values = target.values(found.logits)
            let gradients = found.gradients.values
            for (row, place) in part.enumerated() {
                guard place < steps else {
                    ends.append(values[row])
                    continue
                }
                let offset = row * sums.count
                for index in sums.indices { sums[index] += weights[place] * Double(gradients[offset + index]) }
            }
        }
        let (from, to) = (base.values, words.values)
        var result = [Double](repeating: 0, count: length)
        for index in sums.indices {
            let change = Double(to[index]) - Double(from[index])
            result[index / words.columns] += sums[index] * change
        }
        return (result, ends[0], ends[1])
    }

    private func vectors(at place: Double) -> Matrix {
        var result = base
        result.scale(by: Float(1 - place))
        result.add(words, scale: Float(place))
        return result
    }
}
