/// Everything that a tokenizer was made of; it never changes.
struct TokenizerModel: Sendable {
    /// How words become tokens, with the splitting that belongs to it.
    enum Algorithm: Sendable {
        /// BERT's: normalisation, blanks and punctuation, WordPiece.
        case wordPiece(WordPieceModel, BertNormalizer?)
        /// GPT-2's and RoBERTa's: words of bytes; the flag says whether each stretch gets a blank in front.
        case bytePair(BytePairModel, addsPrefixSpace: Bool)
    }

    var algorithm: Algorithm
    /// Tokens found in the text as it is.
    var rawTokens: AddedTokens
    /// Tokens found after normalisation.
    var normalizedTokens: AddedTokens
    /// The added tokens by their content.
    var added: [AddedTokens.Token]
    var framing: Framing

    /// All tokens of the vocabulary but the added ones.
    var tokens: TokenTable {
        switch algorithm {
        case .wordPiece(let model, _): model.tokens
        case .bytePair(let model, _): model.tokens
        }
    }
}
