/// WordPiece: a word becomes the longest token that begins it, then the longest `##` token that goes on, and so forth
/// (Schuster, Nakajima 2012; Devlin et al. 2019).
struct WordPieceModel: Sendable {
    /// All tokens as they are.
    let tokens: TokenTable
    /// The tokens that go on with a word, without their prefix.
    let continuations: TokenTable
    /// Stands for a word that tokens cannot make up.
    let unknown: Int32
    /// Longer words, in scalars, are unknown.
    let longestWord: Int
    /// What marks a token that goes on with a word.
    let prefix: [UInt8]

    init(tokens: TokenTable, prefix: [UInt8], unknown: Int32, longestWord: Int) {
        self.tokens = tokens
        self.prefix = prefix
        self.unknown = unknown
        self.longestWord = longestWord
        var continuations = TokenTable(capacity: tokens.count / 4)
        for index in 0..<tokens.count {
            guard tokens.token(index).starts(with: prefix), tokens.token(index).count > prefix.count else { continue }
            let rest = Array(tokens.token(index).dropFirst(prefix.count))
            _ = continuations.insert(rest, rest.indices, id: tokens.id(at: index))
        }
        self.continuations = continuations
    }

    /// Puts the pieces of the word `text[range]` in place of `pieces`.
    func split(_ text: [UInt8], _ range: Range<Int>, into pieces: inout [WordCache.Piece], hashes: inout [UInt64]) {
        pieces.removeAll(keepingCapacity: true)
        let whole = WordCache.Piece(id: unknown, end: Int32(range.count))
        // A scalar has four bytes at most.
        if range.count > longestWord,
            text[range].count(where: { !UTF8Text.isContinuation($0) }) > longestWord
        {
            pieces.append(whole)
            return
        }
        let factor = TokenTable.hashFactor
        var start = range.lowerBound
        while start < range.upperBound {
            let table = start == range.lowerBound ? tokens : continuations
            guard let (id, end) = Self.longest(table, text, start..<range.upperBound, factor, &hashes) else {
                pieces.removeAll(keepingCapacity: true)
                pieces.append(whole)
                return
            }
            pieces.append(WordCache.Piece(id: id, end: Int32(end - range.lowerBound)))
            start = end
        }
    }

    private static func longest(
        _ table: TokenTable, _ text: [UInt8], _ range: Range<Int>, _ factor: UInt64, _ hashes: inout [UInt64]
    ) -> (id: Int32, end: Int)? {
        var hash = TokenTable.emptyHash
        hashes.removeAll(keepingCapacity: true)
        for index in range.lowerBound..<min(range.upperBound, range.lowerBound + table.longest) {
            hash = TokenTable.hash(hash, text[index], factor)
            hashes.append(hash)
        }
        while let hash = hashes.popLast() {
            let end = range.lowerBound + hashes.count + 1
            if let id = table.id(of: text, range.lowerBound..<end, hash) { return (id, end) }
        }
        return nil
    }
}
