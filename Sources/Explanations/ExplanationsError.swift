/// What can be wrong with a game or a text, or with what is asked of it.
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
    /// A text of which the tokenizer makes no token but those that frame it.
    case noTokens(text: String)
    /// A row that lacks a feature which the model needs.
    case noNumber(column: String)
    /// Tokens are to be masked, but the tokenizer has no token for that.
    case noMaskToken(folder: String)
    /// A baseline of padding, but the tokenizer has no token for that.
    case noPaddingToken(folder: String)
    /// A label that the model does not have.
    case label(number: Int, count: Int)
    /// An output that the model's kind of problem does not have.
    case output(ExplainedOutput, problem: String, allowed: [ExplainedOutput])
    /// A model that answers a text with a number that is not finite.
    case textNotFinite(text: String, absent: [String])
    /// Integrated gradients that do not add up, with as many steps as were allowed.
    case incomplete(text: String, steps: Int, sum: Double, difference: Double)
    /// A file of word classes that cannot be used.
    case lexicon(path: String, line: Int, fault: String)
    /// Explanations of an earlier model that the new ones cannot be compared with.
    case earlier(path: String, fault: String)

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
        case .noTokens(let text):
            let shown = text.isEmpty ? "an empty text" : "the text \(Self.quoted(text))"
            return "\(shown) has no word that the model reads, so there is nothing to explain; leave the row out"
        case .noNumber(let column):
            return
                "there is no number in the column '\(column)', and the model needs one; leave the row out, or fill it in"
        case .noMaskToken(let folder):
            return "\(folder): the tokenizer has no mask token; let absent words be removed or hidden from attention"
        case .noPaddingToken(let folder):
            return "\(folder): the tokenizer has no padding token; use the baseline of zeros or of masks"
        case .label(let number, let count):
            return "label \(number) of a model with \(count): labels are counted from 0 to \(count - 1)"
        case .output(let output, let problem, let allowed):
            return "the output '\(output.rawValue)' of a model for \(problem): use "
                + allowed.map { "'\($0.rawValue)'" }.joined(separator: " or ")
        case .textNotFinite(let text, let absent):
            let without = absent.isEmpty ? "" : " without \(Self.quoted(absent.joined(separator: ", ")))"
            return "the model's output for \(Self.quoted(text))\(without) is not a finite number; "
                + "does the checkpoint hold weights that are not finite?"
        case .incomplete(let text, let steps, let sum, let difference):
            return
                "integrated gradients of \(Self.quoted(text)) add up to \(sum), the output differs by \(difference): "
                + "\(steps) steps are too few; allow more, or use another baseline"
        case .lexicon(let path, let line, let fault):
            return line > 0 ? "\(path):\(line): \(fault)" : "\(path): \(fault)"
        case .earlier(let path, let fault):
            return "\(path): \(fault); compare explanations of the same rows, with the same options"
        }
    }

    /// A text in quotes, cut to what a message can hold.
    private static func quoted(_ text: String) -> String {
        let visible = text.map { $0.isNewline ? " " : String($0) }
        return "'" + visible.prefix(60).joined() + (visible.count > 60 ? "…'" : "'")
    }
}
