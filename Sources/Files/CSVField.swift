/// Fields of comma-separated values (RFC 4180).
package enum CSVField {
    /// Returns a text in quotes if it needs them: if it holds a comma, a quote or a line break, or begins or ends with a space.
    package static func quoted(_ text: String) -> String {
        let special: [UInt8] = [UInt8(ascii: ","), UInt8(ascii: "\""), UInt8(ascii: "\n"), UInt8(ascii: "\r")]
        guard text.utf8.contains(where: special.contains) || text.first == " " || text.last == " " else { return text }
        return "\"" + text.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
    }
}
