/// Encodes one text after another, keeping its buffers and what it learned about words and characters.
struct TokenizerSession: Sendable {
    private var text: [UInt8] = []
    private var tokens: [TextToken] = []
    private var word: Int32 = 0
    private var normalized = NormalizedText()
    private var characters = ScalarTable()
    private var cache = WordCache()
    private var pieces: [WordCache.Piece] = []
    private var hashes: [UInt64] = []
    private var scratch = BytePairModel.Scratch()
    private var prefixed: [UInt8] = []

    /// Returns the tokens of a text, with the text as bytes.
    mutating func tokenize(_ string: String, _ model: TokenizerModel) -> (tokens: [TextToken], text: [UInt8]) {
        text.removeAll(keepingCapacity: true)
        var string = string
        string.withUTF8 { text.append(contentsOf: $0) }
        tokens.removeAll(keepingCapacity: true)
        word = 0
        if model.rawTokens.isEmpty {
            stretch(0..<text.count, model)
        } else {
            var parts: [AddedTokens.Part] = []
            model.rawTokens.split(text, 0..<text.count, into: &parts)
            for part in parts {
                if let id = part.token {
                    append(added: id, text, part.range, part.range)
                } else {
                    stretch(part.range, model)
                }
            }
        }
        var bits: UInt8 = 0
        for byte in text { bits |= byte }
        var counter = ScalarCounter(isASCII: bits < 0x80)
        for index in tokens.indices {
            tokens[index].scalarStart = Int32(counter.count(before: Int(tokens[index].start), in: text))
            tokens[index].scalarEnd = Int32(counter.count(before: Int(tokens[index].end), in: text))
        }
        return (tokens, text)
    }

    /// Encodes a stretch of the text that holds no raw token.
    private mutating func stretch(_ range: Range<Int>, _ model: TokenizerModel) {
        guard !range.isEmpty else { return }
        switch model.algorithm {
        case .wordPiece(let pieces, let normalizer):
            normalized.normalize(text, range, normalizer, &characters)
            let bytes = normalized.bytes
            forEachPart(bytes, 0..<bytes.count, model) { session, part in
                if let id = part.token {
                    guard !part.range.isEmpty else { return }
                    let source = session.normalized.source(part.range)
                    session.append(added: id, bytes, part.range, Int(source.start)..<Int(source.end))
                } else {
                    session.wordPieces(bytes, part.range, pieces)
                }
            }
        case .bytePair(let pairs, let addsPrefixSpace):
            let bytes = text
            forEachPart(bytes, range, model) { session, part in
                if let id = part.token {
                    session.append(added: id, bytes, part.range, part.range)
                } else {
                    session.bytePairs(bytes, part.range, pairs, addsPrefixSpace)
                }
            }
        }
    }

    private mutating func forEachPart(
        _ bytes: [UInt8], _ range: Range<Int>, _ model: TokenizerModel,
        _ body: (inout TokenizerSession, AddedTokens.Part) -> Void
    ) {
        guard !model.normalizedTokens.isEmpty else {
            body(&self, AddedTokens.Part(range: range, token: nil))
            return
        }
        var parts: [AddedTokens.Part] = []
        model.normalizedTokens.split(bytes, range, into: &parts)
        for part in parts { body(&self, part) }
    }

    /// Appends a token that was found as `content[inside]`, which came from the bytes `source` of the text.
    private mutating func append(added id: Int32, _ content: [UInt8], _ inside: Range<Int>, _ source: Range<Int>) {
        let scalars = String(decoding: content[inside], as: UTF8.self).unicodeScalars
        func isBlank(_ scalar: Unicode.Scalar) -> Bool { UnicodeClasses.isSpace(scalar) || scalar == "\u{120}" }
        tokens.append(
            TextToken(
                id: id, start: Int32(source.lowerBound), end: Int32(source.upperBound), word: word,
                leadingSpaces: Int32(scalars.prefix(while: isBlank).count),
                trailingSpaces: Int32(scalars.reversed().prefix(while: isBlank).count)))
        word += 1
    }

    // MARK: WordPiece

    /// Splits normalised text at blanks and around punctuation.
    private mutating func wordPieces(_ bytes: [UInt8], _ range: Range<Int>, _ model: WordPieceModel) {
        let isASCII = normalized.isASCII
        let kinds = isASCII ? NormalizedText.asciiKinds : normalized.kinds
        var start = range.lowerBound
        var position = start
        while position < range.upperBound {
            let kind = kinds[isASCII ? Int(bytes[position]) : position]
            if kind == BertNormalizer.Kind.word.rawValue {
                position += 1
                continue
            }
            if start < position { wordPiece(bytes, start..<position, model) }
            let next = position + UTF8Text.width(bytes[position])
            if kind == BertNormalizer.Kind.punctuation.rawValue { wordPiece(bytes, position..<next, model) }
            position = next
            start = next
        }
        if start < position { wordPiece(bytes, start..<position, model) }
    }

