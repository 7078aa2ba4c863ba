internal import MatrixKernels
internal import NumericalKernels

/// Standardises each row, scales and shifts it (Ba, Kiros, Hinton 2016), after the residual connection before it.
struct LayerNorm: Sendable {
    /// `[1, width]`.
    let gain: ParameterID
    /// `[1, width]`.
    let shift: ParameterID
    /// Added to the variance.
    let epsilon: Float

    /// What the backward pass needs.
    typealias Saved = LayerNormKernel.Saved

    /// Adds the layer's parameters to a layout.
    init(_ layout: inout ParameterLayout, _ name: String, width: Int, epsilon: Double) {
        gain = layout.add(["\(name).weight"], .gain, count: width)
        shift = layout.add(["\(name).bias"], .shift, count: width)
        self.epsilon = Float(epsilon)
    }

    /// Returns `norm(dropout(values + bias) + residual)`, `[n, width]`.
    ///
    /// - Parameters:
    ///   - values: `[n, width]`.
    ///   - bias: `[1, width]`, or nil.
    ///   - residual: `[n, width]`, or nil.
    ///   - dropout: Or nil.
    func forward(
        _ values: consuming Matrix, bias: Matrix? = nil, residual: Matrix? = nil, dropout: DropoutMask? = nil,
        _ parameters: Parameters
    ) -> (outputs: Matrix, saved: Saved) {
        LayerNormKernel.forward(
            values, bias: bias, residual: residual, dropout: dropout, gain: parameters[gain],
            shift: parameters[shift], epsilon: epsilon)
    }

    /// Returns what `forward` returned, the same bits, `[n, width]`.
    func outputs(_ saved: Saved, _ parameters: Parameters) -> Matrix {
        LayerNormKernel.outputs(saved, gain: parameters[gain], shift: parameters[shift])
    }

    /// Turns gradients of the outputs, `[n, width]`, into gradients of the sum that was standardised, in place.
    ///
    /// They are the gradients of the residual as they are, and of `values + bias` once the dropout mask is applied.
    func backward(
        _ gradients: inout Matrix, _ saved: Saved, _ parameters: Parameters,
        into parameterGradients: inout Parameters
    ) {
        let sums = LayerNormKernel.backward(saved, gain: parameters[gain], gradients: &gradients)
        if parameterGradients.includes(gain) { parameterGradients[gain].add(sums.gain) }
        if parameterGradients.includes(shift) { parameterGradients[shift].add(sums.shift) }
    }
}
