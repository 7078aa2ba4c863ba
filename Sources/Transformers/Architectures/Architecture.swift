internal import MatrixKernels
internal import NumericalKernels

/// What tells one kind of encoder from another: what a checkpoint calls its tensors, and how a few parts are joined.
public struct Architecture: Sendable {
    /// The name in a checkpoint's configuration, such as "bert".
    public let name: String
    /// What the names of transformers' classes begin with, such as "Bert" in `BertForSequenceClassification`.
    let className: String
    /// What the encoder's tensors begin with beside a head, and may begin with without one.
    let prefix: String
    let embeddings: EmbeddingNames
    let block: @Sendable (_ number: Int) -> BlockNames
    let classifier: ClassifierNames
    let maskedLanguage: MaskedLanguageNames
    /// Whether positions are counted from the padding token's id on.
    var positionsFollowPadding = false
    /// Whether the outputs of attention are dropped out before the residual connection.
    var dropsAttentionOutputs = true
    /// The function of the classifier's hidden layer.
    var classifierActivation = Activation.tanh
    /// Whether the classifier's inputs are dropped out too.
    var classifierDropsInputs = false
    /// The function of the masked-language head; nil for the encoder's own.
    var maskedLanguageActivation: Activation?

    /// The embedding tables, without "weight" at the end.
    struct EmbeddingNames: Sendable {
        var word: String, position: String, type: String?, norm: String
    }

    /// The layers of one block.
    struct BlockNames: Sendable {
        var query: String, key: String, value: String, attentionOutput: String, attentionNorm: String
        var expand: String, contract: String, outputNorm: String
    }

    /// The layers of the classification head.
    struct ClassifierNames: Sendable {
        var dense: String, output: String
        /// The modules that hold both, and nothing else.
        var modules: [String]
    }

    /// The layers of the masked-language head; the bias is a tensor of its own.
    struct MaskedLanguageNames: Sendable {
        var dense: String, norm: String, bias: String
    }

    func numbering(_ paddingToken: Int) -> PositionNumbering {
        positionsFollowPadding ? .afterPadding(token: Int32(paddingToken)) : .fromZero
    }

    /// The architectures that can be run.
    public static let all: [Architecture] = [.bert, .distilBERT, .roberta]

    /// Returns the architecture of a name, as a checkpoint's configuration gives it, or nil.
    public static func named(_ name: String) -> Architecture? { all.first { $0.name == name } }
}
