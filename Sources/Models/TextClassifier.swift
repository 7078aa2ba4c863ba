internal import Glibc
public import MatrixKernels
internal import NumericalKernels
internal import Synchronization
public import Transformers

/// A checkpoint with a head for sequences, as a predictor of texts.
public struct TextClassifier: Predictor {
    /// The checkpoint.
    public let checkpoint: TextCheckpoint
    /// The most tokens of a text; longer ones are cut.
    public let maximumLength: Int
    /// What the outputs are.
    public let problem: ModelConfiguration.Problem

    /// Opens a checkpoint for prediction.
    ///
    /// - Parameters:
    ///   - folder: A folder as transformers saves it.
    ///   - maximumLength: The most tokens of a text; nil for as many as the model can read.
    /// - Throws: `ModelsError.data` if the checkpoint has no head for sequences, `.usage` if the model cannot read so many
    ///   tokens; and what opening throws.
    public init(folder: String, maximumLength: Int? = nil) throws {
        try self.init(TextCheckpoint(folder: folder), maximumLength: maximumLength)
    }

    /// Takes a checkpoint that is open.
    public init(_ checkpoint: TextCheckpoint, maximumLength: Int? = nil) throws(ModelsError) {
        guard case .classification = checkpoint.model.head else {
            throw .data(
                "\(checkpoint.folder)/config.json: architectures: '"
                    + (checkpoint.configuration.architectures.first ?? "") + "' has no head that classifies texts: "
                    + "fine-tune the checkpoint with 'assize train' first")
        }
        let most = checkpoint.maximumLength
        if let maximumLength, !(3...most).contains(maximumLength) {
            throw .usage("a maximum length of \(maximumLength) tokens: it must be between 3 and the model's \(most)")
        }
        self.checkpoint = checkpoint
        self.maximumLength = maximumLength ?? most
        problem =
            checkpoint.configuration.problem
            ?? (checkpoint.configuration.labelCount == 1 ? .regression : .singleLabel)
    }

    /// The names of the labels, or of the one value of a regression.
    public var outputs: [String] { checkpoint.configuration.labels }

    /// Returns the probability of each label, or the predicted numbers of a regression, `[texts, outputs]`.
    public func scores(_ texts: [String]) throws -> Matrix {
        try scores(EncodedTexts(texts, tokenizer: checkpoint.tokenizer, maximumLength: maximumLength))
    }

    /// Returns the same of texts that are encoded.
    public func scores(_ texts: EncodedTexts) throws(ModelError) -> Matrix {
        var logits = try logits(texts)
        switch problem {
        case .regression: break
        case .singleLabel: _ = logits.softmaxRows()
        case .multiLabel:
            for row in 0..<logits.rows {
                for label in 0..<logits.columns { logits[row, label] = 1 / (1 + exp(-logits[row, label])) }
            }
        }
        return logits
    }

    /// Returns the logits, `[texts, outputs]`. Memory does not grow with the number of texts but for them.
    public func logits(_ texts: EncodedTexts) throws(ModelError) -> Matrix {
        try checkpoint.model.logits(texts.packed(0..<texts.count))
    }

    /// Makes all models compute on so many threads; what they compute does not depend on it.
    public static func setThreads(_ count: Int) { ParallelLoop.workers.store(max(1, count), ordering: .relaxed) }
}

extension TextClassifier {
    /// Returns the states at a place of the classifier, `[texts, width]`: what an eraser is fitted on and a probe reads.
    ///
    /// Computed as the logits are: without padding, some hundred tokens at a time, on all threads.
    public func states(_ texts: EncodedTexts, at place: TextModel.ClassifierPlace) throws(ModelError) -> Matrix {
        try checkpoint.model.states(texts.packed(0..<texts.count), at: place)
    }
}
