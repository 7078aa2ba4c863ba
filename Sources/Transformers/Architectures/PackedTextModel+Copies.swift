public import MatrixKernels
internal import NumericalKernels

extension PackedTextModel {
    /// Returns the classifier's logits of copies of one sequence in which some tokens are replaced by one other token,
    /// `[copies, labels]`: the same numbers as `logits` returns, sooner.
    ///
    /// Below the first block's attention a place has two states only, that of its own token and that of the other one. What
    /// leads there is computed once for each and then looked up.
    ///
    /// - Parameters:
    ///   - copies: The copies, each as long as the sequence, without positions of their own.
    ///   - text: The sequence, alone in its batch.
    ///   - token: What replaces tokens.
    public func logits(
        copies: PackedTokens, of text: PackedTokens, replacedBy token: Int32
    ) throws(ModelError) -> Matrix {
        let length = text.tokenCount
        precondition(text.sequenceCount == 1, "copies of \(text.sequenceCount) sequences")
        precondition(copies.tokenCount == copies.sequenceCount * length, "copies of another length than \(length)")
        precondition(copies.positions == nil && text.positions == nil, "copies with positions of their own")
        let encoder = model.encoder
        // With one block the first is also the last, which computes the first token alone.
        guard encoder.blocks.count > 1, let classifier = model.classifier else { return try logits(copies) }
        try model.validate(copies)
        var states = PackedTokens(sequences: 2, tokens: 2 * length)
        states.append(ids: text.ids, types: text.types)
        states.append(ids: [Int32](repeating: token, count: length), types: text.types)
        try model.validate(states)
        let embedded = encoder.embeddings.forward(states, nil, parameters).outputs
        let projected = encoder.blocks[0].attention.project(embedded, parameters)
        let parts = shards(copies) { part, _ in
            let rows = part.ids.enumerated().map { index, id in
                let place = index % length
                precondition(id == text.ids[place] || id == token, "token \(id) in a copy")
                return id == text.ids[place] ? place : length + place
            }
            let inputs = embedded.rows(at: rows)
            let context = encoder.blocks[0].attention.gather(projected.rows(at: rows), part)
            var flowing = encoder.blocks[0].infer(inputs, context: context, part, .all, parameters)
            for block in encoder.blocks.dropFirst() {
                flowing = block.infer(flowing, part, encoder.asking(block, .firsts), parameters)
            }
            return classifier.forward(flowing, nil, parameters).logits
        }
        return Matrix(stacking: parts)
    }
}
