/// The tokens of one text, or of two, as a model takes them in.
///
/// All lists have the same length. Offsets lead back into the text that a token came from: the first text, or the
/// second one for tokens of its side.
public struct Encoding: Sendable, Equatable {
    /// The number of each token in the vocabulary.
    public internal(set) var ids: [Int32] = []
    /// The segment of each token: 0 for the first text, for BERT 1 for the second.
    public internal(set) var typeIDs: [Int32] = []
    /// The Unicode scalars of the text that each token stands for; empty at 0 for tokens that stand for none.
    public internal(set) var offsets: [Range<Int>] = []
    /// The bytes of the text in UTF-8 that each token stands for.
    public internal(set) var byteOffsets: [Range<Int>] = []
    /// Which word of its text each token belongs to, from 0; nil for tokens that frame the text.
    public internal(set) var wordIDs: [Int?] = []
    /// Whether a token frames the text, such as `[CLS]`, rather than standing for part of it.
    public internal(set) var isSpecial: [Bool] = []

    /// How many tokens there are.
    public var count: Int { ids.count }

    mutating func reserve(_ capacity: Int) {
        ids.reserveCapacity(capacity)
        typeIDs.reserveCapacity(capacity)
        offsets.reserveCapacity(capacity)
        byteOffsets.reserveCapacity(capacity)
        wordIDs.reserveCapacity(capacity)
        isSpecial.reserveCapacity(capacity)
    }

    mutating func append(special id: Int32, typeID: Int32) {
        ids.append(id)
        typeIDs.append(typeID)
        offsets.append(0..<0)
        byteOffsets.append(0..<0)
        wordIDs.append(nil)
        isSpecial.append(true)
    }

    mutating func append(_ tokens: ArraySlice<TextToken>, typeID: Int32) {
        for token in tokens {
            ids.append(token.id)
            typeIDs.append(typeID)
            offsets.append(Int(token.scalarStart)..<Int(token.scalarEnd))
            byteOffsets.append(Int(token.start)..<Int(token.end))
            wordIDs.append(Int(token.word))
            isSpecial.append(false)
        }
    }
}

/// A token that stands for part of a text.
struct TextToken: Sendable {
    var id: Int32
    /// The bytes of the text.
    var start: Int32
    var end: Int32
    var word: Int32
    /// Spaces at the ends of the token's own text, which offsets may leave out.
    var leadingSpaces: Int32 = 0
    var trailingSpaces: Int32 = 0
    /// The scalars of the text, known once all tokens are.
    var scalarStart: Int32 = 0
    var scalarEnd: Int32 = 0
}
