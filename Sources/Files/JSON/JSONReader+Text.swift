extension JSONReader {
    /// Reads a text.
    package mutating func string() throws(FilesError) -> String {
        let start = try openString()
        skipPlain()
        if peek() == UInt8(ascii: "\"") {
            guard let text = String(validating: bytes[start..<position], as: UTF8.self) else {
                throw fault("the string is not valid UTF-8", at: start)
            }
            position += 1
            return text
        }
        var content: [UInt8] = []
        try rest(from: start, into: &content)
        guard let text = String(validating: content, as: UTF8.self) else {
            throw fault("the string is not valid UTF-8", at: start)
        }
        return text
    }

    /// Reads a text and appends it to `content` as UTF-8, which is valid.
    package mutating func string(into content: inout [UInt8]) throws(FilesError) {
        let start = try openString()
        let before = content.count
        // Most names are short, ASCII and without escapes, which needs no further look.
        var index = start
        var bits: UInt8 = 0
        while index < bytes.count {
            let byte = bytes[index]
            if byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") { break }
            content.append(byte)
            bits |= byte
            index += 1
        }
        position = index
        if peek() == UInt8(ascii: "\"") {
            position += 1
        } else {
            try rest(from: index, into: &content)
        }
        guard bits >= 0x80 || content.count - before > index - start else { return }
        guard String(validating: content[before...], as: UTF8.self) != nil else {
            throw fault("the string is not valid UTF-8", at: start)
        }
    }

    private mutating func openString() throws(FilesError) -> Int {
        skipSpace()
        guard accept("\"") else { throw fault("a text must stand here") }
        return position
    }

    /// Appends what lies between `start` and the closing quote, and moves behind it.
    private mutating func rest(from start: Int, into content: inout [UInt8]) throws(FilesError) {
        position = start
        while true {
            let plain = position
            skipPlain()
            content.append(contentsOf: bytes[plain..<position])
            guard let byte = peek() else { throw fault("the text ends within a string") }
            guard byte >= 0x20 else { throw fault("a control character must be escaped") }
            position += 1
            if byte == UInt8(ascii: "\"") { return }
            try content.append(contentsOf: escape().utf8)
        }
    }

    /// Moves to the next quote, backslash or control character.
    private mutating func skipPlain() {
        var index = position
        while index < bytes.count {
            let byte = bytes[index]
            if byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") { break }
            index += 1
        }
        position = index
    }

    private mutating func escape() throws(FilesError) -> String {
        guard let byte = peek() else { throw fault("the text ends within an escape") }
        position += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return String(Unicode.Scalar(byte))
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
            return String(scalar)
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
}
