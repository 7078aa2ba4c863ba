/// The pieces of words that came up before.
///
/// The cache only saves time: what it holds never changes a result. When it is full it is emptied.
struct WordCache: Sendable {
    /// One piece of a word: its id and where it ends within the word, in bytes.
    struct Piece: Sendable {
        var id: Int32
        var end: Int32
    }

    /// The longest word that is remembered, in bytes.
    static let longestWord = 64
    private static let slotCount = 1 << 15
    private static let wordLimit = slotCount / 2

    private struct Slot {
        var hash: UInt64 = 0
        var start: Int32 = 0
        var length: Int32 = 0
        var piece: Int32 = 0
        var pieceCount: Int32 = 0
    }

    private var slots = [Slot](repeating: Slot(), count: slotCount)
    private let factor = TokenTable.hashFactor
    private var words: [UInt8] = []
    private var wordCount = 0
    /// The pieces of all words; a lookup gives a range of them.
    private(set) var pieces: [Piece] = []

    /// Returns the hash of a word, never 0.
    @inline(__always)
    func hash(_ text: [UInt8], _ range: Range<Int>) -> UInt64 {
        var hash = TokenTable.emptyHash
        for index in range { hash = (hash ^ UInt64(text[index])) &* factor }
        return (hash ^ hash >> 29) | 1
    }

    /// Returns which pieces the word `text[range]` has, or nil if it is not remembered.
    @inline(__always)
    func find(_ text: [UInt8], _ range: Range<Int>, _ hash: UInt64) -> Range<Int>? {
        var index = Int(truncatingIfNeeded: hash >> 1) & (Self.slotCount - 1)
        while true {
            let slot = slots[index]
            if slot.hash == 0 { return nil }
            if slot.hash == hash, Int(slot.length) == range.count {
                var offset = 0
                while offset < range.count, words[Int(slot.start) + offset] == text[range.lowerBound + offset] {
                    offset += 1
                }
                if offset == range.count { return Int(slot.piece)..<Int(slot.piece + slot.pieceCount) }
            }
            index = (index + 1) & (Self.slotCount - 1)
        }
    }

    /// Remembers the pieces of a word that is not remembered yet.
    mutating func insert(_ text: [UInt8], _ range: Range<Int>, _ hash: UInt64, _ added: [Piece]) {
        if wordCount == Self.wordLimit || pieces.count > 1 << 20 { self = WordCache() }
        var index = Int(truncatingIfNeeded: hash >> 1) & (Self.slotCount - 1)
        while slots[index].hash != 0 { index = (index + 1) & (Self.slotCount - 1) }
        slots[index] = Slot(
            hash: hash, start: Int32(words.count), length: Int32(range.count), piece: Int32(pieces.count),
            pieceCount: Int32(added.count))
        words.append(contentsOf: text[range])
        pieces.append(contentsOf: added)
        wordCount += 1
    }
}
