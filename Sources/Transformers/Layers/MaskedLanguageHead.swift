internal import MatrixKernels
internal import NumericalKernels

/// A hidden layer with a norm, and a linear layer to the vocabulary whose weight is the table of word embeddings.
struct MaskedLanguageHead: Sendable {
    var dense: Linear
    let activation: Activation
    let norm: LayerNorm
    /// `[vocabulary, width]`, shared with the embeddings.
    let word: ParameterID
    /// `[1, vocabulary]`.
    let bias: ParameterID

    /// What the backward pass needs.
    struct Saved: Sendable {
        var states: Matrix, sums: Matrix, activated: Matrix
        var norm: LayerNorm.Saved
        var standardized: Matrix
    }

    /// Returns the logits, `[n, vocabulary]`.
    ///
    /// - Parameters:
    ///   - states: Of the tokens to predict, `[n, width]`.
    ///   - dropout: Of an adapter.
    func forward(
        _ states: Matrix, _ dropout: DropoutSource?, _ parameters: Parameters
    ) -> (logits: Matrix, saved: Saved) {
        var sums = dense.product(states, dropout, parameters)
        let activated = activation.forward(&sums, bias: parameters[dense.bias])
        let (outputs, normSaved) = norm.forward(activated, parameters)
        var logits = outputs.timesTransposed(parameters[word])
        logits.addBias(parameters[bias])
        let saved = Saved(
            states: states, sums: sums, activated: activated, norm: normSaved, standardized: outputs)
        return (logits, saved)
    }

    /// Adds the parameters' gradients and returns those of the states, `[n, width]`.
    ///
    /// - Parameter logitGradients: `[n, vocabulary]`.
    func backward(
        _ logitGradients: Matrix, _ saved: Saved, _ dropout: DropoutSource?, _ parameters: Parameters,
        into gradients: inout Parameters
    ) -> Matrix {
        if gradients.includes(bias) { gradients[bias].addColumnSums(logitGradients) }
        if gradients.includes(word) {
            gradients[word].addProduct(transposed: logitGradients, saved.standardized)
        }
        var inner = logitGradients.times(parameters[word])
        norm.backward(&inner, saved.norm, parameters, into: &gradients)
        activation.backward(sums: saved.sums, outputs: saved.activated, gradients: &inner)
        return dense.backward(inner, inputs: saved.states, dropout, parameters, into: &gradients)
    }
}
