/// Why a command that stands for a model gives no answer.
public enum PredictorError: Error, Sendable, Hashable {
    /// It could not be started.
    case start(command: String, reason: String)
    /// It ended before all was answered: how, and the last that it wrote on standard error.
    case ended(command: String, how: String, unanswered: Int, errors: String)
    /// It answered nothing for too long.
    case silent(command: String, seconds: Double, unanswered: Int, errors: String)
    /// An answer that is not as the protocol has it.
    case answer(command: String, line: String, fault: String)
}

extension PredictorError: CustomStringConvertible {
    /// What happened, and how to mend it.
    public var description: String {
        switch self {
        case .start(let command, let reason): return "cannot start '\(command)': \(reason)"
        case .ended(let command, let how, let unanswered, let errors):
            return
                "'\(command)' \(how) with \(Self.rows(unanswered)) unanswered; it must read JSON Lines from standard "
                + "input until that ends" + Self.shown(errors)
        case .silent(let command, let seconds, let unanswered, let errors):
            return "'\(command)' answered nothing for \(seconds) s with \(Self.rows(unanswered)) unanswered: it must "
                + "answer each line without waiting for the end of its input, and flush what it writes; allow more time "
                + "with --timeout if it is slow" + Self.shown(errors)
        case .answer(let command, let line, let fault):
            return
                "'\(command)' answered \(line): \(fault); an answer is a line such as {\"id\": 0, \"scores\": [0.3, 0.7]}"
        }
    }

    private static func rows(_ count: Int) -> String { count == 1 ? "1 input" : "\(count) inputs" }

    private static func shown(_ errors: String) -> String {
        errors.isEmpty ? "" : "\nits last words were:\n" + errors
    }
}
