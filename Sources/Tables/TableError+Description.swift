internal import Files

extension TableError: CustomStringConvertible {
    /// The place, the fault and the remedy, in one line.
    public var description: String {
        switch self {
        case .cannotOpen(let path, let reason): "\(path): cannot be opened: \(reason)"
        case .readFailure(let path, let reason): "\(path): reading failed: \(reason)"
        case .changedWhileReading(let path):
            "\(path): the file changed after its header was read; run again when nothing writes to it"
        case .alreadyRead(let path): "\(path): a stream can be read only once; save it to a file to read it again"
        case .unusableOption(let fault): fault
        case .unknownColumn(let name, let suggestion, let columns):
            TableError.unknownColumnText(name, suggestion, columns)
        case .wrongNumberOfNames(let place, let names, let fields):
            "\(place): \(fields) fields, but \(names) column names were given; give one name for each field"
        case .headersDiffer(let path, let first, let difference):
            "\(path): its columns are not those of \(first): \(difference); files of one table need the same columns"
        case .notText(let path, let found, let remedy): "\(path): this is \(found), not text in UTF-8; \(remedy)"
        case .noDataRows(let paths): "\(paths.joined(separator: ", ")): no data rows"
        case .nulByte(let place): "\(place): a NUL byte; the text must be UTF-8, convert it (iconv -t UTF-8)"
        case .invalidUTF8(let place): "\(place): not valid UTF-8; convert the file, e.g. iconv -f LATIN1 -t UTF-8"
        case .raggedRow(let place, let fields, let expected):
            "\(place): \(fields) field\(fields == 1 ? "" : "s"), but the table has \(expected) columns;"
                + " quote a field that holds the separator"
        case .strayQuote(let place):
            "\(place): a quote inside an unquoted field; double it and quote the field, or read with --no-quotes"
                + separatorHint(place)
        case .textAfterQuote(let place):
            "\(place): text after a closing quote; double a quote that belongs to the value, or read with --no-quotes"
                + separatorHint(place)
        case .unclosedQuote(let place):
            "\(place): a quote opens here and may never close; close it, or read with --no-quotes"
        case .recordTooLong(let place, let limit):
            "\(place): a record of more than \(limit) bytes; is this a table, with one record per line?"
        case .carriageReturnLines(let place):
            "\(place): lines end in carriage returns alone; convert them to newlines (tr '\\r' '\\n')"
        case .notANumber(let place, let value):
            "\(place): '\(visible(value))' is not a number; name it with --missing if it means no value"
        case .notAWeight(let place, let value):
            value.isEmpty
                ? "\(place): no weight; give every row a number from 0 on, or leave the row out"
                : "\(place): '\(visible(value))' is no weight; give every row a number from 0 on"
        case .tooManyValues(let place, let limit):
            "\(place): more than \(limit) different values; a category needs few, so choose another column"
                + " or read it as a number"
        case .malformedJSON(let place, let fault): "\(place): \(fault)"
        case .nestedValue(let place):
            "\(place): an object or array, but a column needs a single value; flatten it first"
        case .unfitRow(let place, let fault): "\(place): \(fault)"
        }
    }

    /// Faults of the first line often mean that another character separates the fields.
    private func separatorHint(_ place: Place) -> String {
        place.line == 1 ? "; if another character separates the fields, name it with --separator" : ""
    }

    private static func unknownColumnText(_ name: String, _ suggestion: String?, _ columns: [String]) -> String {
        var text = "no column named '\(visible(name))'"
        if let suggestion { text += "; did you mean '\(visible(suggestion))'?" }
        let shown = columns.prefix(20).map { visible($0) }.joined(separator: ", ")
        text += suggestion == nil ? "; the columns are \(shown)" : " The columns are \(shown)"
        if columns.count == 1, let only = columns.first, only.contains(where: { ";\t| ".contains($0) }) {
            return text + "; if that is several columns, name the character between them with --separator"
        }
        return columns.count > 20 ? text + " and \(columns.count - 20) more" : text
    }
}

extension TableError.Place: CustomStringConvertible {
    /// `path:line`, then the record and the column if they are known.
    public var description: String {
        var text = "\(path):\(line)"
        if let record { text += ": record \(record)" }
        if let column { text += ": column '\(visible(column))'" }
        return text
    }
}
