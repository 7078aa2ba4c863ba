/// Byte-level byte-pair encoding: a word begins as its bytes, and the pair of neighbours that training merged first is
/// merged first, until no pair is known (Sennrich, Haddow, Birch 2016; Radford et al. 2019).
struct BytePairModel: Sendable {
    /// All tokens, written as the file has them: one printable character for each byte.
    let tokens: TokenTable
    /// The token of each byte, or the unknown token, or -1 for a byte that no text in UTF-8 has.
    let byteTokens: [Int32]
    /// Whether a word that is a token is taken whole, whatever the merges.
    let takesWholeWords: Bool
    /// Whether unknown bytes side by side are one token.
    let fusesUnknown: Bool
    let unknown: Int32?
    private(set) var merges: MergeTable

    init(
        tokens: TokenTable, byteTokens: [Int32], merges: MergeTable, takesWholeWords: Bool, unknown: Int32?,
        fusesUnknown: Bool
    ) {
        self.tokens = tokens
        self.byteTokens = byteTokens
        self.merges = merges
        self.takesWholeWords = takesWholeWords
        self.unknown = unknown
        self.fusesUnknown = fusesUnknown
    }

    /// What merging needs beside the word, kept from word to word.
    struct Scratch: Sendable {
        var ids: [Int32] = []
        var ends: [Int32] = []
        var ranks: [UInt32] = []
        var queue = MergeQueue()
        var written: [UInt8] = []
    }

    /// Puts the pieces of the word `text[range]` in place of `pieces`.
    func split(_ text: [UInt8], _ range: Range<Int>, into pieces: inout [WordCache.Piece], _ scratch: inout Scratch) {
        pieces.removeAll(keepingCapacity: true)
        if takesWholeWords {
            scratch.written.removeAll(keepingCapacity: true)
            for byte in text[range] { ByteAlphabet.append(byte, to: &scratch.written) }
            if let id = tokens.id(of: scratch.written) {
                pieces.append(WordCache.Piece(id: id, end: Int32(range.count)))
                return
            }
        }
        scratch.ids.removeAll(keepingCapacity: true)
        scratch.ends.removeAll(keepingCapacity: true)
        for (offset, byte) in text[range].enumerated() {
            let id = byteTokens[Int(byte)]
            if fusesUnknown, id == unknown, scratch.ids.last == unknown {
                scratch.ends[scratch.ends.count - 1] = Int32(offset + 1)
            } else {
                scratch.ids.append(id)
                scratch.ends.append(Int32(offset + 1))
            }
        }
        if scratch.ids.count > 48 {
            scratch.queue.merge(&scratch.ids, &scratch.ends, merges)
        } else if scratch.ids.count > 1 {
            mergeShort(&scratch)
        }
        for (id, end) in zip(scratch.ids, scratch.ends) { pieces.append(WordCache.Piece(id: id, end: end)) }
    }

    /// Merges by looking at all pairs each time, which for a few tokens is the fastest.
    private func mergeShort(_ scratch: inout Scratch) {
        scratch.ranks.removeAll(keepingCapacity: true)
        for index in 0..<scratch.ids.count - 1 {
            scratch.ranks.append(merges.rank(scratch.ids[index], scratch.ids[index + 1]))
        }
        while !scratch.ranks.isEmpty {
            var best = MergeTable.none
            var place = 0
            for index in scratch.ranks.indices where scratch.ranks[index] < best {
                best = scratch.ranks[index]
                place = index
            }
            guard best != MergeTable.none else { return }
            scratch.ids[place] = merges.result(best)
            scratch.ends[place] = scratch.ends[place + 1]
            scratch.ids.remove(at: place + 1)
            scratch.ends.remove(at: place + 1)
            scratch.ranks.remove(at: place)
            if place < scratch.ranks.count {
                scratch.ranks[place] = merges.rank(scratch.ids[place], scratch.ids[place + 1])
            }
            if place > 0 {
                scratch.ranks[place - 1] = merges.rank(scratch.ids[place - 1], scratch.ids[place])
            }
        }
    }
}

/// The printable character that stands for each byte in byte-level files.
enum ByteAlphabet {
    /// The scalar for each byte: itself if it is printable in Latin-1, else the next from U+0100 on.
    static let scalars: [UInt32] = {
        var next: UInt32 = 0x100
        return (0..<256).map { (byte: UInt32) in
            switch byte {
            case 0x21...0x7E, 0xA1...0xAC, 0xAE...0xFF: return byte
            default:
                defer { next += 1 }
                return next
            }
        }
    }()

    /// Appends the character for a byte as UTF-8.
    static func append(_ byte: UInt8, to bytes: inout [UInt8]) { UTF8Text.append(scalars[Int(byte)], to: &bytes) }
}
