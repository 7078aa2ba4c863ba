internal import Files

/// The status and the headers that say where a body ends.
struct HTTPHead {
    let status: Int
    /// The bytes of the body; nil if nobody says.
    var length: Int?
    var isChunked = false
    /// Where the body begins.
    let end: Int

    /// Reads a head; nil if its end has not come.
    init?(_ bytes: [UInt8], _ address: String, most: Int) throws(PredictorError) {
        func fault(_ text: String) -> PredictorError { .response(address: address, fault: text) }
        var start = 0
        while true {
            guard let (lines, end) = Self.lines(bytes, from: start, most: most) else {
                if bytes.count - start > most { throw fault("its head is longer than \(most >> 10) KiB") }
                let first = bytes[start...].prefix(5)
                if !Array("HTTP/".utf8).starts(with: first) {
                    throw fault("it begins with '\(visible(String(decoding: bytes.prefix(40), as: UTF8.self)))'")
                }
                return nil
            }
            let words = (lines.first ?? "").split(separator: " ", maxSplits: 2)
            guard words.count >= 2, words[0].hasPrefix("HTTP/1."), let status = Int(words[1]),
                (100..<600).contains(status)
            else { throw fault("it begins with '\(visible(String((lines.first ?? "").prefix(40))))'") }
            // 100 and the like announce the answer.
            if status < 200 {
                start = end
                continue
            }
            self.status = status
            self.end = end
            for line in lines.dropFirst() {
                let parts = line.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
                let value = parts.count == 2 ? parts[1].filter { $0 != " " && $0 != "\t" }.lowercased() : ""
                switch parts[0].lowercased() {
                case "content-length":
                    guard let number = Int(value), number >= 0 else { throw fault("a length of '\(visible(value))'") }
                    length = number
                case "transfer-encoding":
                    guard value == "chunked" else { throw fault("an encoding of '\(visible(value))'") }
                    isChunked = true
                case "content-encoding" where value != "identity" && !value.isEmpty:
                    throw fault("it is compressed by '\(visible(value))', which was not asked for")
                default: break
                }
            }
            if isChunked { length = nil }
            return
        }
    }

    private static func lines(_ bytes: [UInt8], from start: Int, most: Int) -> (lines: [String], end: Int)? {
        var lines: [String] = []
        var next = start
        while let end = bytes[next...].prefix(most).firstIndex(of: UInt8(ascii: "\n")) {
            let line = bytes[next..<end].last == 0x0D ? bytes[next..<end - 1] : bytes[next..<end]
            next = end + 1
            if line.isEmpty { return (lines, next) }
            lines.append(String(decoding: line, as: UTF8.self))
            if next - start > most { return nil }
        }
        return nil
    }
}
