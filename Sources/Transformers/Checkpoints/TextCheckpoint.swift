internal import Files
internal import Glibc
internal import MatrixKernels
internal import NumericalKernels

/// A model with its configuration and tokenizer: a folder as Hugging Face transformers saves it.
///
/// ```swift
/// let checkpoint = try TextCheckpoint(folder: "checkpoint")
/// let encoding = try checkpoint.tokenizer.encode("That is a happy dog", maxLength: checkpoint.maximumLength)
/// let logits = try checkpoint.model.logits(PackedTokens([encoding.ids], types: [encoding.typeIDs]))
/// ```
public struct TextCheckpoint: Sendable {
    /// What a checkpoint is opened for.
    public enum Purpose: Sendable {
        /// What it was saved for: the head that `architectures` names, or none.
        case asSaved
        /// Hidden states and embeddings; a head is left aside.
        case embedding
        /// A classification or a regression with these labels. A saved head for the same labels is taken over; else
        /// `seed` draws one.
        case classification(labels: [String], problem: ModelConfiguration.Problem, seed: UInt64)
        /// The prediction of tokens; `seed` draws what the checkpoint lacks of the head.
        case maskedLanguage(seed: UInt64)
    }

    /// Where the checkpoint was read.
    public let folder: String
    /// What `config.json` says, changed to what the checkpoint was opened for.
    public var configuration: ModelConfiguration
    /// The tokenizer.
    public let tokenizer: Tokenizer
    /// The model.
    public var model: TextModel
    /// What was drawn because the checkpoint does not hold it, by the names of tensors, ascending.
    public let drawn: [String]
    /// Tensors of the file that the model does not use, kept for writing it again.
    let others: [TensorView]

    /// Opens a folder with `config.json`, `model.safetensors` and the files of a tokenizer.
    ///
    /// - Parameters:
    ///   - folder: That of a checkpoint, or of an adapter, whose base is opened with it.
    ///   - purpose: What the model is to do, which decides its head.
    ///   - dropout: The share of hidden states and attention that training drops, in place of the file's.
    /// - Throws: `CheckpointError`, `ModelError` or `FilesError`, with the file and the place at fault.
    public init(folder: String, for purpose: Purpose = .asSaved, dropout: Double? = nil) throws {
        guard let base = try AdapterFiles.base(of: folder) else {
            try self.init(folder, purpose, dropout, weights: Checkpoint(folder: folder), scratchSeed: nil)
            return
        }
        // What the base lacks, such as a head, is drawn and then read from the adapter.
        try self.init(folder, purpose, dropout, weights: Checkpoint(folder: base), scratchSeed: 0)
        model = try model.addingAdapter(from: folder)
        if case .lora = model.adapter { model = try model.merged() }
    }

    /// Makes a model with random weights after the `config.json` of a folder, which also holds a tokenizer.
    public init(scratch folder: String, for purpose: Purpose, seed: UInt64, dropout: Double? = nil) throws {
        try self.init(folder, purpose, dropout, weights: nil, scratchSeed: seed)
    }

    private init(
        _ folder: String, _ purpose: Purpose, _ dropout: Double?, weights: Checkpoint?, scratchSeed: UInt64?
    ) throws {
        let path = "\(folder)/config.json"
        var configuration = try ModelConfiguration(folder: folder)
        var encoder = try EncoderConfiguration(configuration, path: path)
        if let dropout { (encoder.dropout, encoder.attentionDropout) = (dropout, dropout) }
        let saved = TextModel.Head(of: configuration)
        let labels = configuration.labels
        let (head, headSeed) = configuration.adapt(to: purpose, saved: saved)
        if head != saved { configuration.architectures = [encoder.architecture.className + head.classSuffix] }
        let tokenizer = try Tokenizer(folder: folder)
        guard tokenizer.vocabularySize <= configuration.vocabularySize else {
            throw CheckpointError.damaged(
                path: path, place: "vocab_size",
                fault: "\(configuration.vocabularySize) tokens have an embedding, but the tokenizer knows "
                    + "\(tokenizer.vocabularySize); the two do not belong together")
        }
        var drawn: [String] = []
        var used: Set<String> = []
        var fault: (any Error)?
        // What stands for other labels, however many, says nothing about these.
        let output = head == saved && configuration.labels == labels ? nil : encoder.architecture.classifier.output
        let prefix = encoder.architecture.prefix
        let made = Result { () throws(ModelError) in
            try TextModel(encoder, head: head, seed: scratchSeed ?? headSeed) { name throws(ModelError) in
                let short = name.hasPrefix(prefix) ? String(name.dropFirst(prefix.count)) : name
                let isOld = output.map { name == "\($0).weight" || name == "\($0).bias" } ?? false
                guard let weights, let found = [name, short].first(where: weights.contains) else {
                    drawn.append(name)
                    return nil
                }
                used.insert(found)
                if isOld {
                    drawn.append(name)
                    return nil
                }
                do {
                    return try Matrix(weights.tensor(found))
                } catch {
                    fault = fault ?? error
                    return nil
                }
            }
        }
        if let fault { throw fault }
        let model = try made.get()
        if weights != nil {
            let needed = Set(model.parameters.layout.entries.filter { $0.depth <= encoder.blockCount }.flatMap(\.names))
            let missing = drawn.filter(needed.contains)
            guard missing.isEmpty else { throw ModelError.weights(missing: missing, misshapen: []) }
        }
        self.folder = folder
        self.configuration = configuration
        self.tokenizer = tokenizer
        self.model = model
        self.drawn = drawn.sorted()
        let kept = head == saved ? weights?.names.filter { !used.contains($0) } ?? [] : []
        others = try kept.compactMap { try weights?.tensor($0) }
    }

