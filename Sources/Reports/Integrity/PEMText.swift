internal import Files

/// Bytes with a label, as keys are kept in text files (RFC 7468).
struct PEMText {
    let label: String
    let content: [UInt8]

    init(label: String, content: [UInt8]) {
        self.label = label
        self.content = content
    }

    /// Reads the first piece of a text.
    init(_ bytes: [UInt8]) throws(ReportsError) {
        let none = ReportsError.badKey(fault: "this is no key in PEM, which begins with '-----BEGIN'")
        guard bytes.count <= 1 << 16, let text = String(validating: bytes, as: UTF8.self) else { throw none }
        let lines = text.split(whereSeparator: \.isNewline).map(\.trimmed)
        guard let first = lines.firstIndex(where: { $0.hasPrefix("-----BEGIN ") && $0.hasSuffix("-----") })
        else { throw none }
        let label = lines[first].dropFirst("-----BEGIN ".count).dropLast(5)
        guard let last = lines[first...].firstIndex(where: { $0 == "-----END \(label)-----" }) else {
            throw .badKey(fault: "the key is cut short: no line '-----END \(visible(String(label)))-----'")
        }
        guard let content = Base64.bytes(lines[(first + 1)..<last].joined()) else {
            throw .badKey(fault: "what lies between BEGIN and END is not Base64")
        }
        self.init(label: String(label), content: content)
    }

    /// The text in UTF-8, in lines of 64 letters.
    var bytes: [UInt8] {
        let letters = Array(Base64.text(content))
        let lines = stride(from: 0, to: letters.count, by: 64).map { String(letters[$0..<min($0 + 64, letters.count)]) }
        return Array(("-----BEGIN \(label)-----\n" + lines.joined(separator: "\n") + "\n-----END \(label)-----\n").utf8)
    }
}

extension Substring {
    /// Without blanks at the end.
    fileprivate var trimmed: Substring {
        var text = self
        while text.last == " " || text.last == "\t" { text.removeLast() }
        return text
    }
}
