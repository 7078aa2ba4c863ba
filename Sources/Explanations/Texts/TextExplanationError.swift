/// Why a text cannot be explained as asked.
public enum TextExplanationError: Error, Equatable {
    /// A text of which the tokenizer makes no token but those that frame it.
    case noTokens(text: String)
    /// Tokens are to be masked, but the tokenizer has no token for that.
    case noMaskToken(folder: String)
    /// A baseline of padding, but the tokenizer has no token for that.
    case noPaddingToken(folder: String)
    /// A label that the model does not have.
    case label(number: Int, count: Int)
    /// An output that the model's kind of problem does not have.
    case output(ExplainedOutput, problem: String, allowed: [ExplainedOutput])
    /// A model that answers with a number that is not finite.
    case notFinite(text: String, absent: [String])
    /// Integrated gradients that do not add up, with as many steps as were allowed.
    case incomplete(text: String, steps: Int, sum: Double, difference: Double)
    /// A file of word classes that cannot be used.
    case lexicon(path: String, line: Int, fault: String)
}

extension TextExplanationError: CustomStringConvertible {
    /// What happened, and how to mend it.
    public var description: String {
        switch self {
        case .noTokens(let text):
            let shown = text.isEmpty ? "an empty text" : "the text \(Self.quoted(text))"
            return "\(shown) has no word that the model reads, so there is nothing to explain; leave the row out"
        case .noMaskToken(let folder):
            return "\(folder): the tokenizer has no mask token; let absent words be removed or hidden from attention"
        case .noPaddingToken(let folder):
            return "\(folder): the tokenizer has no padding token; use the baseline of zeros or of masks"
        case .label(let number, let count):
            return "label \(number) of a model with \(count): labels are counted from 0 to \(count - 1)"
        case .output(let output, let problem, let allowed):
            return "the output '\(output.rawValue)' of a model for \(problem): use "
                + allowed.map { "'\($0.rawValue)'" }.joined(separator: " or ")
        case .notFinite(let text, let absent):
            let without = absent.isEmpty ? "" : " without \(Self.quoted(absent.joined(separator: ", ")))"
            return "the model's output for \(Self.quoted(text))\(without) is not a finite number; "
                + "does the checkpoint hold weights that are not finite?"
        case .incomplete(let text, let steps, let sum, let difference):
            return
                "integrated gradients of \(Self.quoted(text)) add up to \(sum), the output differs by \(difference): "
                + "\(steps) steps are too few; allow more, or use another baseline"
        case .lexicon(let path, let line, let fault):
            return line > 0 ? "\(path):\(line): \(fault)" : "\(path): \(fault)"
        }
    }

    /// A text in quotes, cut to what a message can hold.
    private static func quoted(_ text: String) -> String {
        let visible = text.map { $0.isNewline ? " " : String($0) }
        return "'" + visible.prefix(60).joined() + (visible.count > 60 ? "…'" : "'")
    }
}
