internal import NumericalKernels

/// Decodes chunks of JSON Lines, or of one JSON array, row by row.
struct JSONRecords: ~Copyable {
    /// Which part of an array a chunk is.
    struct ArrayPart {
        var isFirst: Bool
        var isLast: Bool

        init(isFirst: Bool, isLast: Bool) {
            self.isFirst = isFirst
            self.isLast = isLast
        }

        init(_ chunk: Chunk) {
            self.init(isFirst: chunk.isFirst, isLast: chunk.isLast)
        }
    }

    /// The slot of each key that is asked for.
    private var slots: CategoryIndex
    private let slotOfRequest: [Int]
    private var values: [JSONObjectScanner.Token]
    private var scratch = PaddedBytes(capacity: 256)

    init(names: [String], seed: UInt64) {
        slots = CategoryIndex(seed: seed)
        var slotOfName: [[UInt8]: Int] = [:]
        var slotOfRequest: [Int] = []
        for name in names {
            let bytes = Array(name.utf8)
            if slotOfName[bytes] == nil {
                slotOfName[bytes] = slotOfName.count
                var key = PaddedBytes(capacity: bytes.count)
                key.append(bytes)
                slots.insert(key, 0..<bytes.count, code: UInt32(slotOfName.count - 1))
            }
            slotOfRequest.append(slotOfName[bytes, default: 0])
        }
        self.slotOfRequest = slotOfRequest
        values = [JSONObjectScanner.Token](repeating: .init(), count: slotOfName.count)
    }

    /// Decodes the records of a chunk.
    ///
    /// `array` says which part of an array the chunk is, nil for JSON Lines; `isCutOff`, whether its last record goes on
    /// after its end.
    ///
    /// - Returns: The number of rows, and the first fault, after which nothing was decoded.
    mutating func decode(
        _ bytes: borrowing PaddedBytes, into columns: [ColumnDecoder], array: ArrayPart?, isCutOff: Bool,
        recordLimit: Int
    ) -> (rows: Int, fault: RowFault?) {
        var walk = JSONWalk(array: array)
        var row = 0
        let span = bytes.bytes
        while true {
            let start = walk.scanner.position
            do throws(JSONObjectScanner.Fault) {
                guard try walk.next(span) else { return (row, nil) }
            } catch {
                if isCutOff, error.position + 1 >= bytes.count {
                    return (row, RowFault(.recordTooLong(limit: recordLimit), at: start, row: row, in: bytes))
                }
                return (row, RowFault(.malformedJSON(error.message), at: error.position, row: row, in: bytes))
            }
            for slot in values.indices { values[slot].kind = .absent }
            for (key, value) in walk.scanner.members {
                if key.hasEscapes {
                    guard JSONText.unescape(span, key.start..<key.end, into: &scratch) else {
                        return (row, JSONRecords.loneSurrogate(key, row: row, in: bytes))
                    }
                    if let slot = slots.code(of: scratch, 0..<scratch.count) { values[Int(slot)] = value }
                } else if let slot = slots.code(of: bytes, key.start..<key.end) {
                    values[Int(slot)] = value
                }
            }
            if row & 1023 == 0 { for column in columns { column.reserve(row + 1024) } }
            for (request, column) in columns.enumerated() {
                let value = values[slotOfRequest[request]]
                if let cause = store(value, in: column, row: row, bytes, span) {
                    return (
                        row, RowFault(cause, at: value.start, row: row, column: column.column, in: bytes)
                    )
                }
            }
            row += 1
        }
    }

    private mutating func store(
        _ value: JSONObjectScanner.Token, in column: ColumnDecoder, row: Int, _ bytes: borrowing PaddedBytes,
        _ span: Span<UInt8>
    ) -> RowFault.Cause? {
        switch value.kind {
        case .absent, .null: return column.storeMissing(at: row)
        case .nested: return .nestedValue
        case .literal, .string:
            guard value.hasEscapes else { return column.store(bytes, value.start..<value.end, at: row) }
            guard JSONText.unescape(span, value.start..<value.end, into: &scratch) else {
                return .malformedJSON(JSONRecords.loneSurrogateText)
            }
            return column.store(scratch, 0..<scratch.count, at: row)
        }
    }

    private static let loneSurrogateText =
        "an escape \\uD800 to \\uDFFF stands without its other half; write the pair or the character itself"

    private static func loneSurrogate(
        _ token: JSONObjectScanner.Token, row: Int, in bytes: borrowing PaddedBytes
    ) -> RowFault {
        RowFault(.malformedJSON(loneSurrogateText), at: token.start, row: row, in: bytes)
    }
}

/// Steps from record to record of a chunk.
struct JSONWalk {
    var scanner: JSONObjectScanner
    private let array: JSONRecords.ArrayPart?
    private var isAtStart = true

    init(array: JSONRecords.ArrayPart?) {
        self.array = array
        scanner = JSONObjectScanner(endsAtNewline: array == nil)
    }

    /// Reads the next record; returns false at the end of the chunk.
    mutating func next(_ bytes: Span<UInt8>) throws(JSONObjectScanner.Fault) -> Bool {
        guard let array else { return try nextLine(bytes) }
        scanner.skipBlanks(bytes)
        let isFirstRecord = isAtStart && array.isFirst
        isAtStart = false
        if isFirstRecord {
            guard scanner.take("[", bytes) else { throw scanner.fault("an array '[…]' is expected", bytes) }
            scanner.skipBlanks(bytes)
        }
        if scanner.position == bytes.count, !array.isLast { return false }
        if scanner.take("]", bytes) {
            scanner.skipBlanks(bytes)
            if scanner.position == bytes.count { return false }
            throw scanner.fault("nothing is expected after the array", bytes)
        }
        if !isFirstRecord {
            guard scanner.take(",", bytes) else {
                throw scanner.fault("',' or ']' is expected after a record", bytes)
            }
            scanner.skipBlanks(bytes)
        }
        try scanner.readObject(bytes)
        return true
    }

    private mutating func nextLine(_ bytes: Span<UInt8>) throws(JSONObjectScanner.Fault) -> Bool {
        repeat { scanner.skipBlanks(bytes) } while scanner.take("\n", bytes)
        if scanner.position == bytes.count { return false }
        try scanner.readObject(bytes)
        scanner.skipBlanks(bytes)
        if scanner.position < bytes.count, !scanner.take("\n", bytes) {
            throw scanner.fault("the end of the line is expected after a record", bytes)
        }
        return true
    }
}
