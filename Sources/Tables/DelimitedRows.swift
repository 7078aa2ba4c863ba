internal import NumericalKernels

/// Finds the rows of a chunk of delimited text.
struct DelimitedRows: ~Copyable {
    /// Consecutive rows with the same number of fields.
    struct Segment: Equatable {
        var firstField: Int
        var rowCount: Int
        /// Fields per row; one more than columns where a blank ends each line of a blank-separated table.
        var width: Int
    }

    private(set) var index = StructuralIndex()
    private(set) var segments: [Segment] = []
    /// The first row that is not as it should be; all rows before it are in the segments.
    private(set) var fault: RowFault?
    /// How many lines end in the chunk.
    private(set) var lineCount = 0

    /// Finds the rows of `bytes`, each of them `width` fields; `isCutOff` says that the last one goes on after the end.
    mutating func find(
        in bytes: borrowing PaddedBytes, width: Int, dialect: DelimitedDialect, isCutOff: Bool, recordLimit: Int
    ) {
        segments.removeAll(keepingCapacity: true)
        fault = nil
        index.build(
            over: bytes, separator: dialect.separator, allowsQuotes: dialect.allowsQuotes, comment: dialect.comment)
        lineCount = index.newlineCount
        let nul = index.hasZero ? bytes.firstPosition(of: 0, in: 0..<bytes.count) : nil
        let isOrdinary = index.fault == nil && nul == nil && !isCutOff
        if isOrdinary, index.isRegular(width: width, in: bytes), !mayHoldComment(bytes, width, dialect) {
            if index.newlineCount > 0 {
                segments.append(Segment(firstField: 0, rowCount: index.newlineCount, width: width))
            }
        } else {
            walk(bytes, width: width, dialect: dialect, stop: nul ?? bytes.count)
            if fault == nil, isCutOff {
                fault = RowFault(
                    .recordTooLong(limit: recordLimit), at: index.start(of: index.fieldCount), row: rowCount, in: bytes)
            }
        }
        if index.hasQuotes {
            // Newlines inside quotes are lines of the file but not of the index.
            lineCount = bytes.occurrences(of: UInt8(ascii: "\n"), in: 0..<bytes.count)
        }
    }

    private func mayHoldComment(
        _ bytes: borrowing PaddedBytes, _ width: Int, _ dialect: DelimitedDialect
    ) -> Bool {
        guard let first = dialect.comment.first else { return false }
        return index.hasRow(width: width, beginningWith: first, in: bytes)
    }

    /// How many rows the segments hold.
    var rowCount: Int { segments.reduce(0) { $0 + $1.rowCount } }

    /// Walks line by line where blank lines, comments, ragged rows or faults are possible.
    private mutating func walk(_ bytes: borrowing PaddedBytes, width: Int, dialect: DelimitedDialect, stop: Int) {
        var rows = 0
        var field = 0
        while field < index.fieldCount {
            var last = field
            while last < index.fieldCount, bytes[index.end(of: last)] != UInt8(ascii: "\n") { last += 1 }
            if last == index.fieldCount { break }
            let start = index.start(of: field), end = index.end(of: last)
            let first = field
            let fields = last - field + 1
            if stop <= end { break }
            field = last + 1
            if !dialect.comment.isEmpty, bytes.hasPrefix(dialect.comment, at: start) { continue }
            var rowWidth = fields
            if fields != width {
                if width > 1, isBlank(bytes, start..<end) { continue }
                let trailing = index.start(of: last)
                let endsInBlank = dialect.separator == UInt8(ascii: " ") && isBlank(bytes, trailing..<end)
                guard fields == width + 1, endsInBlank else {
                    fault = RowFault(.ragged(fields: fields, expected: width), at: start, row: rows, in: bytes)
                    return
                }
                rowWidth = width + 1
            }
            append(Segment(firstField: first, rowCount: 1, width: rowWidth))
            rows += 1
        }
        if let broken = index.fault, broken.position <= stop {
            fault = RowFault(fault: broken, index: index, firstField: field, row: rows, bytes: bytes)
        } else if stop < bytes.count {
            fault = RowFault(.nulByte, at: stop, row: rows, in: bytes)
        }
    }

    private mutating func append(_ row: Segment) {
        if let last = segments.last, last.width == row.width,
            last.firstField + last.rowCount * last.width == row.firstField
        {
            segments[segments.count - 1].rowCount += 1
        } else {
            segments.append(row)
        }
    }

    private func isBlank(_ bytes: borrowing PaddedBytes, _ range: Range<Int>) -> Bool {
        for position in range {
            let byte = bytes[position]
            if byte != UInt8(ascii: " "), byte != UInt8(ascii: "\t"), byte != UInt8(ascii: "\r") { return false }
        }
        return true
    }
}

extension StructuralIndex.Fault {
    /// Where the fault is.
    var position: Int {
        switch self {
        case .strayQuote(let position), .textAfterQuote(let position), .unclosedQuote(let position): position
        }
    }
}
