internal import MatrixKernels
internal import NumericalKernels

/// Attention and a feed-forward network, each followed by a residual connection and a norm (post-norm).
struct EncoderBlock: Sendable {
    /// The block's place, from 0 on.
    let number: Int
    let attention: SelfAttention
    let attentionOutput: Linear
    let attentionNorm: LayerNorm
    let feedForward: FeedForward
    let outputNorm: LayerNorm
    /// What is dropped of the probabilities, of the attention's outputs and of the network's.
    let attentionDropout: Double, attentionOutputDropout: Double, feedForwardDropout: Double

    /// What the backward pass needs, all but the block's inputs. What a norm put out is sooner computed again than kept.
    struct Saved: Sendable {
        var attention: SelfAttention.Saved
        /// What attention gathered, `[rows, width]`.
        var context: Matrix
        var attentionNorm: LayerNorm.Saved
        var feedForward: FeedForward.Saved
        var outputNorm: LayerNorm.Saved
    }

    /// Returns the block's outputs, `[rows, width]`, rows being all tokens or the first of each sequence.
    ///
    /// - Parameter inputs: `[tokens, width]`.
    func forward(
        _ inputs: Matrix, _ tokens: PackedTokens, _ queries: SelfAttention.Queries, _ dropout: DropoutSource?,
        _ parameters: Parameters
    ) -> (outputs: Matrix, saved: Saved) {
        let mask = dropout?.mask(attentionDropout, at: .attention(block: number))
        let (context, attended) = attention.forward(inputs, tokens, queries, mask, parameters)
        let (middle, middleSaved) = attentionNorm.forward(
            attentionOutput.product(context, parameters), bias: parameters[attentionOutput.bias],
            residual: residual(inputs, tokens, queries),
            dropout: dropout?.mask(attentionOutputDropout, at: .attentionOutputs(block: number)), parameters)
        let (contracted, fed) = feedForward.forward(middle, parameters)
        let (outputs, outputSaved) = outputNorm.forward(
            contracted, bias: parameters[feedForward.contract.bias], residual: middle,
            dropout: dropout?.mask(feedForwardDropout, at: .feedForward(block: number)), parameters)
        let saved = Saved(
            attention: attended, context: context, attentionNorm: middleSaved, feedForward: fed,
            outputNorm: outputSaved)
        return (outputs, saved)
    }

    /// Returns the same without dropout and without what the backward pass would need.
    func infer(
        _ inputs: Matrix, _ tokens: PackedTokens, _ queries: SelfAttention.Queries, _ parameters: Parameters
    ) -> Matrix {
        let context = attention.forward(inputs, tokens, queries, nil, parameters).outputs
        let middle = attentionNorm.forward(
            attentionOutput.product(context, parameters), bias: parameters[attentionOutput.bias],
            residual: residual(inputs, tokens, queries), parameters
        ).outputs
        return outputNorm.forward(
            feedForward.infer(middle, parameters), bias: parameters[feedForward.contract.bias], residual: middle,
            parameters
        ).outputs
    }

    /// Adds the parameters' gradients and returns those of the inputs, `[tokens, width]`.
    ///
    /// - Parameters:
    ///   - outputGradients: `[rows, width]`.
    ///   - inputs: What `forward` was given.
    func backward(
        _ outputGradients: consuming Matrix, inputs: Matrix, _ saved: Saved, _ tokens: PackedTokens,
        _ queries: SelfAttention.Queries, _ dropout: DropoutSource?, _ parameters: Parameters,
        into gradients: inout Parameters
    ) -> Matrix {
        var sum = outputGradients
        outputNorm.backward(&sum, saved.outputNorm, parameters, into: &gradients)
        var branch = sum
        dropout?.mask(feedForwardDropout, at: .feedForward(block: number))?.apply(to: &branch)
        sum.add(
            feedForward.backward(
                branch, inputs: attentionNorm.outputs(saved.attentionNorm, parameters), saved.feedForward, parameters,
                into: &gradients))
        attentionNorm.backward(&sum, saved.attentionNorm, parameters, into: &gradients)
        branch = sum
        dropout?.mask(attentionOutputDropout, at: .attentionOutputs(block: number))?.apply(to: &branch)
        branch = attentionOutput.backward(branch, inputs: saved.context, parameters, into: &gradients)
        var result = attention.backward(
            branch, inputs: inputs, saved.attention, tokens, queries,
            dropout?.mask(attentionDropout, at: .attention(block: number)), parameters, into: &gradients)
        switch queries {
        case .all: result.add(sum)
        case .firsts: result.add(sum, toRows: tokens.firsts)
        }
        return result
    }

    private func residual(
        _ inputs: Matrix, _ tokens: PackedTokens, _ queries: SelfAttention.Queries
    ) -> Matrix {
        queries == .all ? inputs : inputs.rows(at: tokens.firsts)
    }
}
