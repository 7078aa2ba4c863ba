internal import MatrixKernels
internal import NumericalKernels

/// A hidden layer on the first token's state, and a linear layer to the labels.
struct ClassificationHead: Sendable {
    var dense: Linear
    let activation: Activation
    var output: Linear
    let dropout: Double
    /// Whether the states are dropped out before the hidden layer too (RoBERTa).
    let dropsInputs: Bool

    /// What the backward pass needs, `[sequences, width]` each.
    struct Saved: Sendable {
        var inputs: Matrix, sums: Matrix, activated: Matrix, dropped: Matrix
    }

    /// Returns the logits, `[sequences, labels]`.
    ///
    /// - Parameter states: Of the first tokens, `[sequences, width]`.
    func forward(
        _ states: Matrix, _ dropout: DropoutSource?, _ parameters: Parameters
    ) -> (logits: Matrix, saved: Saved) {
        var inputs = states
        if dropsInputs { dropout?.mask(self.dropout, at: .headInputs)?.apply(to: &inputs) }
        var sums = dense.product(inputs, dropout, parameters)
        let activated = activation.forward(&sums, bias: parameters[dense.bias])
        var dropped = activated
        dropout?.mask(self.dropout, at: .head)?.apply(to: &dropped)
        let saved = Saved(inputs: inputs, sums: sums, activated: activated, dropped: dropped)
        return (output.forward(dropped, dropout, parameters), saved)
    }

    /// Adds the parameters' gradients and returns those of the states, `[sequences, width]`.
    ///
    /// - Parameters:
    ///   - logitGradients: `[sequences, labels]`; nil if the loss does not read the logits.
    ///   - activated: The gradients of the hidden layer's outputs before dropout, `[sequences, width]`, that come from
    ///     elsewhere; nil if there are none.
    func backward(
        _ logitGradients: Matrix?, activated: Matrix? = nil, _ saved: Saved, _ dropout: DropoutSource?,
        _ parameters: Parameters, into gradients: inout Parameters
    ) -> Matrix {
        var inner = Matrix(rows: saved.activated.rows, columns: saved.activated.columns)
        if let logitGradients {
            inner = output.backward(logitGradients, inputs: saved.dropped, dropout, parameters, into: &gradients)
            dropout?.mask(self.dropout, at: .head)?.apply(to: &inner)
        }
        if let activated { inner.add(activated, scale: 1) }
        activation.backward(sums: saved.sums, outputs: saved.activated, gradients: &inner)
        var result = dense.backward(inner, inputs: saved.inputs, dropout, parameters, into: &gradients)
        if dropsInputs { dropout?.mask(self.dropout, at: .headInputs)?.apply(to: &result) }
        return result
    }
}
