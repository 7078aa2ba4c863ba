public import Files

/// What `config.json` says about a model: its architecture, its sizes and its labels.
///
/// DistilBERT's own names (`dim`, `n_layers`, …) and those of the other encoders read into the same properties. Keys
/// that this type does not know are kept, so that a configuration that is read and written loses nothing.
public struct ModelConfiguration: Sendable, Equatable {
    /// What the numbers that a model puts out are trained to be.
    public enum Problem: String, Sendable, CaseIterable {
        /// One number or more, compared by squared error.
        case regression
        /// Exactly one of the labels.
        case singleLabel = "single_label_classification"
        /// Any number of the labels.
        case multiLabel = "multi_label_classification"
    }

    /// The architecture, such as `bert`, `distilbert` or `roberta`.
    public var modelType: String
    /// The classes that save this model, such as `BertForSequenceClassification`.
    public var architectures: [String]
    /// Numbers that stand for one token between the layers (BERT-base: 768).
    public var hiddenSize: Int
    /// How many layers there are.
    public var layers: Int
    /// How many attention heads each layer has; they divide `hiddenSize`.
    public var attentionHeads: Int
    /// Numbers in the middle of each layer's feed-forward part (BERT-base: 3,072).
    public var intermediateSize: Int
    /// The function between the two halves of the feed-forward part, such as `gelu`.
    public var activation: String
    /// How many tokens the vocabulary has.
    public var vocabularySize: Int
    /// How many positions have an embedding; RoBERTa's first `padTokenID + 1` are never used.
    public var maximumPositions: Int
    /// How many segments a text can have; 0 if segments have no embedding.
    public var typeVocabularySize: Int
    /// What is added to a variance before its root.
    public var layerNormEpsilon: Double
    /// The token that fills up a batch, if any.
    public var padTokenID: Int?
    /// The share of activations that training drops.
    public var hiddenDropout: Double
    /// The share of attention weights that training drops.
    public var attentionDropout: Double
    /// The share that training drops before the classifier; nil means `hiddenDropout`.
    public var classifierDropout: Double?
    /// The deviation of fresh weights.
    public var initializerRange: Double
    /// The names of the labels, by their number.
    public var labels: [String]
    /// What the model is trained for, if the file says so.
    public var problem: Problem?

    /// The file as it was read.
    private var source: JSON

    /// The number of outputs of a classifier or a regression.
    public var labelCount: Int { labels.count }

    /// Whether the model was saved with a head that classifies texts, or makes numbers of them.
    public var isClassifier: Bool { architectures.first?.hasSuffix("ForSequenceClassification") ?? false }

    /// What this architecture calls its properties.
    var names: ConfigurationNames { ConfigurationNames(modelType: modelType) }

    /// Reads the `config.json` of a folder.
    ///
    /// - Throws: `CheckpointError` with every fault that the file has; `FilesError.unreadable`.
    public init(folder: String) throws {
        let path = "\(folder)/config.json"
        try self.init(json: ConfigurationReader.json(path, remedy: "name a folder that transformers saved"), path: path)
    }

