internal import MatrixKernels
internal import NumericalKernels

/// x + up(activation(down(x))): a narrow network beside the identity (Houlsby et al. 2019).
struct Bottleneck: Sendable {
    /// To the few numbers in the middle.
    let down: Linear
    let activation: Activation
    /// Back to the width of the model.
    let up: Linear

    /// What the backward pass needs.
    struct Saved: Sendable {
        /// `[n, width]`.
        var inputs: Matrix
        /// What went through the activation, `[n, inner width]`.
        var sums: Matrix
    }

    /// Adds the parameters to a layout; their names begin with `name`.
    init(_ layout: inout ParameterLayout, _ name: String, width: Int, inner: Int, activation: Activation) {
        down = Linear(&layout, ["\(name).down"], inputs: width, outputs: inner)
        up = Linear(&layout, ["\(name).up"], inputs: inner, outputs: width)
        self.activation = activation
    }

    /// Returns the outputs, `[n, width]`.
    ///
    /// - Parameter inputs: `[n, width]`.
    func forward(_ inputs: Matrix, _ parameters: Parameters) -> (outputs: Matrix, saved: Saved) {
        var sums = down.product(inputs, parameters)
        var outputs = up.forward(activation.forward(&sums, bias: parameters[down.bias]), parameters)
        outputs.add(inputs)
        return (outputs, Saved(inputs: inputs, sums: sums))
    }

    /// Adds the parameters' gradients and returns those of the inputs, `[n, width]`.
    ///
    /// - Parameter outputGradients: `[n, width]`.
    func backward(
        _ outputGradients: Matrix, _ saved: Saved, _ parameters: Parameters, into gradients: inout Parameters
    ) -> Matrix {
        let activated = activation.values(saved.sums)
        var inner = up.backward(outputGradients, inputs: activated, parameters, into: &gradients)
        activation.backward(sums: saved.sums, outputs: activated, gradients: &inner)
        var result = down.backward(inner, inputs: saved.inputs, parameters, into: &gradients)
        result.add(outputGradients)
        return result
    }
}
