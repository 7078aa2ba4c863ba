internal import NumericalKernels

extension TableOpening {
    /// Returns the columns of delimited text and where its rows begin.
    mutating func delimitedColumns(
        from start: Int, dialect: DelimitedDialect, options: TableOptions
    ) throws(TableError) -> (ColumnNames, rowsOffset: Int) {
        guard let record = try firstRecord(from: start, dialect: dialect) else {
            throw .noDataRows(paths: [name])
        }
        let place = TableError.Place(
            path: name, line: bytes.occurrences(of: UInt8(ascii: "\n"), in: 0..<record.lowerBound) + 1)
        let fields = try self.fields(of: record, dialect: dialect, place: place)
        if options.hasHeader { return (ColumnNames(header: fields), record.upperBound) }
        guard let names = options.columnNames else { return (ColumnNames(count: fields.count), start) }
        guard names.count == fields.count else {
            throw .wrongNumberOfNames(place: place, names: names.count, fields: fields.count)
        }
        return (ColumnNames(header: names), start)
    }

    /// Returns the range of the first record that is neither blank nor a comment, with its line end, or nil.
    private mutating func firstRecord(from start: Int, dialect: DelimitedDialect) throws(TableError) -> Range<Int>? {
        var position = start
        while true {
            try read(atLeast: position + max(dialect.comment.count, 1))
            guard position < bytes.count else { return nil }
            let isComment = !dialect.comment.isEmpty && bytes.hasPrefix(dialect.comment, at: position)
            let end = try recordEnd(from: position, honoursQuotes: dialect.allowsQuotes && !isComment)
            if !isComment, !isBlank(position..<end) { return position..<end }
            position = end
        }
    }

    private mutating func recordEnd(from start: Int, honoursQuotes: Bool) throws(TableError) -> Int {
        var isQuoted = false
        var position = start
        while true {
            try read(atLeast: position + 1)
            guard position < bytes.count else { return position }
            guard position - start <= TableOpening.recordLimit else {
                // The fields say whether a quote is at fault.
                return position
            }
            let byte = bytes[position]
            position += 1
            if byte == UInt8(ascii: "\""), honoursQuotes { isQuoted.toggle() }
            if byte == UInt8(ascii: "\n"), !isQuoted { return position }
        }
    }

    private func isBlank(_ range: Range<Int>) -> Bool {
        range.allSatisfy { position in
            [UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"), UInt8(ascii: "\n")].contains(bytes[position])
        }
    }

    private func fields(
        of record: Range<Int>, dialect: DelimitedDialect, place: TableError.Place
    ) throws(TableError) -> [String] {
        if bytes.firstPosition(of: 0, in: record) != nil { throw .nulByte(place: place) }
        var line = PaddedBytes(capacity: record.count + 1)
        line.append(bytes, record)
        let isComplete = line.count > 0 && line[line.count - 1] == UInt8(ascii: "\n")
        if !isComplete { line.append(UInt8(ascii: "\n")) }
        var index = StructuralIndex()
        index.build(over: line, separator: dialect.separator, allowsQuotes: dialect.allowsQuotes)
        if let fault = index.fault {
            throw RowFault(fault: fault, index: index, firstField: 0, bytes: line).error(at: place, columns: nil)
        }
        if record.count > TableOpening.recordLimit {
            throw .recordTooLong(place: place, limit: TableOpening.recordLimit)
        }
        var fields: [String] = []
        let width = index.fieldCount
        for column in 0..<width {
            let decoder = DelimitedColumn(
                firstField: 0, rowCount: 1, width: width, column: column, separator: dialect.separator,
                allowsQuotes: dialect.allowsQuotes)
            let field = decoder.field(0, of: index, in: line)
            guard let text = line.text(in: field.range) else { throw .invalidUTF8(place: place) }
            if !field.isQuoted, text.unicodeScalars.contains("\r") { throw .carriageReturnLines(place: place) }
            fields.append(field.hasDoubledQuotes ? text.withSingleQuotes() : text)
        }
        // A blank before the line end separates nothing.
        if dialect.separator == UInt8(ascii: " "), fields.count > 1, fields.last == "" { fields.removeLast() }
        return fields
    }
}

extension String {
    /// The text with each doubled quote made one.
    func withSingleQuotes() -> String {
        var result = ""
        var isSecond = false
        for scalar in unicodeScalars {
            if scalar == "\"", isSecond {
                isSecond = false
                continue
            }
            isSecond = scalar == "\""
            result.unicodeScalars.append(scalar)
        }
        return result
    }
}
