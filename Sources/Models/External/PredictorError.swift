/// Why a model outside this process gives no answer.
public enum PredictorError: Error, Sendable, Hashable {
    /// A command could not be started.
    case start(command: String, reason: String)
    /// A command ended before all was answered: how, and the last that it wrote on standard error.
    case ended(command: String, how: String, unanswered: Int, errors: String)
    /// A command answered nothing for too long.
    case silent(command: String, seconds: Double, unanswered: Int, errors: String)
    /// An answer that is not as the protocol has it.
    case answer(name: String, line: String, fault: String)
    /// An address that no model can be asked at.
    case address(String, fault: String)
    /// Nobody takes a connection at an address.
    case unreachable(address: String, reason: String)
    /// An endpoint said nothing for too long.
    case silentEndpoint(address: String, seconds: Double)
    /// An endpoint answered with another status than 200: the first words of what it said.
    case status(address: String, status: Int, words: String)
    /// What came from an endpoint is not HTTP, or ends too soon.
    case response(address: String, fault: String)
    /// An endpoint answered fewer lines than it was asked.
    case unanswered(address: String, count: Int)
}

extension PredictorError: CustomStringConvertible {
    /// What happened, and how to mend it.
    public var description: String {
        switch self {
        case .start(let command, let reason): return "cannot start '\(command)': \(reason)"
        case .ended(let command, let how, let unanswered, let errors):
            return
                "'\(command)' \(how) with \(Self.inputs(unanswered)) unanswered; it must read JSON Lines from standard "
                + "input until that ends" + Self.shown(errors)
        case .silent(let command, let seconds, let unanswered, let errors):
            return "'\(command)' answered nothing for \(seconds) s with \(Self.inputs(unanswered)) unanswered: it must "
                + "answer each line without waiting for the end of its input, and flush what it writes; allow more time "
                + "with --timeout if it is slow" + Self.shown(errors)
        case .answer(let name, let line, let fault):
            return
                "'\(name)' answered \(line): \(fault); an answer is a line such as {\"id\": 0, \"scores\": [0.3, 0.7]}"
        case .address(let address, let fault): return "the endpoint '\(address)': \(fault)"
        case .unreachable(let address, let reason):
            return "cannot reach '\(address)': \(reason); is the model's server running there?"
        case .silentEndpoint(let address, let seconds):
            return "'\(address)' said nothing for \(seconds) s; allow more time with --timeout if it is slow"
        case .status(let address, let status, let words):
            return
                "'\(address)' answered with status \(status) where 200 must be"
                + ((300..<400).contains(status) ? " (redirections are not followed: name the place itself)" : "")
                + (words.isEmpty ? "" : "; it said:\n  \(words)")
        case .response(let address, let fault): return "what came from '\(address)' is no answer on HTTP: \(fault)"
        case .unanswered(let address, let count):
            return
                "'\(address)' left \(Self.inputs(count)) unanswered: every line of the request needs a line with its id"
        }
    }

    private static func inputs(_ count: Int) -> String { count == 1 ? "1 input" : "\(count) inputs" }

    private static func shown(_ errors: String) -> String {
        errors.isEmpty ? "" : "\nits last words were:\n" + errors
    }
}
