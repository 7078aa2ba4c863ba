/// Writes nodes as bytes that are well-formed XML and valid HTML at once: attributes quoted, every element closed.
struct MarkupWriter {
    private(set) var bytes: [UInt8] = []

    init() { bytes.reserveCapacity(1 << 18) }

    /// Returns text as it may stand in an element or in an attribute between double quotes.
    static func escaped(_ text: String) -> String {
        var writer = MarkupWriter()
        writer.escape(text)
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    /// Returns a whole page, with its document type.
    static func page(_ root: Node) -> [UInt8] {
        var writer = MarkupWriter()
        writer.bytes.append(contentsOf: "<!DOCTYPE html>\n".utf8)
        writer.write(root)
        writer.bytes.append(UInt8(ascii: "\n"))
        return writer.bytes
    }

    mutating func write(_ node: Node) {
        switch node {
        case .text(let text): escape(text)
        case .verbatim(let content): bytes.append(contentsOf: content)
        case .fragment(let nodes):
            for node in nodes { write(node) }
        case .element(let element, let attributes, let content):
            write(element, attributes, content)
        }
    }

    private mutating func write(_ element: Element, _ attributes: [Attribute], _ content: [Node]) {
        bytes.append(UInt8(ascii: "<"))
        bytes.append(contentsOf: element.rawValue.utf8)
        for attribute in attributes {
            bytes.append(UInt8(ascii: " "))
            bytes.append(contentsOf: attribute.name.rawValue.utf8)
            bytes.append(contentsOf: "=\"".utf8)
            escape(attribute.value)
            bytes.append(UInt8(ascii: "\""))
        }
        if element.closesItself {
            precondition(content.isEmpty, "\(element) never has content")
            bytes.append(contentsOf: "/>".utf8)
            return
        }
        bytes.append(UInt8(ascii: ">"))
        for node in content { write(node) }
        bytes.append(contentsOf: "</".utf8)
        bytes.append(contentsOf: element.rawValue.utf8)
        bytes.append(UInt8(ascii: ">"))
        if element.startsLine { bytes.append(UInt8(ascii: "\n")) }
    }

    /// Appends `text` so that no reader takes any of it for markup.
    ///
    /// Control characters, which XML forbids, become their pictures (U+2400 to U+2421); the C1 controls and the two
    /// non-characters that XML forbids become U+FFFD.
    private mutating func escape(_ text: String) {
        var text = text
        text.withUTF8 { utf8 in
            var index = 0
            while index < utf8.count {
                let byte = utf8[index]
                switch byte {
                case UInt8(ascii: "&"): bytes.append(contentsOf: "&amp;".utf8)
                case UInt8(ascii: "<"): bytes.append(contentsOf: "&lt;".utf8)
                case UInt8(ascii: ">"): bytes.append(contentsOf: "&gt;".utf8)
                case UInt8(ascii: "\""): bytes.append(contentsOf: "&quot;".utf8)
                case 0..<0x20: bytes.append(contentsOf: [0xE2, 0x90, 0x80 + byte])
                case 0x7F: bytes.append(contentsOf: [0xE2, 0x90, 0xA1])
                case 0xC2 where utf8[index + 1] < 0xA0:
                    bytes.append(contentsOf: "\u{FFFD}".utf8)
                    index += 1
                case 0xEF where utf8[index + 1] == 0xBF && utf8[index + 2] >= 0xBE:
                    bytes.append(contentsOf: "\u{FFFD}".utf8)
                    index += 2
                default: bytes.append(byte)
                }
                index += 1
            }
        }
    }
}

extension Element {
    /// Whether a line break after the element changes nothing, so that a page is not one endless line.
    fileprivate var startsLine: Bool {
        switch self {
        case .head, .style, .script, .body, .header, .nav, .main, .section, .footer, .figure, .details, .summary,
            .h1, .h2, .h3, .h4, .p, .ul, .ol, .dl, .table, .caption, .thead, .tbody, .tr, .meta:
            true
        default: false
        }
    }
}
