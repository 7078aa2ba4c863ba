internal import MatrixKernels
internal import NumericalKernels

/// Attention and a feed-forward network, each followed by a residual connection and a norm (post-norm).
struct EncoderBlock: Sendable {
    /// The block's place, from 0 on.
    let number: Int
    /// The depth of its parameters in the layout.
    var depth: Int { number + 1 }
    var attention: SelfAttention
    var attentionOutput: Linear
    let attentionNorm: LayerNorm
    var feedForward: FeedForward
    let outputNorm: LayerNorm
    /// What is dropped of the probabilities, of the attention's outputs and of the network's.
    let attentionDropout: Double, attentionOutputDropout: Double, feedForwardDropout: Double
    /// What adapters do to the outputs of attention and of the network, before the residual connections.
    var attentionAdapter: Bottleneck?, outputAdapter: Bottleneck?

    /// What the backward pass needs, all but the block's inputs. What a norm put out is sooner computed again than kept.
    struct Saved: Sendable {
        var attention: SelfAttention.Saved
        /// What attention gathered, `[rows, width]`.
        var context: Matrix
        var attentionNorm: LayerNorm.Saved
        var feedForward: FeedForward.Saved
        var outputNorm: LayerNorm.Saved
        var attentionAdapter: Bottleneck.Saved?, outputAdapter: Bottleneck.Saved?
    }

    /// Returns the block's outputs, `[rows, width]`, rows being all tokens or the first of each sequence.
    ///
    /// - Parameter inputs: `[tokens, width]`.
    func forward(
        _ inputs: Matrix, _ tokens: PackedTokens, _ queries: SelfAttention.Queries, _ dropout: DropoutSource?,
        _ parameters: Parameters
    ) -> (outputs: Matrix, saved: Saved) {
        let mask = dropout?.mask(attentionDropout, at: .attention(block: number))
        let (context, attended) = attention.forward(inputs, tokens, queries, mask, dropout, parameters)
        let (middle, middleSaved, middleAdapted) = join(
            attentionOutput.product(context, dropout, parameters), attentionOutput.bias, attentionAdapter,
            attentionNorm, residual: residual(inputs, tokens, queries),
            dropout?.mask(attentionOutputDropout, at: .attentionOutputs(block: number)), parameters)
        let (contracted, fed) = feedForward.forward(middle, dropout, parameters)
        let (outputs, outputSaved, outputAdapted) = join(
            contracted, feedForward.contract.bias, outputAdapter, outputNorm, residual: middle,
            dropout?.mask(feedForwardDropout, at: .feedForward(block: number)), parameters)
        let saved = Saved(
            attention: attended, context: context, attentionNorm: middleSaved, feedForward: fed,
            outputNorm: outputSaved, attentionAdapter: middleAdapted, outputAdapter: outputAdapted)
        return (outputs, saved)
    }

    /// Returns the same without dropout and without what the backward pass would need.
    func infer(
        _ inputs: Matrix, _ tokens: PackedTokens, _ queries: SelfAttention.Queries, _ parameters: Parameters
    ) -> Matrix {
        let context = attention.forward(inputs, tokens, queries, nil, nil, parameters).outputs
        return infer(inputs, context: context, tokens, queries, parameters)
    }

    /// Returns the same from what attention gathered, `[rows, width]`.
    func infer(
        _ inputs: Matrix, context: Matrix, _ tokens: PackedTokens, _ queries: SelfAttention.Queries,
        _ parameters: Parameters
    ) -> Matrix {
        let middle = join(
            attentionOutput.product(context, nil, parameters), attentionOutput.bias, attentionAdapter, attentionNorm,
            residual: residual(inputs, tokens, queries), nil, parameters
        ).outputs
        return join(
            feedForward.infer(middle, parameters), feedForward.contract.bias, outputAdapter, outputNorm,
            residual: middle, nil, parameters
        ).outputs
    }

    /// Adds the parameters' gradients and returns those of the inputs, `[tokens, width]`, or nil if they are not needed.
    ///
    /// - Parameters:
    ///   - outputGradients: `[rows, width]`.
    ///   - inputs: What `forward` was given.
    ///   - needsInputs: Whether something learns below this block.
    ///   - observe: Is given the gradients of what attention gathered, `[rows, width]`.
    func backward(
        _ outputGradients: consuming Matrix, inputs: Matrix, _ saved: Saved, _ tokens: PackedTokens,
        _ queries: SelfAttention.Queries, _ dropout: DropoutSource?, needsInputs: Bool, _ parameters: Parameters,
        into gradients: inout Parameters, observe: ((Matrix) -> Void)? = nil
    ) -> Matrix? {
        var sum = outputGradients
        outputNorm.backward(&sum, saved.outputNorm, parameters, into: &gradients)
        var branch = behind(outputAdapter, sum, saved.outputAdapter, parameters, into: &gradients)
        dropout?.mask(feedForwardDropout, at: .feedForward(block: number))?.apply(to: &branch)
        sum.add(
            feedForward.backward(
                branch, inputs: attentionNorm.outputs(saved.attentionNorm, parameters), saved.feedForward, dropout,
                parameters, into: &gradients))
        attentionNorm.backward(&sum, saved.attentionNorm, parameters, into: &gradients)
        branch = behind(attentionAdapter, sum, saved.attentionAdapter, parameters, into: &gradients)
        dropout?.mask(attentionOutputDropout, at: .attentionOutputs(block: number))?.apply(to: &branch)
        branch = attentionOutput.backward(branch, inputs: saved.context, dropout, parameters, into: &gradients)
        observe?(branch)
        let below = attention.backward(
            branch, inputs: inputs, saved.attention, tokens, queries,
            dropout?.mask(attentionDropout, at: .attention(block: number)), dropout, needsInputs: needsInputs,
            parameters, into: &gradients)
        guard var result = below else { return nil }
        switch queries {
        case .all: result.add(sum)
        case .firsts: result.add(sum, toRows: tokens.firsts)
        }
        return result
    }

    /// Returns norm(adapter(dropout(values + bias)) + residual), `[n, width]`.
    private func join(
        _ values: consuming Matrix, _ bias: ParameterID, _ adapter: Bottleneck?, _ norm: LayerNorm, residual: Matrix,
        _ mask: DropoutMask?, _ parameters: Parameters
    ) -> (outputs: Matrix, saved: LayerNorm.Saved, adapted: Bottleneck.Saved?) {
        guard let adapter else {
            let (outputs, saved) = norm.forward(
                values, bias: parameters[bias], residual: residual, dropout: mask, parameters)
            return (outputs, saved, nil)
        }
        values.addBias(parameters[bias])
        mask?.apply(to: &values)
        let (adapted, kept) = adapter.forward(values, parameters)
        let (outputs, saved) = norm.forward(adapted, residual: residual, parameters)
        return (outputs, saved, kept)
    }

    /// Returns the gradients of what an adapter was given, or the same ones where there is none.
    private func behind(
        _ adapter: Bottleneck?, _ outputGradients: Matrix, _ saved: Bottleneck.Saved?, _ parameters: Parameters,
        into gradients: inout Parameters
    ) -> Matrix {
        guard let adapter, let saved else { return outputGradients }
        return adapter.backward(outputGradients, saved, parameters, into: &gradients)
    }

    private func residual(
        _ inputs: Matrix, _ tokens: PackedTokens, _ queries: SelfAttention.Queries
    ) -> Matrix {
        queries == .all ? inputs : inputs.rows(at: tokens.firsts)
    }
}
