internal import Dispatch
internal import Synchronization

extension JSON {
    /// How a value is laid out in bytes.
    public enum Layout: Sendable {
        /// No white space at all.
        case compact
        /// One member or element a line, indented by two spaces; lists of numbers and texts stay on their line.
        case indented
    }

    /// Returns the value as UTF-8: keys sorted, doubles in the fewest digits that read back as the same double.
    ///
    /// The same value always gives the same bytes. An indented text ends with a line feed.
    public func bytes(_ layout: Layout = .compact) -> [UInt8] {
        var writer = JSONWriter(layout: layout)
        writer.write(self)
        if layout == .indented { writer.bytes.append(UInt8(ascii: "\n")) }
        return writer.bytes
    }

    /// Whether an indented layout keeps the value on one line.
    fileprivate var isShort: Bool {
        switch self {
        case .object(let object): object.members.isEmpty
        case .array(let elements):
            elements.allSatisfy {
                switch $0 {
                case .array, .object: false
                default: true
                }
            }
        default: true
        }
    }
}

/// Appends values to a growing text.
private struct JSONWriter {
    let layout: JSON.Layout
    var bytes: [UInt8] = []
    private var depth = 0

    init(layout: JSON.Layout) {
        self.layout = layout
        bytes.reserveCapacity(4096)
    }

    mutating func write(_ value: JSON) {
        switch value {
        case .null: write(plain: "null")
        case .bool(let value): write(plain: value ? "true" : "false")
        case .integer(let value): write(plain: String(value))
        case .number(let value): write(plain: value.isFinite ? value.description : "null")
        case .string(let value): write(text: value)
        case .array(let elements) where elements.count >= JSONWriter.manyElements && !value.isShort:
            writeSideBySide(elements)
        case .array(let elements):
            write(elements, open: "[", close: "]", onOneLine: value.isShort) { $0.write($1) }
        case .object(let object):
            write(object.members, open: "{", close: "}", onOneLine: value.isShort) { writer, member in
                writer.write(text: member.key)
                writer.bytes.append(UInt8(ascii: ":"))
                if writer.layout == .indented { writer.bytes.append(UInt8(ascii: " ")) }
                writer.write(member.value)
            }
        }
    }

    private mutating func write<Item>(
        _ items: [Item], open: Unicode.Scalar, close: Unicode.Scalar, onOneLine: Bool,
        each: (inout JSONWriter, Item) -> Void
    ) {
        let breaks = layout == .indented && !onOneLine
        bytes.append(UInt8(ascii: open))
        depth += 1
        write(items[...], breaks: breaks, each: each)
        depth -= 1
        if breaks { startLine() }
        bytes.append(UInt8(ascii: close))
    }

    private mutating func write<Item>(
        _ items: ArraySlice<Item>, breaks: Bool, each: (inout JSONWriter, Item) -> Void
    ) {
        for (index, item) in zip(items.indices, items) {
            if index > 0 {
                bytes.append(UInt8(ascii: ","))
                if layout == .indented, !breaks { bytes.append(UInt8(ascii: " ")) }
            }
            if breaks { startLine() }
            each(&self, item)
        }
    }

    /// Arrays of so many elements, each of several lines, are written on several threads.
    private static let manyElements = 32

    /// The same for a long array that is not short: its parts are written at once and put together.
    private mutating func writeSideBySide(_ elements: [JSON]) {
        let breaks = layout == .indented
        bytes.append(UInt8(ascii: "["))
        depth += 1
        let count = 8
        let parts = Mutex([[UInt8]](repeating: [], count: count))
        let (layout, depth) = (layout, depth)
        DispatchQueue.concurrentPerform(iterations: count) { part in
            var writer = JSONWriter(layout: layout)
            writer.depth = depth
            let range = elements.count * part / count..<elements.count * (part + 1) / count
            writer.write(elements[range], breaks: breaks) { $0.write($1) }
            let bytes = writer.bytes
            parts.withLock { $0[part] = bytes }
        }
        for part in parts.withLock({ $0 }) { bytes.append(contentsOf: part) }
        self.depth -= 1
        if breaks { startLine() }
        bytes.append(UInt8(ascii: "]"))
    }

    private mutating func startLine() {
        bytes.append(UInt8(ascii: "\n"))
        bytes.append(contentsOf: repeatElement(UInt8(ascii: " "), count: 2 * depth))
    }

    private mutating func write(text: String) {
        bytes.append(UInt8(ascii: "\""))
        var text = text
        text.withUTF8 { utf8 in
            var start = 0
            for index in utf8.indices {
                let byte = utf8[index]
                guard byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") else { continue }
                bytes.append(contentsOf: UnsafeBufferPointer(rebasing: utf8[start..<index]))
                escape(byte)
                start = index + 1
            }
            bytes.append(contentsOf: UnsafeBufferPointer(rebasing: utf8[start...]))
        }
        bytes.append(UInt8(ascii: "\""))
    }

    /// Appends text that needs no escape.
    private mutating func write(plain text: String) {
        var text = text
        text.withUTF8 { bytes.append(contentsOf: $0) }
    }

    private mutating func escape(_ byte: UInt8) {
        bytes.append(UInt8(ascii: "\\"))
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"): bytes.append(byte)
        case 0x08: bytes.append(UInt8(ascii: "b"))
        case 0x09: bytes.append(UInt8(ascii: "t"))
        case 0x0A: bytes.append(UInt8(ascii: "n"))
        case 0x0C: bytes.append(UInt8(ascii: "f"))
        case 0x0D: bytes.append(UInt8(ascii: "r"))
        default:
            let digits = Array("0123456789abcdef".utf8)
            bytes.append(contentsOf: "u00".utf8)
            bytes.append(digits[Int(byte >> 4)])
            bytes.append(digits[Int(byte & 15)])
        }
    }
}
