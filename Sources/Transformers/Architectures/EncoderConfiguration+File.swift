internal import Files
internal import MatrixKernels
internal import NumericalKernels

extension EncoderConfiguration {
    /// Takes the sizes and rates of a `config.json`.
    ///
    /// - Parameters:
    ///   - file: What the file says.
    ///   - path: Where the configuration came from, for messages.
    /// - Throws: `CheckpointError.damaged` if the architecture or the activation is one that cannot be run, with those
    ///   that can.
    public init(_ file: ModelConfiguration, path: String) throws(CheckpointError) {
        guard let architecture = Architecture.named(file.modelType) else {
            let known = Architecture.all.map { "'\($0.name)'" }.joined(separator: ", ")
            throw .damaged(
                path: path, place: "model_type",
                fault: "models of type '\(visible(file.modelType))' cannot be run; those of \(known) can")
        }
        guard let activation = EncoderConfiguration.activation(file.activation) else {
            let known = EncoderConfiguration.activations.map { "'\($0.name)'" }.joined(separator: ", ")
            throw .damaged(
                path: path, place: file.names.activation,
                fault: "the function '\(visible(file.activation))' is not known; \(known) are")
        }
        self.init(
            architecture: architecture, vocabularySize: file.vocabularySize, width: file.hiddenSize,
            blockCount: file.layers, headCount: file.attentionHeads, innerWidth: file.intermediateSize,
            positionCount: file.maximumPositions, typeCount: file.typeVocabularySize)
        self.activation = activation
        normEpsilon = file.layerNormEpsilon
        dropout = file.hiddenDropout
        attentionDropout = file.attentionDropout
        classifierDropout = file.classifierDropout ?? file.hiddenDropout
        paddingToken = file.padTokenID ?? 0
        initialDeviation = file.initializerRange
    }

    /// The functions of feed-forward networks by the names that configurations give them.
    private static let activations: [(name: String, activation: Activation)] = [
        ("gelu", .gelu), ("gelu_new", .geluTanh), ("gelu_pytorch_tanh", .geluTanh), ("relu", .relu), ("tanh", .tanh),
    ]

    private static func activation(_ name: String) -> Activation? {
        activations.first { $0.name == name }?.activation
    }
}
