/// How the tokens of one text or two are framed by special tokens, such as `[CLS] A [SEP] B [SEP]`.
struct Framing: Sendable, Equatable {
    /// One part of the frame.
    enum Piece: Sendable, Equatable {
        /// A special token.
        case token(Int32, typeID: Int32)
        /// The first text, or the second.
        case text(isSecond: Bool, typeID: Int32)
    }

    /// The frame of one text.
    var single: [Piece] = [.text(isSecond: false, typeID: 0)]
    /// The frame of two.
    var pair: [Piece] = [.text(isSecond: false, typeID: 0), .text(isSecond: true, typeID: 1)]
    /// Whether offsets leave out the blanks at the ends of a token.
    var trimsOffsets = false
    /// Whether a single blank at the start may be one that was put there.
    var expectsPrefixSpace = false

    /// How many special tokens a frame adds.
    func added(isPair: Bool) -> Int {
        (isPair ? pair : single).count { if case .token = $0 { true } else { false } }
    }

    /// Moves the ends of the tokens' offsets past the blanks that they begin and end with.
    func trim(_ tokens: inout [TextToken], in text: [UInt8]) {
        guard trimsOffsets else { return }
        for index in tokens.indices {
            let token = tokens[index]
            guard token.leadingSpaces > 0 || token.trailingSpaces > 0 else { continue }
            var leading = token.leadingSpaces
            let isFirst = index == 0 || token.scalarStart == 0
            if isFirst, expectsPrefixSpace, leading == 1 { leading = 0 }
            let start = min(token.scalarStart + leading, token.scalarEnd)
            var end = token.scalarEnd
            if token.trailingSpaces > 0, end >= token.trailingSpaces { end = max(end - token.trailingSpaces, start) }
            for _ in token.scalarStart..<start where Int(tokens[index].start) < text.count {
                tokens[index].start += Int32(UTF8Text.width(text[Int(tokens[index].start)]))
            }
            for _ in end..<max(end, token.scalarEnd) {
                tokens[index].end = Int32(UTF8Text.start(before: Int(tokens[index].end), text))
            }
            tokens[index].scalarStart = start
            tokens[index].scalarEnd = end
        }
    }
}

/// Which tokens go when there are too many.
public enum Truncation: Sendable {
    /// The longer text loses its last tokens until both fit; a single text just loses its last.
    case longestFirst
    /// Only the first text loses tokens.
    case onlyFirst
    /// Only the second text loses tokens.
    case onlySecond

    /// Returns how many tokens of each text stay, together at most `room`.
    ///
    /// - Throws: `CheckpointError.encoding` if the text that may be shortened is too short for that.
    func kept(_ first: Int, _ second: Int?, room: Int) throws(CheckpointError) -> (first: Int, second: Int) {
        let total = first + (second ?? 0)
        guard total > room else { return (first, second ?? 0) }
        switch self {
        case .longestFirst:
            guard let second else { return (room, 0) }
            let short = min(first, second)
            var long = short > room ? short : max(short, room - short)
            var kept = short
            if kept + long > room {
                kept = room / 2
                long = kept + room % 2
            }
            return first > second ? (long, kept) : (kept, long)
        case .onlyFirst:
            guard first > total - room else { throw Self.tooShort("first", first, total - room) }
            return (first - (total - room), second ?? 0)
        case .onlySecond:
            guard let second else { throw .encoding(fault: "there is no second text to shorten") }
            guard second > total - room else { throw Self.tooShort("second", second, total - room) }
            return (first, second - (total - room))
        }
    }

    private static func tooShort(_ which: String, _ count: Int, _ excess: Int) -> CheckpointError {
        .encoding(
            fault: "\(excess) tokens are too many, but the \(which) text has only \(count); shorten both (longestFirst)"
        )
    }
}
