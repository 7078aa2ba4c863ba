/// What becomes of a word that is absent from a text.
public enum Absence: String, Sendable, Hashable, CaseIterable {
    /// Each of its tokens is replaced by the mask token, in its place; the text keeps its length.
    case mask
    /// Its tokens are taken out, and those behind them move up.
    case removal
    /// No token attends to its tokens, and all others keep their places: what an attention mask does.
    case attention

    /// What a report says of it.
    public var statement: String {
        switch self {
        case .mask: "absent words are replaced by the mask token"
        case .removal: "absent words are removed, the words behind them move up"
        case .attention: "absent words are hidden from attention, the others keep their places"
        }
    }
}
