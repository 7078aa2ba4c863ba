public import MatrixKernels
internal import NumericalKernels

/// An encoder of text with at most one head on it.
public struct TextModel: Sendable {
    /// What reads the hidden states.
    public enum Head: Sendable, Hashable {
        /// Nothing: hidden states and embeddings.
        case none
        /// A classifier or a regression on the first token; `labels` is the number of its outputs.
        case classification(labels: Int)
        /// A prediction of each token from the others.
        case maskedLanguage
    }

    /// Sizes and rates.
    public let configuration: EncoderConfiguration
    /// What reads the hidden states.
    public let head: Head
    /// The weights.
    public var parameters: Parameters
    /// What was added to the checkpoint's layers, if anything.
    public internal(set) var adapter: Adapter?
    var encoder: Encoder
    var classifier: ClassificationHead?
    var maskedLanguage: MaskedLanguageHead?

    /// Makes a model with fresh weights.
    public init(_ configuration: EncoderConfiguration, head: Head, seed: UInt64) throws(ModelError) {
        let parts = try Parts(configuration, head)
        let random = Parameters(random: parts.layout, deviation: configuration.initialDeviation, seed: seed)
        self.init(configuration, head, parts, random)
    }

    /// Makes a model of the tensors of a checkpoint.
    ///
    /// - Parameters:
    ///   - configuration: Sizes and rates.
    ///   - head: What reads the hidden states; its tensors are looked for too.
    ///   - weights: By the names of Hugging Face transformers, the encoder's with or without the prefix that they have
    ///     beside a head. Vectors are matrices of one row.
    ///   - seed: Draws the tensors that are missing, such as those of a new head; nil makes a missing tensor an error.
    public init(
        _ configuration: EncoderConfiguration, head: Head, weights: [String: Matrix], seed: UInt64? = nil
    ) throws(ModelError) {
        let parts = try Parts(configuration, head)
        let random = seed.map {
            Parameters(random: parts.layout, deviation: configuration.initialDeviation, seed: $0)
        }
        let prefix = configuration.architecture.prefix
        self.init(
            configuration, head, parts,
            try Parameters(layout: parts.layout, weights: weights, prefix: prefix, missing: random))
    }

    /// Makes a model of tensors that are asked for one at a time, so that they need not lie in memory twice.
    ///
    /// - Parameters:
    ///   - seed: Draws the tensors that are missing; nil makes a missing tensor an error.
    ///   - find: Returns the tensor of a name, prefix included, or nil if there is none.
    init(
        _ configuration: EncoderConfiguration, head: Head, seed: UInt64?,
        find: (_ name: String) throws(ModelError) -> Matrix?
    ) throws(ModelError) {
        let parts = try Parts(configuration, head)
        let random = seed.map {
            Parameters(random: parts.layout, deviation: configuration.initialDeviation, seed: $0)
        }
        self.init(
            configuration, head, parts,
            try Parameters(layout: parts.layout, prefix: "", missing: random, find: find))
    }

    private init(_ configuration: EncoderConfiguration, _ head: Head, _ parts: Parts, _ parameters: Parameters) {
        self.configuration = configuration
        self.head = head
        self.parameters = parameters
        encoder = parts.encoder
        classifier = parts.classifier
        maskedLanguage = parts.maskedLanguage
    }

    /// Throws unless every sequence can be read: some tokens, not too many, all of them known.
    public func validate(_ tokens: PackedTokens) throws(ModelError) {
        for sequence in 0..<tokens.sequenceCount {
            let range = tokens.offsets[sequence]..<tokens.offsets[sequence + 1]
            guard !range.isEmpty else { throw .emptySequence(sequence: sequence) }
            guard range.count <= configuration.maximumLength else {
                throw .tooLong(sequence: sequence, length: range.count, limit: configuration.maximumLength)
            }
            for index in range {
                let token = Int(tokens.ids[index])
                guard token >= 0 && token < configuration.vocabularySize else {
                    throw .token(
                        sequence: sequence, position: index - range.lowerBound, value: token,
                        vocabulary: configuration.vocabularySize)
                }
                let type = Int(tokens.types[index])
                guard encoder.embeddings.type == nil || (type >= 0 && type < configuration.typeCount) else {
                    throw .type(
                        sequence: sequence, position: index - range.lowerBound, value: type,
                        types: configuration.typeCount)
                }
                if let row = tokens.positions?[index] {
                    precondition(
                        row >= 0 && row < configuration.positionCount,
                        "row \(row) of a table of \(configuration.positionCount) positions")
                }
            }
        }
    }

    /// The layers, and the layout that they share.
    private struct Parts {
        var layout = ParameterLayout()
        let encoder: Encoder
        let classifier: ClassificationHead?
        let maskedLanguage: MaskedLanguageHead?

        init(_ configuration: EncoderConfiguration, _ head: Head) throws(ModelError) {
            try configuration.validate()
            let architecture = configuration.architecture
            let width = configuration.width
            encoder = Encoder(&layout, configuration)
            guard case .classification(let labels) = head else {
                classifier = nil
                maskedLanguage = head == .maskedLanguage ? Parts.language(&layout, configuration, encoder) : nil
                return
            }
            guard labels > 0 else { throw .configuration("a classifier of \(labels) labels") }
            let names = architecture.classifier
            maskedLanguage = nil
            classifier = ClassificationHead(
                dense: Linear(&layout, [names.dense], inputs: width, outputs: width),
                activation: architecture.classifierActivation,
                output: Linear(&layout, [names.output], inputs: width, outputs: labels),
                dropout: configuration.classifierDropout, dropsInputs: architecture.classifierDropsInputs)
        }

        private static func language(
            _ layout: inout ParameterLayout, _ configuration: EncoderConfiguration, _ encoder: Encoder
        ) -> MaskedLanguageHead {
            let names = configuration.architecture.maskedLanguage
            let width = configuration.width
            return MaskedLanguageHead(
                dense: Linear(&layout, [names.dense], inputs: width, outputs: width),
                activation: configuration.architecture.maskedLanguageActivation ?? configuration.activation,
                norm: LayerNorm(&layout, names.norm, width: width, epsilon: configuration.normEpsilon),
                word: encoder.embeddings.word,
                bias: layout.add([names.bias], .bias, count: configuration.vocabularySize))
        }
    }
}
