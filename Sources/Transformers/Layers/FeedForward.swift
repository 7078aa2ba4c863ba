internal import NumericalKernels

/// Two linear layers with an activation between them; the bias of the second is left to the norm behind it.
struct FeedForward: Sendable {
    let expand: Linear
    let contract: Linear
    let activation: Activation

    /// What the backward pass needs.
    struct Saved: Sendable {
        /// What went through the activation, and what came out, `[n, inner width]` each.
        var sums: Matrix, activated: Matrix
    }

    /// Returns the outputs without their bias, `[n, width]`.
    ///
    /// - Parameter inputs: `[n, width]`.
    func forward(_ inputs: Matrix, _ parameters: Parameters) -> (outputs: Matrix, saved: Saved) {
        var sums = expand.product(inputs, parameters)
        let activated = activation.forward(&sums, bias: parameters[expand.bias])
        return (contract.product(activated, parameters), Saved(sums: sums, activated: activated))
    }

    /// Returns the same without what the backward pass would need.
    func infer(_ inputs: Matrix, _ parameters: Parameters) -> Matrix {
        var sums = expand.product(inputs, parameters)
        activation.apply(to: &sums, bias: parameters[expand.bias])
        return contract.product(sums, parameters)
    }

    /// Adds the parameters' gradients and returns those of the inputs, `[n, width]`.
    ///
    /// - Parameters:
    ///   - outputGradients: Of the outputs with their bias, `[n, width]`.
    ///   - inputs: What `forward` was given.
    func backward(
        _ outputGradients: Matrix, inputs: Matrix, _ saved: Saved, _ parameters: Parameters,
        into gradients: inout Parameters
    ) -> Matrix {
        var inner = contract.backward(outputGradients, inputs: saved.activated, parameters, into: &gradients)
        activation.backward(sums: saved.sums, outputs: saved.activated, gradients: &inner)
        return expand.backward(inner, inputs: inputs, parameters, into: &gradients)
    }
}
