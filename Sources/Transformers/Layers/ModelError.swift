/// Why a model cannot be made of what it was given, or cannot read its input.
public enum ModelError: Error, Equatable {
    /// Tensors that a checkpoint lacks, and those of another shape than the configuration says.
    case weights(missing: [String], misshapen: [String])
    /// Numbers in a configuration that do not go together.
    case configuration(String)
    /// A sequence without tokens.
    case emptySequence(sequence: Int)
    /// A sequence with more tokens than the model has positions.
    case tooLong(sequence: Int, length: Int, limit: Int)
    /// A token that is not in the vocabulary.
    case token(sequence: Int, position: Int, value: Int, vocabulary: Int)
    /// A token type that the model does not have.
    case type(sequence: Int, position: Int, value: Int, types: Int)
    /// An adapter that does not fit the model, or that cannot do what is asked of it.
    case adapter(String)
    /// A loss that is infinite or not a number.
    case diverged(step: Int)
}

extension ModelError: CustomStringConvertible {
    /// What happened, and how to mend it.
    public var description: String {
        switch self {
        case .weights(let missing, let misshapen):
            let lines = missing.map { "the checkpoint has no tensor '\($0)'" } + misshapen.map { "tensor \($0)" }
            return lines.joined(separator: "\n")
        case .configuration(let fault):
            return "the configuration does not fit together: \(fault)"
        case .emptySequence(let sequence):
            return "sequence \(sequence) has no tokens; a text needs at least its special tokens"
        case .tooLong(let sequence, let length, let limit):
            return "sequence \(sequence) has \(length) tokens, the model reads at most \(limit): truncate it"
        case .token(let sequence, let position, let value, let vocabulary):
            return "sequence \(sequence), token \(position): \(value) is not below the vocabulary's \(vocabulary); "
                + "does the tokenizer belong to this model?"
        case .type(let sequence, let position, let value, let types):
            return "sequence \(sequence), token \(position): type \(value) is not below the model's \(types) types"
        case .adapter(let fault):
            return "the adapter: \(fault)"
        case .diverged(let step):
            return "the loss of step \(step) is not a finite number: lower the learning rate, or clip the gradients"
        }
    }
}
