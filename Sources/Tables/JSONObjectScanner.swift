internal import Files

/// Reads one JSON object at a time (RFC 8259) and notes where its members lie.
struct JSONObjectScanner {
    /// What a member's value is.
    enum Kind: Sendable {
        case absent, null, literal, string, nested
    }

    /// A value, or a key, and where its text lies, without the quotes of a string.
    struct Token: Sendable {
        var kind = Kind.absent
        var start = 0
        var end = 0
        var hasEscapes = false
    }

    /// Why a text is not JSON, and where.
    struct Fault: Error {
        var message: String
        var position: Int
    }

    /// The members of the object last read.
    private(set) var members: [(key: Token, value: Token)] = []
    /// Where the next byte is read.
    var position = 0
    /// Whether a newline ends a record, so that it may not lie inside one.
    let endsAtNewline: Bool
    private static let deepest = 128

    init(endsAtNewline: Bool) {
        self.endsAtNewline = endsAtNewline
    }

    /// Reads the object that begins at `position`.
    mutating func readObject(_ bytes: Span<UInt8>) throws(Fault) {
        members.removeAll(keepingCapacity: true)
        guard take("{", bytes) else { throw fault("an object '{…}' is expected for each record", bytes) }
        skipBlanks(bytes)
        if take("}", bytes) { return }
        while true {
            let key = try string(bytes, what: "a key in quotes")
            skipBlanks(bytes)
            guard take(":", bytes) else { throw fault("':' is expected after a key", bytes) }
            skipBlanks(bytes)
            members.append((key, try value(bytes, depth: 0)))
            skipBlanks(bytes)
            if take("}", bytes) { return }
            guard take(",", bytes) else { throw fault("',' or '}' is expected after a value", bytes) }
            skipBlanks(bytes)
        }
    }

    /// Moves past blanks, and past newlines where they do not end a record.
    mutating func skipBlanks(_ bytes: Span<UInt8>) {
        while position < bytes.count {
            switch bytes[position] {
            case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"): position += 1
            case UInt8(ascii: "\n") where !endsAtNewline: position += 1
            default: return
            }
        }
    }

    /// Moves past `scalar` if it is next.
    mutating func take(_ scalar: Unicode.Scalar, _ bytes: Span<UInt8>) -> Bool {
        guard position < bytes.count, bytes[position] == UInt8(ascii: scalar) else { return false }
        position += 1
        return true
    }

    /// Returns a fault at the present position.
    func fault(_ message: String, _ bytes: Span<UInt8>) -> Fault {
        if position >= bytes.count { return Fault(message: "the text ends here, but \(message)", position: position) }
        if endsAtNewline, bytes[position] == UInt8(ascii: "\n") {
            return Fault(
                message: "the line ends inside a record, where \(message); write each record on one line (jq -c .)",
                position: position)
        }
        return Fault(message: "\(message), not '\(near(bytes))'", position: position)
    }

    private func near(_ bytes: Span<UInt8>) -> String {
        var found: [UInt8] = []
        while found.count < 12, position + found.count < bytes.count { found.append(bytes[position + found.count]) }
        return visible(String(decoding: found, as: UTF8.self))
    }

    private mutating func value(_ bytes: Span<UInt8>, depth: Int) throws(Fault) -> Token {
        guard position < bytes.count else { throw fault("a value is expected", bytes) }
        let start = position
        switch bytes[position] {
        case UInt8(ascii: "\""): return try string(bytes, what: "a string")
        case UInt8(ascii: "{"):
            try skipNested(bytes, closing: "}", depth: depth + 1)
            return Token(kind: .nested, start: start, end: position)
        case UInt8(ascii: "["):
            try skipNested(bytes, closing: "]", depth: depth + 1)
            return Token(kind: .nested, start: start, end: position)
        case UInt8(ascii: "t"): return try word("true", .literal, bytes)
        case UInt8(ascii: "f"): return try word("false", .literal, bytes)
        case UInt8(ascii: "n"): return try word("null", .null, bytes)
        default: return try number(bytes)
        }
    }

