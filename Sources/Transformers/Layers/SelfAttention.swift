internal import MatrixKernels
internal import NumericalKernels

/// Multi-head attention of packed sequences with themselves (Vaswani et al. 2017), up to the product with the values.
struct SelfAttention: Sendable {
    /// Query, key and value in one, `[3 · width, width]`.
    var projection: Linear
    let heads: Int
    /// The width of the model, all heads together.
    let width: Int

    /// Which tokens ask.
    enum Queries: Sendable {
        /// Every token.
        case all
        /// The first token of each sequence alone.
        case firsts
    }

    /// What the backward pass needs.
    struct Saved: Sendable {
        /// Queries, keys and values.
        var inputs: AttentionKernel.Inputs
        /// The first tokens' rows of what `forward` was given, where they alone ask, `[sequences, width]`.
        var firsts: Matrix?
    }

    /// Returns what every asking token gathers, `[queries, width]`.
    ///
    /// - Parameters:
    ///   - inputs: `[tokens, width]`.
    ///   - mask: Of the probabilities.
    ///   - dropout: Of an adapter.
    func forward(
        _ inputs: Matrix, _ tokens: PackedTokens, _ queries: Queries, _ mask: DropoutMask?, _ dropout: DropoutSource?,
        _ parameters: Parameters
    ) -> (outputs: Matrix, saved: Saved) {
        let saved = project(inputs, tokens, queries, dropout, parameters)
        return (kernel(tokens, queries, mask).forward(saved.inputs), saved)
    }

    /// Returns queries, keys and values of every token, `[tokens, 3 · width]`, of which `gather` makes what `forward` returns.
    func project(_ inputs: Matrix, _ parameters: Parameters) -> Matrix { projection.forward(inputs, nil, parameters) }

    /// Returns what every token gathers, `[tokens, width]`.
    func gather(_ projected: Matrix, _ tokens: PackedTokens) -> Matrix {
        kernel(tokens, .all, nil).forward(AttentionKernel.Inputs(all: projected))
    }

    /// Returns the probabilities of each sequence and head, `[sequences][heads]` of `[queries, keys]`.
    func probabilities(_ inputs: Matrix, _ tokens: PackedTokens, _ parameters: Parameters) -> [[Matrix]] {
        kernel(tokens, .all, nil).probabilities(project(inputs, tokens, .all, nil, parameters).inputs)
    }

    /// Returns the probabilities that a forward pass has used, and their gradients, `[heads]` of `[queries, keys]` each.
    ///
    /// - Parameters:
    ///   - saved: Of a pass of one sequence in which every token asks.
    ///   - outputGradients: Of what it returned, `[queries, width]`.
    func probabilities(
        _ saved: Saved, _ tokens: PackedTokens, outputGradients: Matrix
    ) -> (values: [Matrix], gradients: [Matrix]) {
        precondition(tokens.sequenceCount == 1 && saved.firsts == nil, "probabilities of one sequence's tokens")
        let kernel = kernel(tokens, .all, nil)
        return (
            kernel.probabilities(saved.inputs)[0],
            kernel.probabilityGradients(saved.inputs, gradients: outputGradients)[0]
        )
    }

    /// Adds the parameters' gradients and returns those of the inputs, `[tokens, width]`, or nil if they are not needed.
    ///
    /// - Parameters:
    ///   - outputGradients: `[queries, width]`.
    ///   - inputs: What `forward` was given.
    func backward(
        _ outputGradients: Matrix, inputs: Matrix, _ saved: Saved, _ tokens: PackedTokens, _ queries: Queries,
        _ mask: DropoutMask?, _ dropout: DropoutSource?, needsInputs: Bool, _ parameters: Parameters,
        into gradients: inout Parameters
    ) -> Matrix? {
        let inner = kernel(tokens, queries, mask).backward(saved.inputs, gradients: outputGradients)
        guard let firsts = saved.firsts else {
            guard needsInputs else {
                projection.accumulate(inner.queries, inputs: inputs, dropout, parameters, into: &gradients)
                return nil
            }
            return projection.backward(inner.queries, inputs: inputs, dropout, parameters, into: &gradients)
        }
        let asking = projection.part(0..<width)
        let asked = projection.part(width..<3 * width)
        guard needsInputs else {
            asked.accumulate(inner.keysAndValues, inputs: inputs, dropout, parameters, into: &gradients)
            asking.accumulate(inner.queries, inputs: firsts, dropout, parameters, into: &gradients)
            return nil
        }
        var result = asked.backward(inner.keysAndValues, inputs: inputs, dropout, parameters, into: &gradients)
        let first = asking.backward(inner.queries, inputs: firsts, dropout, parameters, into: &gradients)
        result.add(first, toRows: tokens.firsts)
        return result
    }

    private func project(
        _ inputs: Matrix, _ tokens: PackedTokens, _ queries: Queries, _ dropout: DropoutSource?,
        _ parameters: Parameters
    ) -> Saved {
        switch queries {
        case .all:
            return Saved(inputs: AttentionKernel.Inputs(all: projection.forward(inputs, dropout, parameters)))
        case .firsts:
            let firsts = inputs.rows(at: tokens.firsts)
            let inputs = AttentionKernel.Inputs(
                queries: projection.part(0..<width).forward(firsts, dropout, parameters),
                keysAndValues: projection.part(width..<3 * width).forward(inputs, dropout, parameters))
            return Saved(inputs: inputs, firsts: firsts)
        }
    }

    private func kernel(_ tokens: PackedTokens, _ queries: Queries, _ dropout: DropoutMask?) -> AttentionKernel {
        let queryOffsets = queries == .all ? tokens.offsets : Array(0...tokens.sequenceCount)
        return AttentionKernel(
            offsets: tokens.offsets, queryOffsets: queryOffsets, heads: heads, width: width / heads,
            dropout: dropout)
    }
}
