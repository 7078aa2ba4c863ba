/// What can be wrong with a request to train or to use a model.
public enum ModelsError: Error, Equatable {
    /// What was asked for cannot be.
    case usage(String)
    /// The data or the checkpoint do not fit what was asked for.
    case data(String)
    /// A file that is needed is not there.
    case missing(String)
}

extension ModelsError: CustomStringConvertible {
    /// The fault and its remedy.
    public var description: String {
        switch self {
        case .usage(let text), .data(let text), .missing(let text): text
        }
    }
}
