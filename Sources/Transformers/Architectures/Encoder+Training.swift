internal import MatrixKernels
internal import NumericalKernels

extension Encoder {
    /// Returns the last block's outputs of each part of a batch, `[tokens, width]`, or `[sequences, width]` where only first
    /// tokens are read; and the first tokens' states after every block below the last, `[blocks - 1][parts]` of
    /// `[sequences, width]`.
    ///
    /// - Parameters:
    ///   - recomputing: Keeps the blocks' inputs alone; the backward pass computes the rest again.
    ///   - lowest: The lowest depth at which a parameter learns; nothing is kept of the blocks below.
    func forward(
        _ shards: [PackedTokens], _ queries: SelfAttention.Queries, _ dropout: DropoutSource?, recomputing: Bool,
        learningFrom lowest: Int, _ parameters: Parameters
    ) -> (states: [Matrix], lower: [[Matrix]], saved: [Saved]) {
        var lower: [[Matrix]] = []
        var parts = shards.map { Part($0, Saved()) }
        ParallelLoop.forEach(changing: &parts) { number, part in
            let (outputs, saved) = embeddings.forward(part.tokens, dropout?.shard(number), parameters)
            (part.flowing, part.saved.embeddings) = (outputs, saved)
        }
        for block in blocks {
            let asking = asking(block, queries)
            let weights = parts.count > 1 ? parameters.packingWeights(at: block.depth) : parameters
            ParallelLoop.forEach(changing: &parts) { number, part in
                let (outputs, saved) = block.forward(
                    part.flowing, part.tokens, asking, dropout?.shard(number), weights)
                if block.depth >= lowest {
                    part.saved.inputs.append(recomputing || part.saved.inputs.isEmpty ? part.flowing : nil)
                    part.saved.blocks.append(recomputing ? nil : saved)
                }
                part.flowing = outputs
            }
            if block.number < blocks.count - 1 { lower.append(parts.map { $0.flowing.rows(at: $0.tokens.firsts) }) }
        }
        return (parts.map(\.flowing), lower, parts.map(\.saved))
    }

    /// Adds the parameters' gradients, down to the lowest block that has any to learn.
    ///
    /// The parts of a batch have sums of their own, of one block at a time, added up in the order of the parts.
    ///
    /// - Parameters:
    ///   - stateGradients: Of what `forward` returned.
    ///   - lower: Of the lower states that `forward` returned; nil, or nothing, where there are none.
    ///   - shards: What `forward` was given.
    func backward(
        _ stateGradients: consuming [Matrix], lower: [[Matrix]?] = [], _ saved: consuming [Saved],
        _ shards: [PackedTokens],
        _ queries: SelfAttention.Queries, _ dropout: DropoutSource?, _ parameters: Parameters,
        into gradients: inout Parameters
    ) {
        let lowest = gradients.lowestDepth
        let recomputing = saved.contains { $0.blocks.contains { $0 == nil } }
        var parts = zip(shards, saved).map { Part($0, $1) }
        for number in parts.indices { parts[number].flowing = stateGradients[number] }
        (saved, stateGradients) = ([], [])
        for block in blocks.reversed() where block.depth >= lowest {
            let asking = asking(block, queries)
            var weights = parameters
            if parts.count > 1 {
                // Computed again by the same products, or the bits would differ.
                if recomputing { weights = weights.packingWeights(at: block.depth) }
                weights = weights.packingWeightsBackward(at: block.depth)
            }
            accumulate(&parts, block.depth, into: &gradients) { number, part, gradients in
                let dropout = dropout?.shard(number)
                if let added = block.number < lower.count ? lower[block.number] : nil {
                    part.flowing.add(added[number], toRows: part.tokens.firsts)
                }
                let inputs = part.saved.inputs.removeLast() ?? outputs(below: block, part.saved, parameters)
                let kept =
                    part.saved.blocks.removeLast()
                    ?? block.forward(inputs, part.tokens, asking, dropout, weights).saved
                let below = block.backward(
                    part.takeFlowing(), inputs: inputs, kept, part.tokens, asking, dropout,
                    needsInputs: block.depth > lowest, weights, into: &gradients)
                if let below { part.flowing = below }
            }
        }
        guard lowest == 0 else { return }
        accumulate(&parts, 0, into: &gradients) { number, part, gradients in
            guard let saved = part.saved.embeddings else { preconditionFailure("a pass without embeddings") }
            embeddings.backward(&part.flowing, saved, dropout?.shard(number), parameters, into: &gradients)
        }
        for part in parts { embeddings.scatter(part.flowing, part.tokens, into: &gradients) }
    }

    /// One part of a batch on its way through the blocks.
    private struct Part {
        let tokens: PackedTokens
        /// The outputs of the last block so far, or the gradients of the inputs of the lowest.
        var flowing = Matrix(rows: 0, columns: 0)
        var saved: Saved
        /// Its sums of one depth; the first part's are the batch's.
        var gradients: Parameters?

        init(_ tokens: PackedTokens, _ saved: consuming Saved) {
            self.tokens = tokens
            self.saved = saved
        }

        mutating func takeFlowing() -> Matrix {
            let result = flowing
            flowing = Matrix(rows: 0, columns: 0)
            return result
        }
    }

    /// Lets every part compute its gradients of the parameters at one depth, and adds them up.
    private func accumulate(
        _ parts: inout [Part], _ depth: Int, into gradients: inout Parameters,
        _ body: (_ number: Int, _ part: inout Part, _ gradients: inout Parameters) -> Void
    ) {
        // Read before the parts begin: while they run, the first of them alone may touch the batch's sums.
        // The tables have no sums apart: their gradients are added once the parts have come to an end.
        let layout = gradients.layout
        let summed = gradients.entries { $0.depth == depth && !($0.depth == 0 && $0.role == .embedding) }
        ParallelLoop.forEach(changing: &parts) { number, part in
            guard number > 0 else { return body(0, &part, &gradients) }
            var own = Parameters(zeros: layout, entries: summed)
            body(number, &part, &own)
            part.gradients = own
        }
        gradients.add(parts: parts.compactMap(\.gradients))
        for number in parts.indices { parts[number].gradients = nil }
    }
}
