internal import MatrixKernels

extension AttentionMaps {
    /// Rollout (Abnar, Zuidema 2020): what share of the first token's last state comes from each token, if attention alone
    /// moved content and the residual connections kept half of it.
    ///
    /// The first row of Ã_L ⋯ Ã_1 for Ã = (A + I) / 2 and A the mean over heads, `[tokens]`; it sums to 1.
    public var rollout: [Double] {
        var row = firstRow
        for layer in weights.indices.reversed() {
            let mean = mean(layer) { weight, _ in weight }
            row = zip(times(row, mean), row).map { ($0 + $1) / 2 }
        }
        return row
    }

    /// Gradient-weighted relevance (Chefer, Gur, Wolf 2021, for encoders): the first row of (I + Ā_L) ⋯ (I + Ā_1) for Ā the mean
    /// over heads of the positive part of A ∇A, `[tokens]`. What speaks against the output counts as nothing.
    public var relevance: [Double] {
        var row = firstRow
        for layer in weights.indices.reversed() {
            let mean = mean(layer) { max(0, $0 * $1) }
            row = zip(times(row, mean), row).map { $0 + $1 }
        }
        return row
    }

    /// Attention × gradient: Σ A ∇A over all layers, heads and asking tokens, `[tokens]`: the first order of what the output
    /// would lose if nobody attended to a token. It may be negative.
    public var attentionTimesGradient: [Double] {
        var sums = [Double](repeating: 0, count: tokenCount)
        for layer in weights.indices {
            for head in weights[layer].indices {
                let (weights, gradients) = (weights[layer][head].values, gradients[layer][head].values)
                for index in 0..<tokenCount * tokenCount {
                    sums[index % tokenCount] += Double(weights[index]) * Double(gradients[index])
                }
            }
        }
        return sums
    }

    /// Flow (Abnar, Zuidema 2020): how much can reach the first token's last state from each token through Ã of all layers as
    /// pipes, `[tokens]`.
    ///
    /// A maximum flow for each token, so worth asking for short texts: it takes seconds from about a hundred tokens on.
    public func flow() -> [Double] {
        let tokens = tokenCount
        let layers = weights.indices.map { layer in
            var mixed = mean(layer) { weight, _ in weight / 2 }
            for token in 0..<tokens { mixed[token * tokens + token] += 0.5 }
            return mixed
        }
        var network = LayeredFlow(layers: layers, width: tokens)
        return (0..<tokens).map { network.maximum(from: 0, to: $0) }
    }

    private var firstRow: [Double] { (0..<tokenCount).map { $0 == 0 ? 1 : 0 } }

    /// A row, `[tokens]`, times a matrix, row-major.
    private func times(_ row: [Double], _ matrix: [Double]) -> [Double] {
        var result = [Double](repeating: 0, count: row.count)
        for (index, factor) in row.enumerated() where factor != 0 {
            for column in row.indices { result[column] += factor * matrix[index * row.count + column] }
        }
        return result
    }
}