    private mutating func word(_ word: StaticString, _ kind: Kind, _ bytes: Span<UInt8>) throws(Fault) -> Token {
        let start = position
        for offset in 0..<word.utf8CodeUnitCount {
            guard start + offset < bytes.count, bytes[start + offset] == word.utf8Start[offset] else {
                throw fault("a value is expected", bytes)
            }
        }
        position += word.utf8CodeUnitCount
        return Token(kind: kind, start: start, end: position)
    }

    private mutating func number(_ bytes: Span<UInt8>) throws(Fault) -> Token {
        let start = position
        _ = take("-", bytes)
        let first = position
        guard skipDigits(bytes) > 0, bytes[first] != UInt8(ascii: "0") || position == first + 1 else {
            position = start
            throw fault("a value is expected (a string, a number, true, false or null)", bytes)
        }
        if take(".", bytes), skipDigits(bytes) == 0 { throw fault("a digit is expected after the point", bytes) }
        if take("e", bytes) || take("E", bytes) {
            if !take("-", bytes) { _ = take("+", bytes) }
            if skipDigits(bytes) == 0 { throw fault("a digit is expected in the exponent", bytes) }
        }
        return Token(kind: .literal, start: start, end: position)
    }

    private mutating func skipDigits(_ bytes: Span<UInt8>) -> Int {
        let start = position
        while position < bytes.count, bytes[position] &- UInt8(ascii: "0") < 10 { position += 1 }
        return position - start
    }

    private mutating func string(_ bytes: Span<UInt8>, what: String) throws(Fault) -> Token {
        guard take("\"", bytes) else { throw fault("\(what) is expected", bytes) }
        var token = Token(kind: .string, start: position)
        while position < bytes.count {
            let byte = bytes[position]
            if byte == UInt8(ascii: "\"") {
                token.end = position
                position += 1
                return token
            }
            guard byte >= 0x20 else {
                throw fault("a string must be closed, and holds control characters escaped", bytes)
            }
            position += 1
            if byte == UInt8(ascii: "\\") {
                token.hasEscapes = true
                try skipEscape(bytes)
            }
        }
        throw fault("a string must be closed", bytes)
    }

    private mutating func skipEscape(_ bytes: Span<UInt8>) throws(Fault) {
        guard position < bytes.count else { throw fault("a string must be closed", bytes) }
        switch bytes[position] {
        case UInt8(ascii: "u"):
            position += 1
            for _ in 0..<4 {
                guard position < bytes.count, JSONText.hexValue(bytes[position]) != nil else {
                    throw fault("four hexadecimal digits are expected after \\u", bytes)
                }
                position += 1
            }
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"), UInt8(ascii: "f"),
            UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
            position += 1
        default: throw fault("an escape is expected after '\\' (one of \"\\/bfnrtu)", bytes)
        }
    }

    private mutating func skipNested(
        _ bytes: Span<UInt8>, closing: Unicode.Scalar, depth: Int
    ) throws(Fault) {
        guard depth <= JSONObjectScanner.deepest else {
            throw fault("at most \(JSONObjectScanner.deepest) levels of nesting are expected", bytes)
        }
        position += 1
        skipBlanks(bytes)
        if take(closing, bytes) { return }
        while true {
            if closing == "}" {
                _ = try string(bytes, what: "a key in quotes")
                skipBlanks(bytes)
                guard take(":", bytes) else { throw fault("':' is expected after a key", bytes) }
                skipBlanks(bytes)
            }
            _ = try value(bytes, depth: depth)
            skipBlanks(bytes)
            if take(closing, bytes) { return }
            guard take(",", bytes) else { throw fault("',' or '\(closing)' is expected after a value", bytes) }
            skipBlanks(bytes)
        }
    }
}