    /// Reads a configuration that was parsed already.
    ///
    /// - Parameters:
    ///   - json: The object of a `config.json`.
    ///   - path: Where it came from, for messages.
    /// - Throws: `CheckpointError.damaged` with every fault.
    public init(json: JSON, path: String = "config.json") throws(CheckpointError) {
        var reader = ConfigurationReader(json: json, path: path)
        guard case .object = json else { throw .damaged(path: path, place: "", fault: "an object must stand here") }
        modelType = reader.text("model_type", default: nil) ?? ""
        let names = ConfigurationNames(modelType: modelType)
        architectures = reader.texts("architectures")
        let sizes = 1...(1 << 24)
        hiddenSize = reader.integer(names.hiddenSize, in: sizes, default: 768)
        layers = reader.integer(names.layers, in: 0...4096, default: modelType == "distilbert" ? 6 : 12)
        attentionHeads = reader.integer(names.attentionHeads, in: sizes, default: 12)
        intermediateSize = reader.integer(names.intermediateSize, in: sizes, default: 3072)
        activation = reader.text(names.activation, default: "gelu") ?? "gelu"
        vocabularySize = reader.integer("vocab_size", in: sizes, default: modelType == "roberta" ? 50265 : 30522)
        maximumPositions = reader.integer("max_position_embeddings", in: sizes, default: 512)
        typeVocabularySize =
            modelType == "distilbert" ? 0 : reader.integer("type_vocab_size", in: 0...(1 << 20), default: 2)
        layerNormEpsilon = reader.number("layer_norm_eps", in: 1e-30...1, default: 1e-12) ?? 1e-12
        padTokenID = reader.optionalInteger(
            "pad_token_id", in: 0...(1 << 24), default: modelType == "roberta" ? 1 : 0)
        hiddenDropout = reader.number(names.hiddenDropout, in: 0...1, default: 0.1) ?? 0
        attentionDropout = reader.number(names.attentionDropout, in: 0...1, default: 0.1) ?? 0
        classifierDropout = reader.number(
            names.classifierDropout, in: 0...1, default: modelType == "distilbert" ? 0.2 : nil)
        initializerRange = reader.number("initializer_range", in: 0...1e6, default: 0.02) ?? 0.02
        labels = reader.labels()
        let problems = Problem.allCases.map(\.rawValue)
        problem = reader.text("problem_type", default: nil, among: problems).flatMap(Problem.init)
        source = json
        if hiddenSize % max(attentionHeads, 1) != 0 {
            reader.fault(
                names.attentionHeads, "\(attentionHeads) heads do not divide \(names.hiddenSize) \(hiddenSize)")
        }
        if let kind = reader.text("position_embedding_type", default: nil), kind != "absolute" {
            reader.fault("position_embedding_type", "'\(visible(kind))' is not supported, only 'absolute'")
        }
        if let fault = reader.error { throw fault }
    }

    /// The configuration as `config.json` holds it: what was read, with every property that has changed since.
    public var json: JSON {
        guard case .object(let object) = source, let before = try? ModelConfiguration(json: source) else {
            return source
        }
        var members = Dictionary(object.members.map { ($0.key, $0.value) }) { first, _ in first }
        for (new, old) in zip(keyed, before.keyed) where new.0 != old.0 || new.1 != old.1 { members[new.0] = new.1 }
        if labels != before.labels {
            members["num_labels"] = nil
            members["id2label"] = .object(labels.enumerated().map { .init(String($0), .string($1)) })
            members["label2id"] = .object(labels.enumerated().map { .init($1, .integer($0)) })
        }
        return .object(members.map { JSONObject.Member($0.key, $0.value) })
    }

    /// Every property but the labels with its key, in a fixed order.
    private var keyed: [(String, JSON)] {
        let names = names
        return [
            ("model_type", .string(modelType)), ("architectures", .strings(architectures)),
            (names.hiddenSize, .integer(hiddenSize)), (names.layers, .integer(layers)),
            (names.attentionHeads, .integer(attentionHeads)), (names.intermediateSize, .integer(intermediateSize)),
            (names.activation, .string(activation)), ("vocab_size", .integer(vocabularySize)),
            ("max_position_embeddings", .integer(maximumPositions)),
            ("type_vocab_size", .integer(typeVocabularySize)), ("layer_norm_eps", .number(layerNormEpsilon)),
            ("pad_token_id", padTokenID.map { .integer($0) } ?? .null),
            (names.hiddenDropout, .number(hiddenDropout)), (names.attentionDropout, .number(attentionDropout)),
            (names.classifierDropout, classifierDropout.map { .number($0) } ?? .null),
            ("initializer_range", .number(initializerRange)),
            ("problem_type", problem.map { .string($0.rawValue) } ?? .null),
        ]
    }
}

/// What an architecture calls the properties that others call something else.
struct ConfigurationNames {
    var hiddenSize = "hidden_size"
    var layers = "num_hidden_layers"
    var attentionHeads = "num_attention_heads"
    var intermediateSize = "intermediate_size"
    var activation = "hidden_act"
    var hiddenDropout = "hidden_dropout_prob"
    var attentionDropout = "attention_probs_dropout_prob"
    var classifierDropout = "classifier_dropout"

    init(modelType: String) {
        guard modelType == "distilbert" else { return }
        hiddenSize = "dim"
        layers = "n_layers"
        attentionHeads = "n_heads"
        intermediateSize = "hidden_dim"
        activation = "activation"
        hiddenDropout = "dropout"
        attentionDropout = "attention_dropout"
        classifierDropout = "seq_classif_dropout"
    }
}
