internal import MatrixKernels
internal import NumericalKernels

/// Two linear layers with an activation between them; the bias of the second is left to the norm behind it.
struct FeedForward: Sendable {
    var expand: Linear
    var contract: Linear
    let activation: Activation

    /// What the backward pass needs.
    struct Saved: Sendable {
        /// What went through the activation, `[n, inner width]`; what came out is sooner computed again than kept.
        var sums: Matrix
    }

    /// Returns the outputs without their bias, `[n, width]`.
    ///
    /// - Parameters:
    ///   - inputs: `[n, width]`.
    ///   - dropout: Of an adapter.
    func forward(
        _ inputs: Matrix, _ dropout: DropoutSource?, _ parameters: Parameters
    ) -> (outputs: Matrix, saved: Saved) {
        var sums = expand.product(inputs, dropout, parameters)
        let activated = activation.forward(&sums, bias: parameters[expand.bias])
        return (contract.product(activated, dropout, parameters), Saved(sums: sums))
    }

    /// Returns the same without what the backward pass would need.
    func infer(_ inputs: Matrix, _ parameters: Parameters) -> Matrix {
        var sums = expand.product(inputs, nil, parameters)
        activation.apply(to: &sums, bias: parameters[expand.bias])
        return contract.product(sums, nil, parameters)
    }

    /// Adds the parameters' gradients and returns those of the inputs, `[n, width]`.
    ///
    /// - Parameters:
    ///   - outputGradients: Of the outputs with their bias, `[n, width]`.
    ///   - inputs: What `forward` was given.
    func backward(
        _ outputGradients: Matrix, inputs: Matrix, _ saved: Saved, _ dropout: DropoutSource?, _ parameters: Parameters,
        into gradients: inout Parameters
    ) -> Matrix {
        let activated = activation.values(saved.sums)
        var inner = contract.backward(outputGradients, inputs: activated, dropout, parameters, into: &gradients)
        activation.backward(sums: saved.sums, outputs: activated, gradients: &inner)
        return expand.backward(inner, inputs: inputs, dropout, parameters, into: &gradients)
    }
}