    private mutating func wordPiece(_ bytes: [UInt8], _ range: Range<Int>, _ model: WordPieceModel) {
        if range.count <= WordCache.longestWord {
            let hash = cache.hash(bytes, range)
            if let found = cache.find(bytes, range, hash) {
                var start = range.lowerBound
                for index in found {
                    let piece = cache.pieces[index]
                    append(piece, start, range.lowerBound)
                    start = range.lowerBound + Int(piece.end)
                }
                word += 1
                return
            }
            model.split(bytes, range, into: &pieces, hashes: &hashes)
            cache.insert(bytes, range, hash, pieces)
        } else {
            model.split(bytes, range, into: &pieces, hashes: &hashes)
        }
        var start = range.lowerBound
        for piece in pieces {
            append(piece, start, range.lowerBound)
            start = range.lowerBound + Int(piece.end)
        }
        word += 1
    }

    @inline(__always)
    private mutating func append(_ piece: WordCache.Piece, _ start: Int, _ wordStart: Int) {
        let source = normalized.source(start..<wordStart + Int(piece.end))
        tokens.append(TextToken(id: piece.id, start: source.start, end: source.end, word: word))
    }

    // MARK: Byte pairs

    private mutating func bytePairs(
        _ bytes: [UInt8], _ range: Range<Int>, _ model: BytePairModel, _ addsPrefixSpace: Bool
    ) {
        guard addsPrefixSpace, bytes[range.lowerBound] != 0x20 else {
            words(bytes, range, model, source: bytes, shift: 0, first: range.lowerBound)
            return
        }
        prefixed.removeAll(keepingCapacity: true)
        prefixed.append(0x20)
        prefixed.append(contentsOf: bytes[range])
        let prefixed = prefixed
        words(prefixed, 0..<prefixed.count, model, source: bytes, shift: range.lowerBound - 1, first: range.lowerBound)
    }

    /// Encodes `bytes[range]`; the byte at `i` came from `source[i + shift]`, but no earlier than `first`.
    private mutating func words(
        _ bytes: [UInt8], _ range: Range<Int>, _ model: BytePairModel, source: [UInt8], shift: Int, first: Int
    ) {
        var start = range.lowerBound
        while start < range.upperBound {
            let end = ByteLevelSplitter.wordEnd(bytes, start..<range.upperBound, &characters)
            let found = piecesOfWord(bytes, start..<end, model)
            var pieceStart = start
            for index in found.range {
                let piece = found.isCached ? cache.pieces[index] : pieces[index]
                let pieceEnd = start + Int(piece.end)
                append(piece.id, bytes, pieceStart..<pieceEnd, source, shift, first)
                pieceStart = pieceEnd
            }
            word += 1
            start = end
        }
    }

    private mutating func piecesOfWord(
        _ bytes: [UInt8], _ range: Range<Int>, _ model: BytePairModel
    ) -> (range: Range<Int>, isCached: Bool) {
        guard range.count <= WordCache.longestWord else {
            model.split(bytes, range, into: &pieces, &scratch)
            return (pieces.indices, false)
        }
        let hash = cache.hash(bytes, range)
        if let found = cache.find(bytes, range, hash) { return (found, true) }
        model.split(bytes, range, into: &pieces, &scratch)
        cache.insert(bytes, range, hash, pieces)
        return (pieces.indices, false)
    }

    /// Appends a token whose offsets take in every character of which it has a byte.
    private mutating func append(
        _ id: Int32, _ bytes: [UInt8], _ range: Range<Int>, _ source: [UInt8], _ shift: Int, _ first: Int
    ) {
        var start = max(range.lowerBound + shift, first)
        var end = max(range.upperBound + shift, first + 1)
        while start > first, UTF8Text.isContinuation(source[start]) { start -= 1 }
        while end < source.count, UTF8Text.isContinuation(source[end]) { end += 1 }
        var leading = 0
        while leading < range.count, bytes[range.lowerBound + leading] == 0x20 { leading += 1 }
        var trailing = 0
        while trailing < range.count, bytes[range.upperBound - 1 - trailing] == 0x20 { trailing += 1 }
        tokens.append(
            TextToken(
                id: id, start: Int32(start), end: Int32(end), word: word, leadingSpaces: Int32(leading),
                trailingSpaces: Int32(trailing)))
    }
}
