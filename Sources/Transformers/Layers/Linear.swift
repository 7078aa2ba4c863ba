internal import MatrixKernels
internal import NumericalKernels

/// y = x Wᵀ + b.
struct Linear: Sendable {
    /// `[outputs, inputs]`.
    let weight: ParameterID
    /// `[1, outputs]`.
    let bias: ParameterID
    /// The rows of the weight that are computed with; all of them but in a part of a layer.
    let rows: Range<Int>
    /// What an adapter adds to some of these outputs.
    var lowRank: LowRankUpdate?

    /// Adds a layer's parameters to a layout; several names lie below one another and are computed at once.
    init(_ layout: inout ParameterLayout, _ names: [String], inputs: Int, outputs: Int) {
        weight = layout.add(names.map { "\($0).weight" }, .weight, rows: outputs, columns: inputs)
        bias = layout.add(names.map { "\($0).bias" }, .bias, count: outputs)
        rows = 0..<outputs * names.count
    }

    private init(weight: ParameterID, bias: ParameterID, rows: Range<Int>, lowRank: LowRankUpdate?) {
        self.weight = weight
        self.bias = bias
        self.rows = rows
        self.lowRank = lowRank
    }

    /// The same layer, of which only some outputs are computed.
    func part(_ rows: Range<Int>) -> Linear {
        Linear(weight: weight, bias: bias, rows: rows, lowRank: lowRank?.part(rows))
    }

    /// Returns x Wᵀ, `[n, rows]`, without the bias, for a layer behind this one to add.
    ///
    /// - Parameter dropout: What an adapter's inputs are dropped out by; the layer itself drops nothing.
    func product(_ inputs: Matrix, _ dropout: DropoutSource?, _ parameters: Parameters) -> Matrix {
        var outputs = products(inputs, parameters)
        lowRank?.add(to: &outputs, inputs, dropout, parameters)
        return outputs
    }

    /// Returns x Wᵀ + b, `[n, rows]`.
    func forward(_ inputs: Matrix, _ dropout: DropoutSource?, _ parameters: Parameters) -> Matrix {
        var outputs = product(inputs, dropout, parameters)
        outputs.addBias(parameters[bias], from: rows.lowerBound)
        return outputs
    }

    /// Adds the gradients of weight and bias, and returns the gradients of the inputs, `[n, inputs]`.
    ///
    /// - Parameters:
    ///   - outputGradients: `[n, rows]`.
    ///   - inputs: What `forward` was given, `[n, inputs]`.
    func backward(
        _ outputGradients: Matrix, inputs: Matrix, _ dropout: DropoutSource?, _ parameters: Parameters,
        into gradients: inout Parameters
    ) -> Matrix {
        add(outputGradients, inputs, into: &gradients)
        let result = back(outputGradients, parameters)
        guard let lowRank else { return result }
        var sum: Matrix? = result
        lowRank.backward(outputGradients, inputs: inputs, dropout, parameters, into: &gradients, &sum)
        return sum ?? result
    }

    /// Adds the parameters' gradients alone, where those of the inputs are not needed.
    func accumulate(
        _ outputGradients: Matrix, inputs: Matrix, _ dropout: DropoutSource?, _ parameters: Parameters,
        into gradients: inout Parameters
    ) {
        add(outputGradients, inputs, into: &gradients)
        var none: Matrix?
        lowRank?.backward(outputGradients, inputs: inputs, dropout, parameters, into: &gradients, &none)
    }

    private func products(_ inputs: Matrix, _ parameters: Parameters) -> Matrix {
        if let packed = parameters.packed(weight), rows.lowerBound % PackedWeights.panelWidth == 0 {
            return inputs.timesTransposed(packed, rows: rows)
        }
        return inputs.timesTransposed(parameters[weight], rows: rows)
    }

    private func back(_ outputGradients: Matrix, _ parameters: Parameters) -> Matrix {
        if let packed = parameters.packedBackward(weight), rows.count == packed.inputs {
            return outputGradients.times(packed)
        }
        return outputGradients.times(parameters[weight], rows: rows)
    }

    private func add(_ outputGradients: Matrix, _ inputs: Matrix, into gradients: inout Parameters) {
        if gradients.includes(weight) {
            gradients[weight].addProduct(transposed: outputGradients, inputs, atRow: rows.lowerBound)
        }
        if gradients.includes(bias) {
            gradients[bias].addColumnSums(outputGradients, at: rows.lowerBound)
        }
    }
}

extension Linear {
    /// The same as `product(inputs, nil, parameters)`, for a layer that no adapter changes.
    func product(_ inputs: Matrix, _ parameters: Parameters) -> Matrix { product(inputs, nil, parameters) }

    /// The same as `forward(inputs, nil, parameters)`, for a layer that no adapter changes.
    func forward(_ inputs: Matrix, _ parameters: Parameters) -> Matrix { forward(inputs, nil, parameters) }

    /// The same as `backward` without dropout, for a layer that no adapter changes.
    func backward(
        _ outputGradients: Matrix, inputs: Matrix, _ parameters: Parameters, into gradients: inout Parameters
    ) -> Matrix {
        backward(outputGradients, inputs: inputs, nil, parameters, into: &gradients)
    }
}
