/// A stretch of text after normalisation, with the way back for every byte.
struct NormalizedText: Sendable {
    /// The normalised text in UTF-8.
    private(set) var bytes: [UInt8] = []
    /// What the character of each byte is to the splitting into words; empty if the text is ASCII.
    private(set) var kinds: [UInt8] = []
    /// Where the character of each byte came from in the text, unless every byte came from its own.
    private var starts: [Int32] = []
    private var ends: [Int32] = []
    /// The first byte of the stretch.
    private var base = 0
    private(set) var isASCII = true

    /// The kind of each ASCII byte.
    static let asciiKinds: [UInt8] = (0..<256).map { BertNormalizer.kind(Unicode.Scalar(UInt8($0))).rawValue }

    /// Returns the bytes of the text that the bytes in `range`, which is not empty, came from.
    @inline(__always)
    func source(_ range: Range<Int>) -> (start: Int32, end: Int32) {
        isASCII
            ? (Int32(base + range.lowerBound), Int32(base + range.upperBound))
            : (starts[range.lowerBound], ends[range.upperBound - 1])
    }

    /// Normalises `text[range]`, or takes it as it is if there is no normaliser.
    mutating func normalize(
        _ text: [UInt8], _ range: Range<Int>, _ normalizer: BertNormalizer?, _ table: inout ScalarTable
    ) {
        bytes.removeAll(keepingCapacity: true)
        base = range.lowerBound
        isASCII = true
        if normalizeASCII(text, range, normalizer) { return }
        isASCII = false
        bytes.removeAll(keepingCapacity: true)
        kinds.removeAll(keepingCapacity: true)
        starts.removeAll(keepingCapacity: true)
        ends.removeAll(keepingCapacity: true)
        let make = { (scalar: Unicode.Scalar, expansions: inout [UInt32]) -> UInt32 in
            normalizer?.entry(scalar, &expansions) ?? UInt32(BertNormalizer.kind(scalar).rawValue)
        }
        var position = range.lowerBound
        while position < range.upperBound {
            let (value, width) = UTF8Text.scalar(text, at: position)
            let entry = table.entry(value, make)
            let kind = UInt8(truncatingIfNeeded: entry & 3)
            switch entry & BertNormalizer.Mark.all {
            case BertNormalizer.Mark.same: append(value, kind, position, position + width)
            case BertNormalizer.Mark.single: append(entry >> 8, kind, position, position + width)
            case BertNormalizer.Mark.dropped: break
            case BertNormalizer.Mark.several:
                let index = Int(entry >> 8)
                for place in index + 1...index + Int(table.expansions[index]) {
                    let part = table.expansions[place]
                    append(part >> 2, UInt8(truncatingIfNeeded: part & 3), position, position + width)
                }
            default:
                if let normalizer { normalizeReordering(text, range, normalizer) }
                return
            }
            position += width
        }
    }

    /// Normalises ASCII without controls, where every byte stays in its place; false if there is anything else.
    private mutating func normalizeASCII(
        _ text: [UInt8], _ range: Range<Int>, _ normalizer: BertNormalizer?
    ) -> Bool {
        let lowercases = normalizer?.lowercases ?? false
        let cleanses = normalizer?.cleansText ?? false
        bytes.append(contentsOf: text[range])
        for index in bytes.indices {
            let byte = bytes[index]
            if byte &- 0x20 < 0x5F {
                // A capital differs from its small letter by one bit.
                let isCapital = lowercases && byte &- 0x41 < 26
                bytes[index] = byte | (isCapital ? 0x20 : 0)
            } else if byte == 0x09 || byte == 0x0A || byte == 0x0D {
                if cleanses { bytes[index] = 0x20 }
            } else if cleanses || byte >= 0x80 {
                return false
            }
        }
        return true
    }

    @inline(__always)
    private mutating func append(_ scalar: UInt32, _ kind: UInt8, _ start: Int, _ end: Int) {
        let before = bytes.count
        UTF8Text.append(scalar, to: &bytes)
        for _ in before..<bytes.count {
            kinds.append(kind)
            starts.append(Int32(start))
            ends.append(Int32(end))
        }
    }

    private mutating func append(_ scalar: Unicode.Scalar, _ start: Int, _ end: Int) {
        append(scalar.value, BertNormalizer.kind(scalar).rawValue, start, end)
    }

    /// Normalises text in which characters that stay change places.
    ///
    /// The reference gives every decomposed character, after the reordering, the place of the next one of the source
    /// unless it was inserted, and so this does.
    private mutating func normalizeReordering(_ text: [UInt8], _ range: Range<Int>, _ normalizer: BertNormalizer) {
        struct Part {
            var scalar: Unicode.Scalar
            var isInserted: Bool
            var order: UInt8
        }
        var parts: [Part] = []
        var places: [(start: Int, end: Int)] = []
        var position = range.lowerBound
        while position < range.upperBound {
            let (value, width) = UTF8Text.scalar(text, at: position)
            for (index, scalar) in (Unicode.Scalar(value).map(normalizer.decomposed) ?? []).enumerated() {
                parts.append(
                    Part(scalar: scalar, isInserted: index > 0, order: UnicodeClasses.combiningClass(scalar)))
                if index == 0 { places.append((position, position + width)) }
            }
            position += width
        }
        var start = 0
        while start < parts.count {
            var end = start + 1
            if parts[start].order != 0 {
                while end < parts.count, parts[end].order != 0 { end += 1 }
                let sorted = parts[start..<end].enumerated().sorted {
                    ($0.element.order, $0.offset) < ($1.element.order, $1.offset)
                }
                parts.replaceSubrange(start..<end, with: sorted.map(\.element))
            }
            start = end
        }
        bytes.removeAll(keepingCapacity: true)
        kinds.removeAll(keepingCapacity: true)
        starts.removeAll(keepingCapacity: true)
        ends.removeAll(keepingCapacity: true)
        var next = 0
        for part in parts {
            if !part.isInserted { next += 1 }
            if UnicodeClasses.isMark(part.scalar) { continue }
            let place = next > 0 ? places[next - 1] : (start: 0, end: 0)
            let scalars = normalizer.lowercases ? Array(UnicodeClasses.lowercase(part.scalar)) : [part.scalar]
            for scalar in scalars { append(scalar, place.start, place.end) }
        }
    }
}
