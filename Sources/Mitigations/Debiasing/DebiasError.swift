/// What can be wrong with a request to debias.
public enum DebiasError: Error, Equatable {
    /// What was asked for cannot be.
    case usage(String)
    /// The data do not allow it.
    case data(String)
}

extension DebiasError: CustomStringConvertible {
    /// The fault and its remedy.
    public var description: String {
        switch self {
        case .usage(let text), .data(let text): text
        }
    }
}
