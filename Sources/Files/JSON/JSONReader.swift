/// Reads one JSON text step by step, strictly as RFC 8259 has it: no comments, no trailing commas.
///
/// A table of a hundred thousand names is read with it straight into its own form, with no tree in between:
/// ```swift
/// var reader = try JSONReader(bytes)
/// try reader.beginObject()
/// while let key = try reader.nextKey() { table[key] = try reader.integer() }
/// try reader.finish()
/// ```
/// Every fault carries its line and column. Only `value()` refuses a key that comes twice; who reads members step by
/// step has to.
package struct JSONReader {
    /// The whole text.
    let bytes: [UInt8]
    private let depthLimit: Int
    /// Where the next byte is read.
    package internal(set) var position = 0
    private var depth = 0
    /// Whether the innermost array or object has just been opened.
    private var isFirst = false

    /// Begins at the start of a text.
    ///
    /// - Throws: `FilesError.malformedJSON` if it is longer than the limit.
    package init(_ bytes: [UInt8], limits: JSON.Limits = JSON.Limits()) throws(FilesError) {
        guard bytes.count <= limits.bytes else {
            throw .malformedJSON(line: 1, column: 1, fault: "\(bytes.count) bytes are more than \(limits.bytes)")
        }
        self.bytes = bytes
        depthLimit = limits.depth
    }

    /// Checks that nothing follows the value.
    package mutating func finish() throws(FilesError) {
        skipSpace()
        guard position == bytes.count else { throw fault("text after the end of the value") }
    }

    /// The first byte of the next value, which tells its kind, or nil at the end.
    package mutating func peekValue() -> UInt8? {
        skipSpace()
        return peek()
    }

    // MARK: Arrays and objects

    /// Enters an object.
    package mutating func beginObject() throws(FilesError) { try begin("{", "an object") }

    /// Enters an array.
    package mutating func beginArray() throws(FilesError) { try begin("[", "a list") }

    /// Returns the next key of the object, whose value must then be read, or nil after leaving the object.
    package mutating func nextKey() throws(FilesError) -> String? {
        guard try advance(to: "}", "',' or '}' must follow a member") else { return nil }
        try expectKey()
        let key = try string()
        try colon()
        return key
    }

    /// Appends the next key of the object to `text` and returns true, or returns false after leaving the object.
    package mutating func nextKey(into text: inout [UInt8]) throws(FilesError) -> Bool {
        guard try advance(to: "}", "',' or '}' must follow a member") else { return false }
        try expectKey()
        try string(into: &text)
        try colon()
        return true
    }

    /// Returns true if the array has another element, which must then be read, or false after leaving the array.
    package mutating func nextElement() throws(FilesError) -> Bool {
        try advance(to: "]", "',' or ']' must follow an element")
    }

    private mutating func begin(_ character: Unicode.Scalar, _ what: String) throws(FilesError) {
        skipSpace()
        guard peek() == UInt8(ascii: character) else { throw fault("\(what) must stand here") }
        guard depth < depthLimit else { throw fault("more than \(depthLimit) levels of nesting") }
        position += 1
        depth += 1
        isFirst = true
    }

    private mutating func advance(to end: Unicode.Scalar, _ words: StaticString) throws(FilesError) -> Bool {
        skipSpace()
        if accept(end) {
            isFirst = false
            depth -= 1
            return false
        }
        if isFirst {
            isFirst = false
            return true
        }
        guard accept(",") else { throw fault("\(words)") }
        skipSpace()
        return true
    }

    private func expectKey() throws(FilesError) {
        guard peek() == UInt8(ascii: "\"") else { throw fault("an object's key must be a string") }
    }

    private mutating func colon() throws(FilesError) {
        skipSpace()
        guard accept(":") else { throw fault("a ':' must follow the key") }
    }

    // MARK: Bytes

    func peek() -> UInt8? { position < bytes.count ? bytes[position] : nil }

    mutating func accept(_ character: Unicode.Scalar) -> Bool {
        guard peek() == UInt8(ascii: character) else { return false }
        position += 1
        return true
    }

    mutating func skipSpace() {
        while let byte = peek(), byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { position += 1 }
    }

    /// The error that names a place, by default the next byte.
    package func fault(_ words: String, at place: Int? = nil) -> FilesError {
        let before = bytes[..<min(place ?? position, bytes.count)]
        let lineStart = before.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
        let line = before.count { $0 == UInt8(ascii: "\n") } + 1
        return .malformedJSON(line: line, column: before.count - lineStart + 1, fault: words)
    }
}
