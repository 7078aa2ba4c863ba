public import MatrixKernels
internal import NumericalKernels

/// The sizes and rates of an encoder, as its checkpoint's configuration gives them.
public struct EncoderConfiguration: Sendable {
    /// What the parts are called and how they are joined.
    public var architecture: Architecture
    /// How many tokens there are.
    public var vocabularySize: Int
    /// The width of the hidden states.
    public var width: Int
    /// The number of blocks.
    public var blockCount: Int
    /// The number of attention heads, a divisor of the width.
    public var headCount: Int
    /// The width inside the feed-forward networks.
    public var innerWidth: Int
    /// The rows of the position table.
    public var positionCount: Int
    /// The number of token types; 0 if there are none.
    public var typeCount: Int
    /// The function inside the feed-forward networks.
    public var activation = Activation.gelu
    /// What norms add to the variance.
    public var normEpsilon = 1e-12
    /// What is dropped of hidden states, of attention probabilities and before the classifier, from 0 to below 1.
    public var dropout = 0.1, attentionDropout = 0.1, classifierDropout = 0.1
    /// The id of the padding token, from which RoBERTa counts its positions.
    public var paddingToken = 0
    /// The standard deviation of fresh weights.
    public var initialDeviation = 0.02

    /// Makes a configuration with the usual rates.
    public init(
        architecture: Architecture, vocabularySize: Int, width: Int, blockCount: Int, headCount: Int,
        innerWidth: Int, positionCount: Int, typeCount: Int
    ) {
        self.architecture = architecture
        self.vocabularySize = vocabularySize
        self.width = width
        self.blockCount = blockCount
        self.headCount = headCount
        self.innerWidth = innerWidth
        self.positionCount = positionCount
        self.typeCount = typeCount
    }

    /// The most tokens that a sequence may have.
    public var maximumLength: Int { positionCount - architecture.numbering(paddingToken).reserved }

    /// Throws if the numbers do not go together; every fault is named.
    func validate() throws(ModelError) {
        var faults: [String] = []
        for (name, value) in [
            ("the vocabulary", vocabularySize), ("the width", width), ("the number of blocks", blockCount),
            ("the number of heads", headCount), ("the inner width", innerWidth),
            ("the number of positions", maximumLength),
        ] where value < 1 {
            faults.append("\(name) is \(value)")
        }
        if headCount > 0 && width % headCount != 0 {
            faults.append("\(headCount) heads do not divide a width of \(width)")
        }
        if typeCount < 0 || (architecture.embeddings.type != nil && typeCount == 0) {
            faults.append("there are \(typeCount) token types")
        }
        for rate in [dropout, attentionDropout, classifierDropout] where !(0..<1).contains(rate) {
            faults.append("a dropout rate is \(rate)")
        }
        if !(normEpsilon >= 0 && normEpsilon.isFinite) { faults.append("the norms' epsilon is \(normEpsilon)") }
        if !faults.isEmpty { throw .configuration(faults.joined(separator: "; ")) }
    }
}
