internal import Synchronization

/// Turns text into the tokens that a checkpoint was trained on, as the `tokenizers` package would.
///
/// ```swift
/// let tokenizer = try Tokenizer(folder: "checkpoint")
/// let encoding = try tokenizer.encode("That is a happy dog", maxLength: 128)
/// ```
/// A tokenizer may be used from several threads at once. Each works with its own buffers and its own memory of words,
/// which saves time and never changes a result.
public struct Tokenizer: Sendable {
    /// The tokens with a meaning of their own.
    public let special: SpecialTokens
    /// The longest input that the checkpoint's files allow, if they say so.
    public let maximumLength: Int?
    let model: TokenizerModel
    private let sessions = SessionPool()

    init(model: TokenizerModel, special: SpecialTokens, maximumLength: Int?) {
        self.model = model
        self.special = special
        self.maximumLength = maximumLength
    }

    /// One more than the largest id of any token: the rows that an embedding needs at least.
    public var vocabularySize: Int {
        let tokens = model.tokens
        let largest = (0..<tokens.count).reduce(Int32(-1)) { max($0, tokens.id(at: $1)) }
        return Int(model.added.reduce(largest) { max($0, $1.id) }) + 1
    }

    /// Returns the id of a token, written as the vocabulary has it, or nil.
    public func id(of token: String) -> Int32? {
        let bytes = Array(token.utf8)
        return model.added.first { $0.content == bytes }?.id ?? model.tokens.id(of: bytes)
    }

    /// Returns the token of an id, written as the vocabulary has it, or nil; O(vocabulary).
    public func token(_ id: Int32) -> String? {
        if let token = model.added.first(where: { $0.id == id }) {
            return String(decoding: token.content, as: UTF8.self)
        }
        let tokens = model.tokens
        return (0..<tokens.count).first { tokens.id(at: $0) == id }
            .map { String(decoding: tokens.token($0), as: UTF8.self) }
    }

    /// Returns the tokens of a text, or of two that belong together.
    ///
    /// - Parameters:
    ///   - text: The text.
    ///   - pair: A second text, such as the answer to a question.
    ///   - maxLength: The most tokens, special ones included; nil for no limit.
    ///   - truncation: Which tokens go if there are more.
    ///   - addsSpecialTokens: Whether the text is framed, as models expect it.
    /// - Throws: `CheckpointError.encoding` if `maxLength` leaves no room for the frame, or the text that may be
    ///   shortened is too short. Time grows with the length of the text, times log of it for words without end.
    public func encode(
        _ text: String, pair: String? = nil, maxLength: Int? = nil, truncation: Truncation = .longestFirst,
        addsSpecialTokens: Bool = true
    ) throws(CheckpointError) -> Encoding {
        var session = sessions.take()
        defer { sessions.put(session) }
        var first = session.tokenize(text, model)
        var second = pair.map { session.tokenize($0, model) }
        if let maxLength {
            let added = addsSpecialTokens ? model.framing.added(isPair: pair != nil) : 0
            guard maxLength >= added else {
                throw .encoding(fault: "\(maxLength) tokens leave no room for the \(added) that frame a text")
            }
            let kept = try truncation.kept(first.tokens.count, second?.tokens.count, room: maxLength - added)
            first.tokens.removeSubrange(kept.first...)
            second?.tokens.removeSubrange(kept.second...)
        }
        model.framing.trim(&first.tokens, in: first.text)
        if var trimmed = second {
            model.framing.trim(&trimmed.tokens, in: trimmed.text)
            second = trimmed
        }
        var encoding = Encoding()
        encoding.reserve(first.tokens.count + (second?.tokens.count ?? 0) + 4)
        for piece in second == nil ? model.framing.single : model.framing.pair {
            switch piece {
            case .token(let id, let typeID):
                if addsSpecialTokens { encoding.append(special: id, typeID: typeID) }
            case .text(let isSecond, let typeID):
                encoding.append((isSecond ? second?.tokens ?? [] : first.tokens)[...], typeID: typeID)
            }
        }
        return encoding
    }
}

/// Sessions that no thread works with at the moment.
private final class SessionPool: Sendable {
    private let idle = Mutex<[TokenizerSession]>([])

    func take() -> TokenizerSession { idle.withLock { $0.popLast() } ?? TokenizerSession() }

    func put(_ session: TokenizerSession) { idle.withLock { $0.append(session) } }
}
