internal import NumericalKernels
internal import Synchronization

/// A file of a table whose beginning has been read: its format, its columns, and where its rows begin.
struct TableFile: Sendable {
    /// The path as it was given.
    let path: String
    /// The path as messages show it.
    let name: String
    let format: TableFormat
    let columns: ColumnNames
    /// How many bytes come before the rows.
    let rowsOffset: Int
    /// How many lines end in those bytes.
    let rowsLine: Int
    /// Whether the file is one JSON array.
    let isArray: Bool
    /// What the file was when its beginning was read; nil for a stream.
    let identity: InputFile.Identity?
    /// The stream and the bytes already read from it; nil for a file that can be opened again.
    let stream: Stream?

    /// A stream that can be taken once.
    final class Stream: Sendable {
        struct Content: ~Copyable {
            var file: InputFile
            var beginning: PaddedBytes
        }

        private let content: Mutex<Content?>

        init(_ content: consuming sending Content) {
            self.content = Mutex(content)
        }

        /// Returns the stream, or nil the second time.
        func take() -> sending Content? {
            content.withLock { $0.take() }
        }
    }

    /// Opens `path` and reads as much of it as the names of the columns need.
    init(path: String, options: TableOptions) throws(TableError) {
        let file = try InputFile(path: path)
        var opening = TableOpening(file: file)
        let start = try opening.skipByteOrderMark()
        if let named = options.format ?? TableFormat.named(byEndingOf: path) {
            format = named
        } else {
            format = try opening.sniffedFormat(from: start)
        }
        if format == .jsonLines {
            isArray = try opening.isArray(from: start)
            columns = ColumnNames(header: try opening.jsonNames(from: start, isArray: isArray))
            rowsOffset = start
        } else {
            isArray = false
            (columns, rowsOffset) = try opening.delimitedColumns(
                from: start, dialect: try DelimitedDialect(options: options, format: format), options: options)
        }
        rowsLine = opening.bytes.occurrences(of: UInt8(ascii: "\n"), in: 0..<rowsOffset)
        self.path = path
        let content = opening.finish()
        name = content.file.name
        identity = content.file.identity
        stream = content.file.identity == nil ? Stream(content) : nil
    }

    /// Returns the file at its beginning, or the stream with what was already read from it.
    func reopened() throws(TableError) -> Stream.Content {
        if let stream {
            guard let content = stream.take() else { throw .alreadyRead(path: name) }
            return content
        }
        let file = try InputFile(path: path)
        guard file.identity == identity else { throw .changedWhileReading(path: name) }
        return Stream.Content(file: file, beginning: PaddedBytes())
    }
}
