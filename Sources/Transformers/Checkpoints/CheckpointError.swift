internal import Files

/// What can be wrong with the files of a checkpoint: its weights, its configuration, its tokenizer.
public enum CheckpointError: Error, Equatable {
    /// A file that the checkpoint needs is not there.
    case missing(path: String, remedy: String)
    /// A file is there but damaged, hostile, or of a kind that this version cannot use.
    ///
    /// `place` leads to the value at fault, such as `tensor 'bert.embeddings.word_embeddings.weight'` or
    /// `model.vocab`; it is empty if the whole file is at fault.
    case damaged(path: String, place: String, fault: String)
    /// The checkpoint is in order but holds no tensor of this name.
    case noTensor(path: String, name: String, suggestion: String?)
    /// A text cannot be encoded as asked.
    case encoding(fault: String)
}

extension CheckpointError {
    /// Who has to act, which decides a tool's exit code.
    public enum Kind: Sendable {
        /// What was asked for cannot be.
        case usage
        /// A file is at fault.
        case badData
        /// A file is not there.
        case missingInput
    }

    /// Who has to act.
    public var kind: Kind {
        switch self {
        case .missing: .missingInput
        case .damaged, .noTensor: .badData
        case .encoding: .usage
        }
    }
}

extension CheckpointError: CustomStringConvertible {
    /// The file, the place within it, the fault and the remedy, in one line.
    public var description: String {
        switch self {
        case .missing(let path, let remedy): "\(path): there is no such file; \(remedy)"
        case .damaged(let path, let place, let fault):
            place.isEmpty ? "\(path): \(fault)" : "\(path): \(place): \(fault)"
        case .noTensor(let path, let name, let suggestion):
            "\(path): no tensor is named '\(name)'" + (suggestion.map { "; did you mean '\(visible($0))'?" } ?? "")
        case .encoding(let fault): fault
        }
    }
}
