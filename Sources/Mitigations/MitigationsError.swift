/// What can be wrong with a request to mitigate, or with the data for it.
public enum MitigationsError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What was asked for cannot be.
    case usage(String)
    /// The data do not allow it.
    case data(String)
    /// Too few rows have a known group, and a known label where one is asked for.
    case tooFewRows(count: Int, needed: Int)
    /// The covariance of the states holds a number that is not finite.
    case notFinite

    /// What happened and how to mend it.
    public var description: String {
        switch self {
        case .usage(let text), .data(let text): text
        case .tooFewRows(let count, let needed):
            "\(count) rows have a known group and label where at least \(needed) are needed; give more labelled rows"
        case .notFinite:
            "the states hold numbers that are not finite or too large for a covariance; check the checkpoint"
        }
    }
}
