/// Tokens that are found in a text before it is split, such as `[MASK]`.
struct AddedTokens: Sendable {
    /// One token and the rules by which it is found.
    struct Token: Sendable, Equatable {
        var id: Int32
        var content: [UInt8]
        /// Whether it frames texts rather than standing in them.
        var isSpecial = false
        /// Whether it is looked for after normalisation.
        var isNormalized = false
        /// Whether it must not touch a character of a word.
        var isSingleWord = false
        /// Whether it takes in the white space before it.
        var stripsLeft = false
        /// Whether it takes in the white space after it.
        var stripsRight = false

        /// Whether it would be found again and again in white space that it takes in whole each time, which takes
        /// quadratic time.
        var isUnbounded: Bool { stripsRight && content.indices == UTF8Text.spaceRange(content) }
    }

    /// A part of a text: a token that was found, or what lies between.
    struct Part {
        var range: Range<Int>
        var token: Int32?
    }

    /// The tokens by their first byte, longest first.
    private var byFirstByte: [[Token]] = Array(repeating: [], count: 256)
    /// Whether there are none.
    private(set) var isEmpty = true

    /// Makes a set of tokens; of equal contents the first counts.
    init(_ tokens: [Token] = []) {
        for token in tokens {
            guard let first = token.content.first else { continue }
            byFirstByte[Int(first)].append(token)
            isEmpty = false
        }
        for index in byFirstByte.indices {
            // Sorting is stable only if the place counts too.
            byFirstByte[index] = byFirstByte[index].enumerated()
                .sorted { ($1.element.content.count, $0.offset) < ($0.element.content.count, $1.offset) }
                .map(\.element)
        }
    }

    /// Splits `text[range]` at the tokens it holds: leftmost first, of those the longest. Empty parts are left out.
    func split(_ text: [UInt8], _ range: Range<Int>, into parts: inout [Part]) {
        var start = range.lowerBound
        var position = start
        while position < range.upperBound {
            let candidates = byFirstByte[Int(text[position])]
            guard !candidates.isEmpty, let token = candidates.first(where: { $0.isFound(text, position, range) }) else {
                position += 1
                continue
            }
            let end = position + token.content.count
            guard !token.isSingleWord || token.standsAlone(text, position..<end, in: range) else {
                position = end
                continue
            }
            var found = position..<end
            if token.stripsLeft {
                let left = UTF8Text.spaceStart(text, before: position, from: min(start, position))
                found = min(max(left, start), end)..<end
            }
            if token.stripsRight {
                found = found.lowerBound..<UTF8Text.spaceEnd(text, after: end, to: range.upperBound)
            }
            if start < found.lowerBound { parts.append(Part(range: start..<found.lowerBound, token: nil)) }
            parts.append(Part(range: found, token: token.id))
            start = found.upperBound
            // The search goes on where the token itself ended: like the reference, a token may begin with white space
            // that the one before took in.
            position = end
        }
        if start < range.upperBound { parts.append(Part(range: start..<range.upperBound, token: nil)) }
    }
}

extension AddedTokens.Token {
    @inline(__always)
    fileprivate func isFound(_ text: [UInt8], _ position: Int, _ range: Range<Int>) -> Bool {
        guard position + content.count <= range.upperBound else { return false }
        for offset in content.indices where text[position + offset] != content[offset] { return false }
        return true
    }

    fileprivate func standsAlone(_ text: [UInt8], _ found: Range<Int>, in range: Range<Int>) -> Bool {
        func isWord(_ position: Int) -> Bool {
            Unicode.Scalar(UTF8Text.scalar(text, at: position).value).map(UnicodeClasses.isWordCharacter) ?? false
        }
        let before = found.lowerBound > range.lowerBound && isWord(UTF8Text.start(before: found.lowerBound, text))
        return !before && !(found.upperBound < range.upperBound && isWord(found.upperBound))
    }
}

extension UTF8Text {
    /// Returns where the white space that ends at `position` begins.
    static func spaceStart(_ text: [UInt8], before position: Int, from lowest: Int) -> Int {
        var start = position
        while start > lowest {
            let previous = self.start(before: start, text)
            guard isSpace(text, previous) else { break }
            start = previous
        }
        return start
    }

    /// Returns where the white space that begins at `position` ends.
    static func spaceEnd(_ text: [UInt8], after position: Int, to highest: Int) -> Int {
        var end = position
        while end < highest, isSpace(text, end) { end += width(text[end]) }
        return end
    }

    /// Returns the white space at the start of a text.
    static func spaceRange(_ text: [UInt8]) -> Range<Int> { 0..<spaceEnd(text, after: 0, to: text.count) }

    private static func isSpace(_ text: [UInt8], _ position: Int) -> Bool {
        Unicode.Scalar(scalar(text, at: position).value).map(UnicodeClasses.isSpace) ?? false
    }
}
