public import MatrixKernels
internal import NumericalKernels

extension TextModel {
    /// Returns the classifier's logits, `[sequences, labels]`.
    ///
    /// The last block computes the first token of each sequence alone. However many sequences there are, few are computed
    /// with at a time, so that memory stays small.
    public func logits(_ tokens: PackedTokens) throws(ModelError) -> Matrix {
        try validate(tokens)
        guard let classifier else { preconditionFailure("a model without a classifier has no logits") }
        return sharded(tokens) { tokens, parameters in
            classifier.forward(encoder.infer(tokens, .firsts, parameters), nil, parameters).logits
        }
    }

    /// Returns the last block's state of each sequence's first token, `[sequences, width]`: what the classifier reads.
    ///
    /// Computed as `logits` are, and in as little memory.
    public func firstTokenStates(_ tokens: PackedTokens) throws(ModelError) -> Matrix {
        try validate(tokens)
        return sharded(tokens) { encoder.infer($0, .firsts, $1) }
    }

    /// Returns the last block's hidden states, `[tokens, width]`.
    public func hiddenStates(_ tokens: PackedTokens) throws(ModelError) -> Matrix {
        try validate(tokens)
        return sharded(tokens) { encoder.infer($0, .all, $1) }
    }

    /// Returns the hidden states before the first block and after each, `[blocks + 1]` of `[tokens, width]`.
    public func allHiddenStates(_ tokens: PackedTokens) throws(ModelError) -> [Matrix] {
        try validate(tokens)
        var states: [Matrix] = []
        _ = encoder.infer(tokens, .all, parameters) { states.append($0) }
        return states
    }

    /// Returns the mean of each sequence's hidden states, `[sequences, width]`.
    public func embeddings(_ tokens: PackedTokens) throws(ModelError) -> Matrix {
        try validate(tokens)
        return sharded(tokens) { encoder.infer($0, .all, $1).segmentMeans($0.offsets) }
    }

    /// Returns what each attention head attends to, `[blocks][sequences][heads]` of `[tokens, tokens]`; rows sum to 1.
    public func attention(_ tokens: PackedTokens) throws(ModelError) -> [[[Matrix]]] {
        try validate(tokens)
        var inputs: [Matrix] = []
        _ = encoder.infer(tokens, .all, parameters) { inputs.append($0) }
        return zip(encoder.blocks, inputs).map { $0.attention.probabilities($1, tokens, parameters) }
    }

    /// Returns the masked-language head's logits for some tokens, `[positions, vocabulary]`.
    ///
    /// - Parameters:
    ///   - tokens: The sequences, masks in place.
    ///   - positions: The tokens to predict, counted over all sequences.
    public func tokenLogits(_ tokens: PackedTokens, at positions: [Int]) throws(ModelError) -> Matrix {
        try validate(tokens)
        guard let maskedLanguage else { preconditionFailure("a model without a masked-language head") }
        let states = encoder.infer(tokens, .all, parameters)
        return maskedLanguage.forward(states.rows(at: positions), nil, parameters).logits
    }

    /// How many tokens are computed with at a time: what their widest layer takes fits the caches.
    private static let shardTokens = 512

    /// Computes shards of whole sequences, each on one thread, and puts the results below one another.
    private func sharded(
        _ tokens: PackedTokens, _ compute: @Sendable (PackedTokens, Parameters) -> Matrix
    ) -> Matrix {
        let shards = tokens.shards(of: TextModel.shardTokens)
        // Few shards would leave threads idle; then the layers themselves are divided.
        guard shards.count >= 4 else {
            return Matrix(stacking: shards.map { compute(tokens.sequences($0), parameters) })
        }
        let packed = parameters.packingWeights()
        return Matrix(stacking: ParallelLoop.map(shards.count) { compute(tokens.sequences(shards[$0]), packed) })
    }
}
