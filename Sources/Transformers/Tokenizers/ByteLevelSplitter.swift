/// Splits a text into words as GPT-2 does, without a regular expression engine.
///
/// A word is one of the endings `'s 't 're 've 'm 'll 'd`; or letters, or numbers, or anything else that is no white
/// space, each with one blank before it if there is one; or white space, but for its last character if text follows.
enum ByteLevelSplitter {
    /// What a character is to the splitting.
    enum Kind: UInt8 {
        case letter
        case number
        case space
        case other
    }

    /// Returns what a scalar is.
    static func kind(_ scalar: Unicode.Scalar) -> Kind {
        UnicodeClasses.isSpace(scalar)
            ? .space : UnicodeClasses.isLetter(scalar) ? .letter : UnicodeClasses.isNumber(scalar) ? .number : .other
    }

    private static let asciiKinds: [UInt8] = (0..<128).map { kind(Unicode.Scalar(UInt8($0))).rawValue }

    /// Returns where the word that begins at `range.lowerBound` ends; `range` is not empty and ends the text.
    static func wordEnd(_ text: [UInt8], _ range: Range<Int>, _ table: inout ScalarTable) -> Int {
        let start = range.lowerBound
        if text[start] == UInt8(ascii: "'"), let end = contractionEnd(text, range) { return end }
        var (kind, next) = step(text, start, &table)
        if kind == Kind.space.rawValue {
            guard next < range.upperBound else { return next }
            let (following, afterFollowing) = step(text, next, &table)
            if following != Kind.space.rawValue {
                guard text[start] == 0x20 else { return next }
                // The blank belongs to what follows.
                kind = following
                next = afterFollowing
            } else {
                return spaceEnd(text, afterFollowing, before: next, range.upperBound, &table)
            }
        }
        while next < range.upperBound {
            let (following, end) = step(text, next, &table)
            guard following == kind else { break }
            next = end
        }
        return next
    }

    /// Returns where two white spaces or more end, leaving the last to the text that follows if any does.
    private static func spaceEnd(
        _ text: [UInt8], _ position: Int, before last: Int, _ end: Int, _ table: inout ScalarTable
    ) -> Int {
        var (position, last) = (position, last)
        while position < end {
            let (kind, next) = step(text, position, &table)
            guard kind == Kind.space.rawValue else { return last }
            last = position
            position = next
        }
        return position
    }

    /// Returns the kind of the scalar at `position` and where the next one begins.
    @inline(__always)
    private static func step(_ text: [UInt8], _ position: Int, _ table: inout ScalarTable) -> (UInt8, Int) {
        let byte = text[position]
        if byte < 0x80 { return (asciiKinds[Int(byte)], position + 1) }
        let (value, width) = UTF8Text.scalar(text, at: position)
        let entry = table.entry(value) { scalar, _ in UInt32(kind(scalar).rawValue) }
        return (UInt8(truncatingIfNeeded: entry), position + width)
    }

    private static func contractionEnd(_ text: [UInt8], _ range: Range<Int>) -> Int? {
        let start = range.lowerBound
        guard start + 1 < range.upperBound else { return nil }
        let first = text[start + 1]
        switch first {
        case UInt8(ascii: "s"), UInt8(ascii: "t"), UInt8(ascii: "m"), UInt8(ascii: "d"): return start + 2
        case UInt8(ascii: "r"), UInt8(ascii: "v"), UInt8(ascii: "l"):
            let wanted = first == UInt8(ascii: "l") ? UInt8(ascii: "l") : UInt8(ascii: "e")
            return start + 2 < range.upperBound && text[start + 2] == wanted ? start + 3 : nil
        default: return nil
        }
    }
}
