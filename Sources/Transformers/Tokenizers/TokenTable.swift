/// Tokens by their bytes: an open-addressing hash table over one block of bytes, with no string for each token.
///
/// The hash of a longer prefix follows from that of a shorter one, so that the longest token at a place is found in one
/// pass over the bytes.
struct TokenTable: Sendable {
    /// The longest token that a table holds, in bytes.
    static let maximumLength = 1024

    /// The bytes of all tokens, end to end.
    private var bytes: [UInt8] = []
    /// Where each token ends; it begins where the one before ends.
    private var ends: [Int32] = [0]
    private var ids: [Int32] = []
    /// For each slot the upper half of a hash and, below, 1 + the token; 0 if the slot is free.
    private var slots: [UInt64]
    /// The length of the longest token.
    private(set) var longest = 0

    /// Makes a table with room for `capacity` tokens.
    init(capacity: Int) {
        var size = 16
        while size < capacity * 2 { size *= 2 }
        slots = [UInt64](repeating: 0, count: size)
        ids.reserveCapacity(capacity)
        ends.reserveCapacity(capacity + 1)
        bytes.reserveCapacity(capacity * 8)
    }

    /// How many tokens there are.
    var count: Int { ids.count }

    // A factor of this run's own: no file can be made in which all tokens collide. Results do not depend on it.
    private static let factor = UInt64.random(in: 0...UInt64.max) | 1 | 1 << 63

    /// The hash of no bytes.
    static let emptyHash: UInt64 = 0x9E37_79B9_7F4A_7C15

    /// Returns the hash of what `hash` stands for and one more byte.
    @inline(__always)
    static func hash(_ hash: UInt64, _ byte: UInt8, _ factor: UInt64) -> UInt64 {
        let mixed = (hash ^ UInt64(byte)) &* factor
        return mixed ^ mixed >> 32
    }

    /// The factor to pass to `hash`.
    static var hashFactor: UInt64 { factor }

    /// Adds a token, or gives one that is there already another id.
    ///
    /// - Returns: Whether the token is new.
    mutating func insert(_ text: [UInt8], _ range: Range<Int>, id: Int32) -> Bool {
        if (count + 1) * 2 > slots.count { grow() }
        let factor = Self.factor
        var hash = Self.emptyHash
        for index in range { hash = Self.hash(hash, text[index], factor) }
        if let index = index(of: text, range, hash) {
            ids[index] = id
            return false
        }
        var slot = Int(truncatingIfNeeded: hash) & (slots.count - 1)
        while slots[slot] != 0 { slot = (slot + 1) & (slots.count - 1) }
        for index in range { bytes.append(text[index]) }
        ends.append(Int32(bytes.count))
        ids.append(id)
        longest = max(longest, range.count)
        slots[slot] = (hash & 0xFFFF_FFFF_0000_0000) | UInt64(count)
        return true
    }

    private mutating func grow() {
        slots = [UInt64](repeating: 0, count: slots.count * 2)
        for index in 0..<count {
            var hash = Self.emptyHash
            for byte in token(index) { hash = Self.hash(hash, byte, Self.factor) }
            var slot = Int(truncatingIfNeeded: hash) & (slots.count - 1)
            while slots[slot] != 0 { slot = (slot + 1) & (slots.count - 1) }
            slots[slot] = (hash & 0xFFFF_FFFF_0000_0000) | UInt64(index + 1)
        }
    }

    /// The bytes of the token at `index`, in the order of insertion.
    func token(_ index: Int) -> ArraySlice<UInt8> { bytes[Int(ends[index])..<Int(ends[index + 1])] }

    /// The id of the token at `index`.
    func id(at index: Int) -> Int32 { ids[index] }

    /// Returns the id of a token, or nil.
    func id(of token: some Collection<UInt8>) -> Int32? {
        let token = Array(token)
        return id(of: token, token.indices)
    }

    /// Returns the id of the token `text[range]`, or nil.
    func id(of text: [UInt8], _ range: Range<Int>) -> Int32? {
        let factor = Self.factor
        var hash = Self.emptyHash
        for index in range { hash = Self.hash(hash, text[index], factor) }
        return id(of: text, range, hash)
    }

    /// Returns the id of the token `text[range]`, whose hash is known, or nil.
    @inline(__always)
    func id(of text: [UInt8], _ range: Range<Int>, _ hash: UInt64) -> Int32? {
        index(of: text, range, hash).map { ids[$0] }
    }

    @inline(__always)
    private func index(of text: [UInt8], _ range: Range<Int>, _ hash: UInt64) -> Int? {
        let mask = slots.count - 1
        var slot = Int(truncatingIfNeeded: hash) & mask
        while true {
            let entry = slots[slot]
            if entry == 0 { return nil }
            if entry >> 32 == hash >> 32 {
                let index = Int(entry & 0xFFFF_FFFF) - 1
                let start = Int(ends[index])
                if Int(ends[index + 1]) - start == range.count {
                    var offset = 0
                    while offset < range.count, bytes[start + offset] == text[range.lowerBound + offset] { offset += 1 }
                    if offset == range.count { return index }
                }
            }
            slot = (slot + 1) & mask
        }
    }
}
