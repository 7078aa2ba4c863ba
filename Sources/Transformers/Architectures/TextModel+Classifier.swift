public import MatrixKernels
internal import NumericalKernels

extension TextModel {
    /// A place of the classifier whose states one linear layer alone reads.
    public enum ClassifierPlace: String, Sendable, Hashable, CaseIterable {
        /// The last block's state of the first token, which the classifier's hidden layer reads: BERT's pooler,
        /// DistilBERT's `pre_classifier`, RoBERTa's `classifier.dense`.
        case firstToken = "first_token"
        /// The classifier's hidden state after its activation, which the output layer reads.
        case head
    }

    /// Returns the states at a place of the classifier, `[sequences, width]`.
    public func states(_ tokens: PackedTokens, at place: ClassifierPlace) throws(ModelError) -> Matrix {
        let first = try firstTokenStates(tokens)
        return place == .firstToken ? first : headStates(ofFirstTokens: first)
    }

    /// Returns the classifier's hidden states, `[sequences, width]`, of first tokens' states `[sequences, width]`.
    public func headStates(ofFirstTokens states: Matrix) -> Matrix {
        required.forward(states, nil, parameters).saved.activated
    }

    /// Returns the logits, `[sequences, labels]`, of states at a place of the classifier, `[sequences, width]`.
    public func logits(of states: Matrix, at place: ClassifierPlace) -> Matrix {
        switch place {
        case .firstToken: required.forward(states, nil, parameters).logits
        case .head: required.output.forward(states, parameters)
        }
    }

    /// Returns the model that computes with the states at a place as an affine map leaves them, without computing more.
    ///
    /// The layer y = W x + b that reads them becomes y = (W P) x + (b + W c), computed in Double and rounded once, so that
    /// the checkpoint is an ordinary one. Two maps at one place are folded last one first. Training on would undo what the
    /// map does, unless the layer is kept as it is.
    public func folding(_ map: AffineMap, at place: ClassifierPlace) -> TextModel {
        let layer = place == .firstToken ? required.dense : required.output
        precondition(map.width == configuration.width, "a map of \(map.width) before a layer of \(configuration.width)")
        var result = self
        let weight = DoubleMatrix(parameters[layer.weight])
        result.parameters[layer.weight] = weight.times(map.matrix).rounded
        let bias = zip(DoubleMatrix(parameters[layer.bias]).values, weight.times(map.shift)).map { $0 + $1 }
        result.parameters[layer.bias] = Matrix(rows: 1, columns: bias.count, bias.map { Float($0) })
        return result
    }

    private var required: ClassificationHead {
        guard let classifier else { preconditionFailure("a model without a classifier has no states in it") }
        return classifier
    }
}
