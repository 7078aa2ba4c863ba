public import MatrixKernels
internal import NumericalKernels

/// A model whose weights are laid out once, as products read them fastest, for a great many calls.
///
/// It is a copy: what becomes of the model it was made of changes nothing here. It takes twice the memory of the weights,
/// and three times as much once gradients are asked for.
public struct PackedTextModel: Sendable {
    /// What it was made of.
    public let model: TextModel
    let parameters: Parameters

    /// Lays out a model's weights, for inference and, if asked, for gradients to go back through.
    public init(_ model: TextModel, forGradients: Bool = false) {
        self.model = model
        let packed = model.parameters.packingWeights()
        parameters = forGradients ? packed.packingWeightsBackward() : packed
    }

    /// Returns the classifier's logits, `[sequences, labels]`.
    ///
    /// The last block computes the first token of each sequence alone. Sequences are divided among an even number of parts
    /// of some hundred tokens, each computed on one thread.
    public func logits(_ tokens: PackedTokens) throws(ModelError) -> Matrix {
        try model.validate(tokens)
        guard let classifier = model.classifier else { preconditionFailure("a model without a classifier") }
        let parts = shards(tokens) { part, _ in
            classifier.forward(model.encoder.infer(part, .firsts, parameters), nil, parameters).logits
        }
        return Matrix(stacking: parts)
    }

    /// Computes parts of whole sequences, each on one thread; a single one with all threads inside its layers.
    func shards<Result: Sendable>(
        _ tokens: PackedTokens, _ compute: @Sendable (_ part: PackedTokens, _ sequences: Range<Int>) -> Result
    ) -> [Result] {
        let shards = tokens.evenShards(of: 512)
        guard shards.count > 1 else { return shards.map { compute(tokens.sequences($0), $0) } }
        return ParallelLoop.map(shards.count) { compute(tokens.sequences(shards[$0]), shards[$0]) }
    }
}

extension TextModel {
    /// Returns the row of the position table that each token takes, `[tokens]`.
    public func positions(of tokens: PackedTokens) -> [Int32] { encoder.embeddings.numbering.positions(of: tokens) }

    /// Returns the vectors of words, before positions are added and anything is standardised, `[ids, width]`.
    public func wordEmbeddings(_ ids: [Int32]) -> Matrix {
        parameters[encoder.embeddings.word].rows(at: ids.map(Int.init))
    }
}
