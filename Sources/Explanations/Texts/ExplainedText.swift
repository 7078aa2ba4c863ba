public import Transformers

/// A text as a model reads it, encoded once, and the players that its tokens form.
public struct ExplainedText: Sendable {
    /// What a player is.
    public enum Unit: String, Sendable, Hashable, CaseIterable {
        /// The tokens of a word together.
        case words
        /// Each token.
        case tokens
    }

    /// Tokens that are present or absent together.
    public struct Player: Sendable, Hashable {
        /// What the text says there.
        public let name: String
        /// Its tokens, counted with those that frame the text.
        public let tokens: Range<Int>
        /// The Unicode scalars of the text that they stand for.
        public let scalars: Range<Int>
    }

    /// The text.
    public let text: String
    /// What a player is.
    public let unit: Unit
    /// The tokens, those that frame the text included, `[tokens]`.
    public let ids: [Int32]
    /// The segments of the tokens, `[tokens]`.
    public let types: [Int32]
    /// The players, in the order of the text, at least one. Tokens that frame the text belong to none.
    public let players: [Player]
    /// How many tokens the text has lost at its end because the model cannot read more.
    public let cutTokens: Int

    /// Encodes a text.
    ///
    /// - Parameters:
    ///   - text: The text.
    ///   - tokenizer: The checkpoint's.
    ///   - maximumLength: The most tokens that the model reads.
    ///   - unit: What a player is.
    /// - Throws: `ExplanationsError.noTokens` if the tokenizer finds nothing in the text; what encoding throws.
    public init(_ text: String, tokenizer: Tokenizer, maximumLength: Int, unit: Unit = .words) throws {
        let whole = try tokenizer.encode(text)
        let encoding = whole.count > maximumLength ? try tokenizer.encode(text, maxLength: maximumLength) : whole
        let scalars = Array(text.unicodeScalars)
        let words = WordBoundaries(scalars)
        var ranges: [Range<Int>] = []
        for token in encoding.ids.indices where !encoding.isSpecial[token] {
            if unit == .words, let last = ranges.last, last.upperBound == token,
                words.joins(encoding.offsets[token - 1], encoding.offsets[token])
            {
                ranges[ranges.count - 1] = last.lowerBound..<token + 1
            } else {
                ranges.append(token..<token + 1)
            }
        }
        guard !ranges.isEmpty else { throw ExplanationsError.noTokens(text: text) }
        self.text = text
        self.unit = unit
        ids = encoding.ids
        types = encoding.typeIDs
        cutTokens = whole.count - encoding.count
        players = ranges.map { tokens in
            let start = encoding.offsets[tokens.lowerBound].lowerBound
            let end = max(start, encoding.offsets[tokens.upperBound - 1].upperBound)
            var name = ""
            name.unicodeScalars.append(contentsOf: scalars[start..<end])
            // A token may stand for nothing that can be shown, such as a part of a scalar.
            if name.allSatisfy(\.isWhitespace) { name = tokenizer.token(encoding.ids[tokens.lowerBound]) ?? name }
            return Player(name: name, tokens: tokens, scalars: start..<end)
        }
    }

    /// The player of each token, `[tokens]`; nil for tokens that frame the text.
    public var playerOfToken: [Int?] {
        var result = [Int?](repeating: nil, count: ids.count)
        for (number, player) in players.enumerated() { for token in player.tokens { result[token] = number } }
        return result
    }

    /// What a reader must know of the text's encoding; nil if the model reads all of it.
    public var note: String? {
        cutTokens == 0
            ? nil
            : "the text has \(ids.count + cutTokens) tokens, the model reads \(ids.count): "
                + "the last \(cutTokens) are not explained"
    }

    /// The text as a batch of one sequence.
    public var packed: PackedTokens { PackedTokens([ids], types: [types]) }

    /// Returns the sum of numbers of tokens for each player, `[players]`. What belongs to no player is left out.
    ///
    /// - Parameter values: `[tokens]`.
    public func sums(ofTokens values: [Double]) -> [Double] {
        precondition(values.count == ids.count, "\(values.count) values for \(ids.count) tokens")
        return players.map { $0.tokens.reduce(0) { $0 + values[$1] } }
    }
}
