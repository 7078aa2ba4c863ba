/// A slow reader of delimited text, one byte after the other over the whole of it, as an oracle.
struct ReferenceParser {
    enum Result: Equatable {
        case table(columns: [String], rows: [[String?]])
        /// The line of the first fault.
        case fault(line: Int)
        case empty
    }

    var separator = UInt8(ascii: ",")
    var allowsQuotes = true
    var comment: [UInt8] = []
    var missing: Set<String> = ["", "?", "NA"]

    private struct Record {
        var fields: [(text: [UInt8], quoted: Bool)] = []
        var line = 0
        var isBlank = true
    }

    private struct Fault: Error {
        var line: Int
    }

    /// Reads a text with a header.
    func read(_ bytes: [UInt8]) -> Result {
        var position = 0
        var line = 1
        var header: [String]?
        var rows: [[String?]] = []
        do {
            while let record = try next(bytes, &position, &line) {
                let texts = record.fields.map { String(decoding: $0.text, as: UTF8.self) }
                guard let names = header else {
                    // A carriage return inside a header means that all lines end in one.
                    if record.fields.contains(where: { !$0.quoted && $0.text.contains(13) }) {
                        throw Fault(line: record.line)
                    }
                    if !record.isBlank { header = texts.enumerated().map { $1.isEmpty ? "column\($0 + 1)" : $1 } }
                    continue
                }
                if record.isBlank, names.count > 1 { continue }
                if texts.count != names.count { throw Fault(line: record.line) }
                rows.append(texts.map { missing.contains($0) ? nil : $0 })
            }
        } catch let fault as Fault {
            return .fault(line: fault.line)
        } catch {
            return .empty
        }
        guard let header, !rows.isEmpty else { return .empty }
        return .table(columns: header, rows: rows)
    }

    private func next(_ bytes: [UInt8], _ position: inout Int, _ line: inout Int) throws -> Record? {
        while !comment.isEmpty, bytes[position...].starts(with: comment) {
            while position < bytes.count, bytes[position] != 10 { position += 1 }
            if position < bytes.count { position += 1 }
            line += 1
        }
        guard position < bytes.count else { return nil }
        var record = Record(line: line)
        while true {
            var raw: [UInt8] = []
            var field: [UInt8] = []
            var quotedAt: Int?
            var isClosed = false
            while position < bytes.count {
                let byte = bytes[position]
                if let opening = quotedAt, !isClosed {
                    position += 1
                    if byte == 10 { line += 1 }
                    if byte == 34, position < bytes.count, bytes[position] == 34 {
                        field.append(34)
                        position += 1
                    } else if byte == 34 {
                        isClosed = true
                    } else {
                        field.append(byte)
                    }
                    if !isClosed, position == bytes.count { throw Fault(line: opening) }
                    continue
                }
                if byte == separator || byte == 10 { break }
                if byte == 34, allowsQuotes {
                    if isClosed || !raw.allSatisfy(isBlank) { throw Fault(line: line) }
                    quotedAt = line
                    position += 1
                    if position == bytes.count { throw Fault(line: line) }
                    continue
                }
                let endsLine = byte == 13 && (position + 1 == bytes.count || bytes[position + 1] == 10)
                if isClosed, !isBlank(byte), !endsLine { throw Fault(line: line) }
                raw.append(byte)
                position += 1
            }
            let atEnd = position == bytes.count || bytes[position] == 10
            if quotedAt == nil {
                if atEnd, raw.last == 13 { raw.removeLast() }
                if !raw.allSatisfy({ isBlank($0) || $0 == 13 }) || !atEnd { record.isBlank = false }
                while let last = raw.last, isBlank(last) { raw.removeLast() }
                field = Array(raw.drop(while: isBlank))
            } else {
                record.isBlank = false
            }
            record.fields.append((field, quotedAt != nil))
            if position < bytes.count { position += 1 }
            if atEnd {
                line += 1
                return record
            }
        }
    }

    private func isBlank(_ byte: UInt8) -> Bool {
        (byte == 32 || byte == 9) && byte != separator
    }
}
