/// Bytes as text of 64 letters (RFC 4648, section 4), with padding.
package enum Base64 {
    private static let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

    /// Returns the text of `bytes`, four letters for each three.
    package static func text(_ bytes: [UInt8]) -> String {
        var text: [UInt8] = []
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let group = bytes[start..<min(start + 3, bytes.count)]
            let bits = (0..<3).reduce(0) { $0 << 8 | ($1 < group.count ? Int(group[start + $1]) : 0) }
            for index in 0..<4 {
                text.append(index <= group.count ? letters[bits >> (18 - 6 * index) & 63] : UInt8(ascii: "="))
            }
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// Returns the bytes of a text, or nil if it is no Base64 as `text` writes it: every bit must come back.
    package static func bytes(_ text: String) -> [UInt8]? {
        let letters = Array(text.utf8)
        guard letters.count % 4 == 0 else { return nil }
        var bytes: [UInt8] = []
        for start in stride(from: 0, to: letters.count, by: 4) {
            var bits = 0
            for letter in letters[start..<start + 4] {
                bits = bits << 6 | (Self.letters.firstIndex(of: letter) ?? 0)
            }
            bytes += [UInt8(bits >> 16), UInt8(bits >> 8 & 255), UInt8(bits & 255)]
        }
        bytes.removeLast(min(2, letters.suffix(2).count { $0 == UInt8(ascii: "=") }))
        // Strangers among the letters, wrong padding and stray bits all change the text.
        return Self.text(bytes) == text ? bytes : nil
    }
}
