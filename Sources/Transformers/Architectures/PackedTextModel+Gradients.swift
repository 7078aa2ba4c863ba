public import MatrixKernels
internal import NumericalKernels

extension PackedTextModel {
    /// The logits of some sequences, and what a function of them changes by when a word's vector does.
    public struct InputGradients: Sendable {
        /// `[sequences, labels]`.
        public let logits: Matrix
        /// Of the words' vectors, `[tokens, width]`.
        public let gradients: Matrix
    }

    /// Computes the gradients of a function of each sequence's logits with respect to the words' vectors: what is looked up
    /// in the table of words, before positions are added and anything is standardised. Nothing is dropped out.
    ///
    /// - Parameters:
    ///   - tokens: The sequences.
    ///   - words: Vectors in place of those in the table, `[tokens, width]`; nil for those.
    ///   - output: Returns the gradients of the function with respect to logits, for logits of that shape,
    ///     `[sequences, labels]`. It is called for some sequences at a time, from several threads.
    public func inputGradients(
        _ tokens: PackedTokens, words: Matrix? = nil, of output: @Sendable (Matrix) -> Matrix
    ) throws(ModelError) -> InputGradients {
        try model.validate(tokens)
        guard let classifier = model.classifier else { preconditionFailure("a model without a classifier") }
        precondition(words.map { $0.rows == tokens.tokenCount } ?? true, "vectors for other than all tokens")
        let encoder = model.encoder
        let parts = shards(tokens) { part, sequences in
            let range = tokens.offsets[sequences.lowerBound]..<tokens.offsets[sequences.upperBound]
            let (states, saved) = encoder.traced(part, words?.rows(range), .firsts, parameters)
            let (logits, kept) = classifier.forward(states, nil, parameters)
            var none = Parameters(zeros: parameters.layout, where: { _ in false })
            let flowing = classifier.backward(output(logits), kept, nil, parameters, into: &none)
            let (gradients, _) = encoder.inputGradients(flowing, saved, part, .firsts, parameters)
            return InputGradients(logits: logits, gradients: gradients)
        }
        return InputGradients(
            logits: Matrix(stacking: parts.map(\.logits)), gradients: Matrix(stacking: parts.map(\.gradients)))
    }

    /// What every head of every block attended to in one sequence, and what the output changes by when that does.
    public struct AttentionTrace: Sendable {
        /// `[1, labels]`.
        public let logits: Matrix
        /// The probabilities, `[blocks][heads]` of `[tokens, tokens]`, those that ask in rows; rows sum to 1.
        public let weights: [[Matrix]]
        /// The gradients of the output with respect to each of them, of the same shape.
        public let gradients: [[Matrix]]
    }

    /// Traces the attention of one sequence.
    ///
    /// - Parameters:
    ///   - tokens: One sequence.
    ///   - output: As in `inputGradients`.
    public func attentionTrace(
        _ tokens: PackedTokens, of output: (Matrix) -> Matrix
    ) throws(ModelError) -> AttentionTrace {
        try model.validate(tokens)
        guard let classifier = model.classifier else { preconditionFailure("a model without a classifier") }
        precondition(tokens.sequenceCount == 1, "the attention of \(tokens.sequenceCount) sequences")
        let (states, saved) = model.encoder.traced(tokens, nil, .all, parameters)
        let (logits, kept) = classifier.forward(states.rows(at: tokens.firsts), nil, parameters)
        var none = Parameters(zeros: parameters.layout, where: { _ in false })
        let first = classifier.backward(output(logits), kept, nil, parameters, into: &none)
        var flowing = Matrix(rows: states.rows, columns: states.columns)
        flowing.add(first, toRows: tokens.firsts)
        let (_, attention) = model.encoder.inputGradients(flowing, saved, tokens, .all, parameters, tracing: true)
        return AttentionTrace(
            logits: logits, weights: attention.map(\.values), gradients: attention.map(\.gradients))
    }
}

extension Encoder {
    /// Returns the last block's outputs, `[rows, width]`, and all that the backward pass needs.
    ///
    /// - Parameter words: The words' vectors, `[tokens, width]`; nil for those of the table.
    fileprivate func traced(
        _ tokens: PackedTokens, _ words: Matrix?, _ queries: SelfAttention.Queries, _ parameters: Parameters
    ) -> (states: Matrix, saved: Saved) {
        var saved = Saved()
        var (flowing, kept) = embeddings.forward(tokens, words: words, nil, parameters)
        saved.embeddings = kept
        for block in blocks {
            saved.inputs.append(saved.inputs.isEmpty ? flowing : nil)
            let (outputs, kept) = block.forward(flowing, tokens, asking(block, queries), nil, parameters)
            saved.blocks.append(kept)
            flowing = outputs
        }
        return (flowing, saved)
    }

    /// Returns the gradients of the words' vectors, `[tokens, width]`, and where `tracing` those of every block's attention.
    fileprivate func inputGradients(
        _ stateGradients: consuming Matrix, _ saved: consuming Saved, _ tokens: PackedTokens,
        _ queries: SelfAttention.Queries, _ parameters: Parameters, tracing: Bool = false
    ) -> (words: Matrix, attention: [(values: [Matrix], gradients: [Matrix])]) {
        var none = Parameters(zeros: parameters.layout, where: { _ in false })
        var flowing = stateGradients
        var attention: [(values: [Matrix], gradients: [Matrix])] = []
        for block in blocks.reversed() {
            let inputs = saved.inputs.removeLast() ?? outputs(below: block, saved, parameters)
            guard let kept = saved.blocks.removeLast() else { preconditionFailure("a block that kept nothing") }
            let below = block.backward(
                flowing, inputs: inputs, kept, tokens, asking(block, queries), nil, needsInputs: true, parameters,
                into: &none,
                observe: tracing
                    ? { attention.append(block.attention.probabilities(kept.attention, tokens, outputGradients: $0)) }
                    : nil)
            guard let below else { preconditionFailure("no gradients of a block's inputs") }
            flowing = below
        }
        guard let kept = saved.embeddings else { preconditionFailure("a pass without embeddings") }
        embeddings.backward(&flowing, kept, nil, parameters, into: &none)
        return (flowing, attention.reversed())
    }
}
