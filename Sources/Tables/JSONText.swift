internal import NumericalKernels

/// What the escapes of JSON strings stand for.
enum JSONText {
    /// Returns the value of a hexadecimal digit, or nil.
    static func hexValue(_ byte: UInt8) -> UInt32? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(byte - UInt8(ascii: "0"))
        case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt32(byte - UInt8(ascii: "a")) + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): UInt32(byte - UInt8(ascii: "A")) + 10
        default: nil
        }
    }

    /// Puts the text that `range` of `bytes`, the inside of a scanned string, stands for in place of `text`.
    ///
    /// - Returns: False if half a surrogate pair stands alone, which stands for nothing.
    static func unescape(_ bytes: Span<UInt8>, _ range: Range<Int>, into text: inout PaddedBytes) -> Bool {
        text.truncate(to: 0)
        text.reserve(range.count)
        var position = range.lowerBound
        while position < range.upperBound {
            let byte = bytes[position]
            position += 1
            guard byte == UInt8(ascii: "\\") else {
                text.append(byte)
                continue
            }
            let escape = bytes[position]
            position += 1
            switch escape {
            case UInt8(ascii: "b"): text.append(8)
            case UInt8(ascii: "f"): text.append(12)
            case UInt8(ascii: "n"): text.append(10)
            case UInt8(ascii: "r"): text.append(13)
            case UInt8(ascii: "t"): text.append(9)
            case UInt8(ascii: "u"):
                guard let scalar = scalar(bytes, &position, end: range.upperBound) else { return false }
                text.append(Array(String(Character(scalar)).utf8))
            default: text.append(escape)
            }
        }
        return true
    }

    private static func scalar(_ bytes: Span<UInt8>, _ position: inout Int, end: Int) -> Unicode.Scalar? {
        let first = codeUnit(bytes, position)
        position += 4
        guard first >= 0xD800, first < 0xDC00 else { return Unicode.Scalar(first) }
        guard position + 6 <= end, bytes[position] == UInt8(ascii: "\\"), bytes[position + 1] == UInt8(ascii: "u")
        else { return nil }
        let second = codeUnit(bytes, position + 2)
        guard second >= 0xDC00, second < 0xE000 else { return nil }
        position += 6
        return Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00))
    }

    private static func codeUnit(_ bytes: Span<UInt8>, _ position: Int) -> UInt32 {
        (0..<4).reduce(0) { $0 << 4 | (hexValue(bytes[position + $1]) ?? 0) }
    }
}
