package import MatrixKernels
internal import NumericalKernels

/// Linear layers one behind another, with an activation between each two: a multi-layer perceptron.
package struct Perceptron: Sendable {
    let layers: [Linear]
    let activation: Activation
    /// The probability of dropping a hidden unit.
    let dropout: Double

    /// What the backward pass needs.
    package struct Saved: Sendable {
        /// What each layer read, `[n, inputs]`; the last is what the output layer reads.
        package fileprivate(set) var inputs: [Matrix] = []
        /// What the activation of each hidden layer read and gave, `[n, width]`.
        fileprivate var sums: [Matrix] = [], activated: [Matrix] = []
        fileprivate let dropout: DropoutSource?

        /// What the output layer read: the last hidden states, `[n, width]`.
        package var hidden: Matrix { inputs[inputs.count - 1] }
    }

    /// Adds the layers' parameters to a layout.
    ///
    /// - Parameters:
    ///   - name: What the parameters' names begin with.
    ///   - hidden: The width of each hidden layer; none makes it linear.
    package init(
        _ layout: inout ParameterLayout, name: String, inputs: Int, hidden: [Int], outputs: Int, activation: Activation,
        dropout: Double = 0
    ) {
        precondition(inputs > 0 && outputs > 0 && hidden.allSatisfy { $0 > 0 }, "layers \(inputs) \(hidden) \(outputs)")
        let widths = [inputs] + hidden + [outputs]
        layers = zip(widths, widths.dropFirst()).enumerated().map { number, shape in
            layout.descend()
            return Linear(&layout, ["\(name).\(number)"], inputs: shape.0, outputs: shape.1)
        }
        self.activation = activation
        self.dropout = dropout
    }

    /// Draws the weights from a normal distribution whose variance is `gain` over a layer's inputs, twice that before a
    /// ReLU (Glorot, Bengio 2010; He et al. 2015), and sets the biases to 0.
    package func draw(into parameters: inout Parameters, gain: Double = 1, seed: UInt64) {
        for (number, layer) in layers.enumerated() {
            let doubled = number < layers.count - 1 && activation != .tanh
            let (rows, columns) = (parameters[layer.weight].rows, parameters[layer.weight].columns)
            let deviation = (gain * (doubled ? 2 : 1) / Double(columns)).squareRoot()
            var generator = SeededGenerator(seed: seed, stream: UInt64(layer.weight.index))
            parameters[layer.weight] = Matrix(
                rows: rows, columns: columns, (0..<rows * columns).map { _ in Float(deviation * generator.normal()) })
            parameters[layer.bias].fill(0)
        }
    }

    /// Returns the outputs, `[n, outputs]`, of inputs `[n, inputs]`.
    package func forward(
        _ inputs: Matrix, _ parameters: Parameters, dropout: DropoutSource? = nil
    ) -> (outputs: Matrix, saved: Saved) {
        var saved = Saved(dropout: dropout)
        var flowing = inputs
        for (number, layer) in layers.dropLast().enumerated() {
            saved.inputs.append(flowing)
            var sums = layer.product(flowing, parameters)
            flowing = activation.forward(&sums, bias: parameters[layer.bias])
            saved.sums.append(sums)
            saved.activated.append(flowing)
            mask(dropout, number)?.apply(to: &flowing)
        }
        saved.inputs.append(flowing)
        return (layers[layers.count - 1].forward(flowing, parameters), saved)
    }

    /// Adds the parameters' gradients and returns those of the inputs, `[n, inputs]`.
    ///
    /// - Parameters:
    ///   - outputs: The gradients of the outputs, `[n, outputs]`; nil if the loss does not read them.
    ///   - hidden: The gradients of the last hidden states, `[n, width]`; nil if the loss does not read them.
    package func backward(
        _ outputs: Matrix?, hidden: Matrix? = nil, _ saved: Saved, _ parameters: Parameters,
        into gradients: inout Parameters
    ) -> Matrix {
        let last = layers.count - 1
        var flowing = hidden ?? Matrix(rows: saved.hidden.rows, columns: saved.hidden.columns)
        if let outputs {
            flowing.add(layers[last].backward(outputs, inputs: saved.hidden, parameters, into: &gradients))
        }
        for number in layers.indices.dropLast().reversed() {
            mask(saved.dropout, number)?.apply(to: &flowing)
            activation.backward(sums: saved.sums[number], outputs: saved.activated[number], gradients: &flowing)
            flowing = layers[number].backward(flowing, inputs: saved.inputs[number], parameters, into: &gradients)
        }
        return flowing
    }

    private func mask(_ source: DropoutSource?, _ number: Int) -> DropoutMask? {
        source?.mask(dropout, at: .feedForward(block: number))
    }
}
