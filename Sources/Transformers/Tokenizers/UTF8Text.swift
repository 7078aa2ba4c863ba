/// Steps over the scalars of text that is known to be valid UTF-8.
enum UTF8Text {
    /// Returns how many bytes the scalar that begins with `byte` has.
    @inline(__always)
    static func width(_ byte: UInt8) -> Int { byte < 0x80 ? 1 : byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4 }

    /// Whether a byte continues a scalar that began before it.
    @inline(__always)
    static func isContinuation(_ byte: UInt8) -> Bool { byte & 0xC0 == 0x80 }

    /// Returns the scalar that begins at `position` and how many bytes it has.
    @inline(__always)
    static func scalar(_ bytes: [UInt8], at position: Int) -> (value: UInt32, width: Int) {
        let first = UInt32(bytes[position])
        if first < 0x80 { return (first, 1) }
        let second = UInt32(bytes[position + 1]) & 0x3F
        if first < 0xE0 { return ((first & 0x1F) << 6 | second, 2) }
        let third = UInt32(bytes[position + 2]) & 0x3F
        if first < 0xF0 { return ((first & 0x0F) << 12 | second << 6 | third, 3) }
        let fourth = UInt32(bytes[position + 3]) & 0x3F
        return ((first & 0x07) << 18 | second << 12 | third << 6 | fourth, 4)
    }

    /// Returns where the scalar before `position`, which is not the first, begins.
    static func start(before position: Int, _ bytes: [UInt8]) -> Int {
        var start = position - 1
        while start > 0, isContinuation(bytes[start]) { start -= 1 }
        return start
    }

    /// Appends a scalar as UTF-8.
    @inline(__always)
    static func append(_ scalar: UInt32, to bytes: inout [UInt8]) {
        if scalar < 0x80 {
            bytes.append(UInt8(scalar))
            return
        }
        if scalar < 0x800 {
            bytes.append(UInt8(0xC0 | scalar >> 6))
        } else {
            if scalar < 0x10000 {
                bytes.append(UInt8(0xE0 | scalar >> 12))
            } else {
                bytes.append(UInt8(0xF0 | scalar >> 18))
                bytes.append(UInt8(0x80 | scalar >> 12 & 0x3F))
            }
            bytes.append(UInt8(0x80 | scalar >> 6 & 0x3F))
        }
        bytes.append(UInt8(0x80 | scalar & 0x3F))
    }
}

/// Counts the scalars before a byte; cheap for places near the one before.
struct ScalarCounter {
    /// The byte up to which scalars are counted.
    private var byte = 0
    /// How many scalars begin before it.
    private var scalars = 0
    /// Whether every byte is a scalar.
    private let isASCII: Bool

    init(isASCII: Bool) { self.isASCII = isASCII }

    /// Returns how many scalars begin before the byte at `place`, which begins a scalar or is the end.
    @inline(__always)
    mutating func count(before place: Int, in bytes: [UInt8]) -> Int {
        if isASCII { return place }
        while byte < place {
            scalars += UTF8Text.isContinuation(bytes[byte]) ? 0 : 1
            byte += 1
        }
        while byte > place {
            byte -= 1
            scalars -= UTF8Text.isContinuation(bytes[byte]) ? 0 : 1
        }
        return scalars
    }
}
