internal import MatrixKernels
internal import NumericalKernels

/// Embeddings and blocks: the part that all architectures and heads share.
struct Encoder: Sendable {
    let embeddings: Embeddings
    var blocks: [EncoderBlock]

    /// What the backward pass needs of one part of a batch.
    struct Saved: Sendable {
        var embeddings: LayerNorm.Saved?
        /// The inputs of each block from the lowest that learns on, `[tokens, width]`; nil where what the block before it
        /// keeps gives them.
        var inputs: [Matrix?] = []
        /// The same blocks'; nothing where the block is to be computed again.
        var blocks: [EncoderBlock.Saved?] = []
    }

    /// Adds the parameters to a layout.
    init(_ layout: inout ParameterLayout, _ configuration: EncoderConfiguration) {
        let architecture = configuration.architecture
        let width = configuration.width
        let names = architecture.embeddings
        func table(_ name: String, _ rows: Int) -> ParameterID {
            layout.add(["\(name).weight"], .embedding, rows: rows, columns: width)
        }
        embeddings = Embeddings(
            word: table(names.word, configuration.vocabularySize),
            position: table(names.position, configuration.positionCount),
            type: names.type.map { table($0, configuration.typeCount) },
            norm: LayerNorm(&layout, names.norm, width: width, epsilon: configuration.normEpsilon),
            dropout: configuration.dropout, numbering: architecture.numbering(configuration.paddingToken))
        var blocks: [EncoderBlock] = []
        for number in 0..<configuration.blockCount {
            layout.descend()
            blocks.append(EncoderBlock(&layout, configuration, number))
        }
        layout.descend()
        self.blocks = blocks
    }

    /// Returns the last block's outputs, `[tokens, width]`, or `[sequences, width]` where only first tokens are read.
    func infer(
        _ tokens: PackedTokens, _ queries: SelfAttention.Queries, _ parameters: Parameters,
        each observe: (Matrix) -> Void = { _ in }
    ) -> Matrix {
        var states = embeddings.forward(tokens, nil, parameters).outputs
        observe(states)
        for block in blocks {
            states = block.infer(states, tokens, asking(block, queries), parameters)
            observe(states)
        }
        return states
    }

    /// Returns what the block before the last saved one put out, `[tokens, width]`.
    func outputs(below block: EncoderBlock, _ saved: borrowing Saved, _ parameters: Parameters) -> Matrix {
        guard let kept = saved.blocks.dropLast().last ?? nil else {
            preconditionFailure("neither block \(block.number) nor the one below it has kept its inputs")
        }
        return blocks[block.number - 1].outputNorm.outputs(kept.outputNorm, parameters)
    }

    func asking(_ block: EncoderBlock, _ queries: SelfAttention.Queries) -> SelfAttention.Queries {
        block.number == blocks.count - 1 ? queries : .all
    }
}

extension EncoderBlock {
    /// Adds the parameters of block `number` to a layout.
    init(_ layout: inout ParameterLayout, _ configuration: EncoderConfiguration, _ number: Int) {
        let names = configuration.architecture.block(number)
        let (width, inner) = (configuration.width, configuration.innerWidth)
        func norm(_ name: String) -> LayerNorm {
            LayerNorm(&layout, name, width: width, epsilon: configuration.normEpsilon)
        }
        let projection = Linear(&layout, [names.query, names.key, names.value], inputs: width, outputs: width)
        self.init(
            number: number,
            attention: SelfAttention(projection: projection, heads: configuration.headCount, width: width),
            attentionOutput: Linear(&layout, [names.attentionOutput], inputs: width, outputs: width),
            attentionNorm: norm(names.attentionNorm),
            feedForward: FeedForward(
                expand: Linear(&layout, [names.expand], inputs: width, outputs: inner),
                contract: Linear(&layout, [names.contract], inputs: inner, outputs: width),
                activation: configuration.activation),
            outputNorm: norm(names.outputNorm), attentionDropout: configuration.attentionDropout,
            attentionOutputDropout: configuration.architecture.dropsAttentionOutputs ? configuration.dropout : 0,
            feedForwardDropout: configuration.dropout)
    }
}
