/// What can go wrong when a file is read or written, whatever it holds.
public enum FilesError: Error, Equatable {
    /// The text is not JSON; line and column count from 1, the column in bytes.
    case malformedJSON(line: Int, column: Int, fault: String)
    /// A file could not be opened, measured or mapped.
    case unreadable(path: String, step: String, reason: String)
    /// A file could not be written; the one that was there before is untouched.
    case unwritable(path: String, step: String, reason: String)
}

extension FilesError: CustomStringConvertible {
    /// The fault in one sentence, with its place.
    public var description: String {
        switch self {
        case .malformedJSON(let line, let column, let fault): "\(line):\(column): \(fault)"
        case .unreadable(let path, let step, let reason): "\(path): cannot \(step): \(reason)"
        case .unwritable(let path, let step, let reason): "\(path): cannot \(step): \(reason)"
        }
    }
}
