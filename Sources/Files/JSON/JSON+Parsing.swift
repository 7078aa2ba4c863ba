extension JSON {
    /// What the parser accepts at most; texts beyond are refused before they cost memory or stack.
    public struct Limits: Sendable {
        /// Arrays and objects within each other.
        public var depth = 64
        /// Bytes of the whole text.
        public var bytes = 1 << 30

        /// Makes the usual limits.
        public init() {}
    }

    /// Reads one JSON text in UTF-8, strictly as RFC 8259 has it: no comments, no trailing commas, no key twice.
    ///
    /// A leading byte order mark is refused. A number that overflows a double is refused; one that underflows is 0.
    ///
    /// - Throws: `FilesError.malformedJSON` with the line and column (in bytes, from 1) of the fault.
    public init(parsing bytes: [UInt8], limits: Limits = Limits()) throws(FilesError) {
        guard bytes.count <= limits.bytes else {
            throw .malformedJSON(line: 1, column: 1, fault: "\(bytes.count) bytes are more than \(limits.bytes)")
        }
        var parser = JSONParser(bytes: bytes, depthLimit: limits.depth)
        self = try parser.document()
    }
}

/// A recursive-descent parser over bytes in memory; its depth is limited, so its stack is too.
private struct JSONParser {
    let bytes: [UInt8]
    let depthLimit: Int
    var position = 0
    var depth = 0

    init(bytes: [UInt8], depthLimit: Int) {
        self.bytes = bytes
        self.depthLimit = depthLimit
    }

    mutating func document() throws(FilesError) -> JSON {
        let value = try value()
        skipSpace()
        guard position == bytes.count else { throw fault("text after the end of the value") }
        return value
    }

    private mutating func value() throws(FilesError) -> JSON {
        skipSpace()
        guard let byte = peek() else { throw fault("the text ends where a value should be") }
        switch byte {
        case UInt8(ascii: "{"): return try object()
        case UInt8(ascii: "["): return try array()
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "t"): return try literal("true", .bool(true))
        case UInt8(ascii: "f"): return try literal("false", .bool(false))
        case UInt8(ascii: "n"): return try literal("null", .null)
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return try number()
        default: throw fault("no value starts with byte \(byte)")
        }
    }

    private mutating func object() throws(FilesError) -> JSON {
        let start = position
        try descend()
        var members: [JSONObject.Member] = []
        if !accept("}") {
            repeat {
                skipSpace()
                guard peek() == UInt8(ascii: "\"") else { throw fault("an object's key must be a string") }
                let key = try string()
                skipSpace()
                guard accept(":") else { throw fault("a ':' must follow the key") }
                members.append(.init(key, try value()))
                skipSpace()
            } while accept(",")
            guard accept("}") else { throw fault("',' or '}' must follow a member") }
        }
        depth -= 1
        guard let object = JSONObject(unchecked: members) else {
            position = start
            throw fault("an object holds a key twice")
        }
        return .object(object)
    }

    private mutating func array() throws(FilesError) -> JSON {
        try descend()
        var elements: [JSON] = []
        if !accept("]") {
            repeat {
                elements.append(try value())
                skipSpace()
            } while accept(",")
            guard accept("]") else { throw fault("',' or ']' must follow an element") }
        }
        depth -= 1
        return .array(elements)
    }

    private mutating func descend() throws(FilesError) {
        guard depth < depthLimit else { throw fault("more than \(depthLimit) levels of nesting") }
        depth += 1
        position += 1
        skipSpace()
    }

    private mutating func literal(_ word: String, _ value: JSON) throws(FilesError) -> JSON {
        guard bytes[position...].starts(with: word.utf8) else { throw fault("expected '\(word)'") }
        position += word.utf8.count
        return value
    }

    private mutating func number() throws(FilesError) -> JSON {
        let start = position
        _ = accept("-")
        if !accept("0") { try digits() }
        var isWhole = true
        if accept(".") {
            isWhole = false
            try digits()
        }
        if accept("e") || accept("E") {
            isWhole = false
            if !accept("-") { _ = accept("+") }
            try digits()
        }
        let text = String(decoding: bytes[start..<position], as: UTF8.self)
        if isWhole, let value = Int(text) { return .integer(value) }
        guard let value = Double(text), value.isFinite else {
            position = start
            throw fault("the number \(text.prefix(40)) is too large for a double")
        }
        return .number(value)
    }

    private mutating func digits() throws(FilesError) {
        let start = position
        while let byte = peek(), UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte { position += 1 }
        guard position > start else { throw fault("a digit must stand here") }
    }

    private mutating func string() throws(FilesError) -> String {
        position += 1
        let start = position
        while let byte = peek(), byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\"), byte >= 0x20 { position += 1 }
        if peek() == UInt8(ascii: "\"") {
            position += 1
            return try text(bytes[start..<position - 1], from: start)
        }
        var content = Array(bytes[start..<position])
        while let byte = peek(), byte != UInt8(ascii: "\"") {
            guard byte >= 0x20 else { throw fault("a control character must be escaped") }
            position += 1
            if byte == UInt8(ascii: "\\") {
                content.append(contentsOf: String(try escape()).utf8)
            } else {
                content.append(byte)
            }
        }
        guard accept("\"") else { throw fault("the text ends within a string") }
        return try text(content[...], from: start)
    }

    private func text(_ content: ArraySlice<UInt8>, from start: Int) throws(FilesError) -> String {
        guard let text = String(validating: content, as: UTF8.self) else {
            var parser = self
            parser.position = start
            throw parser.fault("the string is not valid UTF-8")
        }
        return text
    }

    private mutating func escape() throws(FilesError) -> Character {
        guard let byte = peek() else { throw fault("the text ends within an escape") }
        position += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Character(Unicode.Scalar(byte))
        case UInt8(ascii: "b"): return "\u{08}"
        case UInt8(ascii: "f"): return "\u{0C}"
        case UInt8(ascii: "n"): return "\n"
        case UInt8(ascii: "r"): return "\r"
        case UInt8(ascii: "t"): return "\t"
        case UInt8(ascii: "u"):
            var code = try hexadecimal()
            if 0xD800..<0xDC00 ~= code, accept("\\"), accept("u") {
                let low = try hexadecimal()
                guard 0xDC00..<0xE000 ~= low else { throw fault("half a surrogate pair") }
                code = 0x10000 + (code - 0xD800) << 10 + (low - 0xDC00)
            }
            guard let scalar = Unicode.Scalar(code) else { throw fault("half a surrogate pair") }
            return Character(scalar)
        default: throw fault("no escape is written '\\' and byte \(byte)")
        }
    }

    private mutating func hexadecimal() throws(FilesError) -> UInt32 {
        var code: UInt32 = 0
        for _ in 0..<4 {
            guard let byte = peek(), let digit = Character(Unicode.Scalar(byte)).hexDigitValue else {
                throw fault("four hexadecimal digits must follow '\\u'")
            }
            code = code << 4 | UInt32(digit)
            position += 1
        }
        return code
    }

    private func peek() -> UInt8? { position < bytes.count ? bytes[position] : nil }

    private mutating func accept(_ character: Unicode.Scalar) -> Bool {
        guard peek() == UInt8(ascii: character) else { return false }
        position += 1
        return true
    }

    private mutating func skipSpace() {
        while let byte = peek(), byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { position += 1 }
    }

    private func fault(_ words: String) -> FilesError {
        let before = bytes[..<min(position, bytes.count)]
        let lineStart = before.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
        let line = before.count { $0 == UInt8(ascii: "\n") } + 1
        return .malformedJSON(line: line, column: position - lineStart + 1, fault: words)
    }
}
