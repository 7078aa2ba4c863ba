/// What can be wrong with a game, or with what is asked of it.
public enum ExplanationsError: Error, Sendable, Hashable, CustomStringConvertible {
    /// A coalition is worth no finite number: what came instead, and the players who were absent.
    case notFinite(value: String, absent: [Int])
    /// There is nobody among whom to divide.
    case noPlayers
    /// A method that visits every coalition was asked for too many players.
    case tooManyPlayers(method: String, count: Int, most: Int)
    /// A method needs more evaluations than it may use.
    case tooFewEvaluations(method: String, given: Int, needed: Int)
    /// A setting is out of its range.
    case setting(name: String, value: String, remedy: String)
    /// Two things that belong together have different sizes.
    case mismatch(what: String, count: Int, expected: Int)
    /// A group of which a gap is asked has too few rows.
    case tooFewRows(group: String, count: Int, needed: Int)
    /// A row cannot be explained.
    case row(number: Int, reason: String)
    /// A folder holds the unfinished work of another request.
    case otherRequest(path: String)

    /// What happened and how to mend it.
    public var description: String {
        switch self {
        case .notFinite(let value, let absent):
            let shown = absent.prefix(12).map(String.init).joined(separator: ", ") + (absent.count > 12 ? ", …" : "")
            return "the model answered \(value) with \(absent.isEmpty ? "nobody" : "players \(shown)") absent; "
                + "explanations need finite numbers, so look for inputs or weights that are not finite"
        case .noPlayers: return "the input has no player to explain; leave it out or choose other players"
        case .tooManyPlayers(let method, let count, let most):
            return "\(method) visits every coalition, and \(count) players have too many: at most \(most); "
                + "use kernel_shap"
        case .tooFewEvaluations(let method, let given, let needed):
            return "\(method) needs at least \(needed) evaluations for so many players, and may use \(given); "
                + "allow more, or join players"
        case .setting(let name, let value, let remedy): return "\(name) is \(value): \(remedy)"
        case .mismatch(let what, let count, let expected):
            return "\(count) \(what) where there must be \(expected); give one for each"
        case .tooFewRows(let group, let count, let needed):
            return
                "the group '\(group)' has \(count) rows that count here, and a gap needs at least \(needed) of each; "
                + "explain more rows of it"
        case .row(let number, let reason): return "row \(number): \(reason)"
        case .otherRequest(let path):
            return
                "\(path) holds the rows that another request has explained: finish that one, name another folder, or "
                + "begin anew with --overwrite"
        }
    }
}
