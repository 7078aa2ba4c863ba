extension JSONReader {
    /// Reads any value into a tree; an object that holds a key twice is refused.
    package mutating func value() throws(FilesError) -> JSON {
        skipSpace()
        guard let byte = peek() else { throw fault("the text ends where a value should be") }
        switch byte {
        case UInt8(ascii: "{"): return try object()
        case UInt8(ascii: "["):
            var elements: [JSON] = []
            try beginArray()
            while try nextElement() { elements.append(try value()) }
            return .array(elements)
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
        var members: [JSONObject.Member] = []
        try beginObject()
        while let key = try nextKey() { members.append(.init(key, try value())) }
        guard let object = JSONObject(unchecked: members) else {
            position = start
            throw fault("an object holds a key twice")
        }
        return .object(object)
    }

    private mutating func literal(_ word: StaticString, _ value: JSON) throws(FilesError) -> JSON {
        let letters = "\(word)".utf8
        guard bytes[position...].starts(with: letters) else { throw fault("expected '\(word)'") }
        position += letters.count
        return value
    }

    /// Reads a whole number.
    package mutating func integer() throws(FilesError) -> Int {
        skipSpace()
        let start = position
        // Few digits and a sign of the end: what numbers a table.
        var value = 0
        while position - start < 18, let byte = peek(), byte &- UInt8(ascii: "0") < 10 {
            value = value * 10 + Int(byte &- UInt8(ascii: "0"))
            position += 1
        }
        if position > start, let byte = peek(), byte == UInt8(ascii: ",") || byte == UInt8(ascii: "}"),
            position == start + 1 || bytes[start] != UInt8(ascii: "0")
        {
            return value
        }
        position = start
        if case .integer(let value) = try number() { return value }
        position = start
        throw fault("a whole number must stand here")
    }

    private mutating func number() throws(FilesError) -> JSON {
        let start = position
        let isNegative = accept("-")
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
        if isWhole, position - start <= 18 {
            var value = 0
            for byte in bytes[(isNegative ? start + 1 : start)..<position] {
                value = value * 10 + Int(byte - UInt8(ascii: "0"))
            }
            return .integer(isNegative ? -value : value)
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
}
