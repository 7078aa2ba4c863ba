internal import NumericalKernels

/// What is wrong with a row of a chunk, before its line in the file is known.
struct RowFault: Error, Sendable {
    enum Cause: Sendable {
        case nulByte
        case invalidUTF8
        case ragged(fields: Int, expected: Int)
        case strayQuote
        case textAfterQuote
        case unclosedQuote
        case recordTooLong(limit: Int)
        case notANumber(String)
        case notAWeight(String)
        case tooManyValues
        case malformedJSON(String)
        case nestedValue
        case unfit(String)
    }

    let cause: Cause
    /// How many newlines come before it in the chunk.
    let line: Int
    /// The row of the chunk, counting rows with data only.
    var row = 0
    /// The position of the column, if one is to blame.
    var column: Int?

    init(_ cause: Cause, at position: Int, row: Int = 0, column: Int? = nil, in bytes: borrowing PaddedBytes) {
        self.cause = cause
        self.row = row
        self.column = column
        line = bytes.occurrences(of: UInt8(ascii: "\n"), in: 0..<min(position, bytes.count))
    }

    /// A fault of the quotes in a row that begins with field `firstField`.
    init(
        fault: StructuralIndex.Fault, index: borrowing StructuralIndex, firstField: Int, row: Int = 0,
        bytes: borrowing PaddedBytes
    ) {
        let column = max(0, index.fieldCount - firstField)
        switch fault {
        case .strayQuote(let position): self.init(.strayQuote, at: position, row: row, column: column, in: bytes)
        case .textAfterQuote(let position):
            self.init(.textAfterQuote, at: position, row: row, column: column, in: bytes)
        case .unclosedQuote(let position): self.init(.unclosedQuote, at: position, row: row, column: column, in: bytes)
        }
    }

    /// Returns the error at a place whose path and record are known, `place.line` being the chunk's first line.
    func error(at start: TableError.Place, columns: ColumnNames?) -> TableError {
        var place = start
        place.line += line
        if let column {
            let names = columns?.names ?? []
            place.column = column < names.count ? names[column] : String(column + 1)
        }
        switch cause {
        case .nulByte: return .nulByte(place: place)
        case .invalidUTF8: return .invalidUTF8(place: place)
        case .ragged(let fields, let expected):
            return .raggedRow(place: place, fields: fields, expected: expected)
        case .strayQuote: return .strayQuote(place: place)
        case .textAfterQuote: return .textAfterQuote(place: place)
        case .unclosedQuote: return .unclosedQuote(place: place)
        case .recordTooLong(let limit): return .recordTooLong(place: place, limit: limit)
        case .notANumber(let value): return .notANumber(place: place, value: value)
        case .notAWeight(let value): return .notAWeight(place: place, value: value)
        case .tooManyValues: return .tooManyValues(place: place, limit: ValueDictionary.limit)
        case .malformedJSON(let fault): return .malformedJSON(place: place, fault: fault)
        case .nestedValue: return .nestedValue(place: place)
        case .unfit(let fault): return .unfitRow(place: place, fault: fault)
        }
    }
}