    /// The most tokens that a text may have: what the model has positions for, or what the tokenizer's files allow.
    public var maximumLength: Int {
        min(model.configuration.maximumLength, tokenizer.maximumLength ?? .max)
    }

    /// Writes `config.json`, `model.safetensors` and the tokenizer's files to a folder that exists.
    ///
    /// `transformers` loads the folder with `AutoModelForSequenceClassification` (or what the head is) and `AutoTokenizer`.
    /// Each file is whole or as it was; the weights come last.
    ///
    /// Low-rank updates are merged into the weights that are written.
    ///
    /// - Parameters:
    ///   - folder: Where the files go, in place of those of the same names.
    ///   - parameters: The weights to write; nil writes the model's own.
    /// - Throws: `FilesError` with the path and the step; `ModelError.adapter` if the model has bottleneck adapters, which
    ///   no plain weights can stand for.
    public func write(to folder: String, parameters: Parameters? = nil) throws {
        var model = model
        if let parameters { model.parameters = parameters }
        model = try model.merged()
        try writeCompanions(to: folder)
        var writer = CheckpointWriter()
        let prefix = model.configuration.architecture.prefix
        func written(_ name: String) -> String {
            model.head == .none && name.hasPrefix(prefix) ? String(name.dropFirst(prefix.count)) : name
        }
        let parameters = model.parameters
        let vectors = Set(parameters.layout.entries.filter(\.isVector).flatMap(\.names))
        var names: Set<String> = []
        for (name, matrix) in parameters.named {
            let shape = vectors.contains(name) ? [matrix.columns] : [matrix.rows, matrix.columns]
            writer.add(written(name), shape: shape, matrix.values)
            names.insert(written(name))
        }
        for tensor in others where !names.contains(tensor.name) { writer.add(tensor) }
        try writer.write(to: "\(folder)/model.safetensors")
    }

    /// Writes `config.json` and the tokenizer's files alone, beside which an adapter lies.
    public func writeCompanions(to folder: String) throws {
        if folder != self.folder { try Tokenizer.copyFiles(from: self.folder, to: folder) }
        try AtomicFile.write(fileConfiguration.bytes(.indented), to: "\(folder)/config.json")
    }

    /// `config.json` with the type in which the weights are written.
    private var fileConfiguration: JSON {
        guard case .object(let object) = configuration.json else { return configuration.json }
        return .object(
            object.members.map { member in
                ["dtype", "torch_dtype"].contains(member.key)
                    ? JSONObject.Member(member.key, .string("float32")) : member
            })
    }
}

extension ModelConfiguration {
    /// Changes labels and problem to a purpose; returns the head for it, and the seed of what may be drawn.
    fileprivate mutating func adapt(
        to purpose: TextCheckpoint.Purpose, saved: TextModel.Head
    ) -> (head: TextModel.Head, seed: UInt64?) {
        switch purpose {
        case .asSaved: return (saved, nil)
        case .embedding: return (.none, nil)
        case .maskedLanguage(let seed): return (.maskedLanguage, seed)
        case .classification(let labels, let problem, let seed):
            self.labels = labels
            self.problem = problem
            return (.classification(labels: labels.count), seed)
        }
    }
}

extension TextModel.Head {
    /// The head that a configuration's `architectures` names; without any, there is none.
    fileprivate init(of configuration: ModelConfiguration) {
        let name = configuration.architectures.first ?? ""
        if configuration.isClassifier {
            self = .classification(labels: configuration.labelCount)
        } else if name.hasSuffix("ForMaskedLM") || name.hasSuffix("ForPreTraining") {
            self = .maskedLanguage
        } else {
            self = .none
        }
    }

    /// What the name of transformers' class ends with.
    fileprivate var classSuffix: String {
        switch self {
        case .none: "Model"
        case .classification: "ForSequenceClassification"
        case .maskedLanguage: "ForMaskedLM"
        }
    }
}

extension Matrix {
    /// Reads a tensor of one or two dimensions; a vector is a matrix of one row.
    ///
    /// - Throws: `CheckpointError` if it has more, or holds a number that is not finite.
    init(_ tensor: TensorView) throws(CheckpointError) {
        guard (1...2).contains(tensor.shape.count) else {
            throw .damaged(
                path: tensor.path, place: "tensor '\(visible(tensor.name))'",
                fault:
                    "its shape is \(tensor.shape), but a vector or a matrix is needed; the files do not belong together"
            )
        }
        let rows = tensor.shape.count == 2 ? tensor.shape[0] : 1
        self.init(rows: rows, columns: tensor.shape[tensor.shape.count - 1], try tensor.finiteFloats())
    }
}
