internal import NumericalKernels

/// Reads a table from CSV, TSV or JSON files, only the columns that are asked for, on several threads.
///
/// A table is never held in memory: a scan needs a few megabytes however long the file is. Making a reader reads only
/// the beginning of each file.
public final class TableReader: Sendable {
    /// What all workers of a scan need to know.
    struct Layout: Sendable {
        let files: [TableFile]
        let columns: ColumnNames
        /// How fields are told apart; nil for JSON.
        let dialect: DelimitedDialect?
        let markers: MissingMarkers
    }

    let layout: Layout
    let limits: ChunkSource.Limits

    /// The names of the columns, all different: the second column named `name` is `name.1`.
    ///
    /// For JSON they are the keys of the first 100 records, in the order in which they appear.
    public var columns: [String] { layout.columns.names }

    /// What a reader of the table should know, such as a repeated column name; one sentence each.
    public var warnings: [String] { layout.columns.warnings }

    /// Opens the files and reads the names of their columns.
    ///
    /// - Parameters:
    ///   - paths: The files, read one after the other as one table; they must name the same columns. `-` is standard
    ///     input, which can be scanned once.
    ///   - options: How the bytes are to be read.
    /// - Throws: A ``TableError`` if a file cannot be opened, has no header or record, or contradicts the options or
    ///   another file.
    public convenience init(paths: [String], options: TableOptions = .init()) throws(TableError) {
        try self.init(paths: paths, options: options, limits: .init())
    }

    init(paths: [String], options: TableOptions, limits: ChunkSource.Limits) throws(TableError) {
        guard !paths.isEmpty else { throw .unusableOption("no table was named; give at least one path") }
        if options.hasHeader, options.columnNames != nil {
            throw .unusableOption(
                "column names were given for a table with a header; say that it has none, or omit them")
        }
        guard paths.count(where: { $0 == "-" }) <= 1 else {
            throw .unusableOption("standard input ('-') was named twice, but it can be read only once")
        }
        var files: [TableFile] = []
        for path in paths { files.append(try TableFile(path: path, options: options)) }
        let first = files[0]
        guard files.allSatisfy({ ($0.format == .jsonLines) == (first.format == .jsonLines) }) else {
            throw .unusableOption("the files of one table must all be JSON or all be delimited text")
        }
        let columns: ColumnNames
        if first.format == .jsonLines {
            var seen = Set<String>()
            columns = ColumnNames(header: files.flatMap(\.columns.names).filter { seen.insert($0).inserted })
        } else {
            columns = first.columns
            for file in files {
                if let difference = file.columns.difference(from: columns) {
                    throw .headersDiffer(path: file.name, first: first.name, difference: difference)
                }
            }
        }
        // Without an explicit separator a .tsv and a .csv may lie side by side, but one scan has one dialect.
        guard options.separator != nil || files.allSatisfy({ $0.format == first.format }) else {
            throw .unusableOption("the files of one table must have one format; name it or the separator")
        }
        layout = Layout(
            files: files, columns: columns,
            dialect: first.format == .jsonLines ? nil : try DelimitedDialect(options: options, format: first.format),
            markers: MissingMarkers(options.missingMarkers))
        self.limits = limits
    }

    /// Returns the position of the column named `name`.
    ///
    /// - Throws: ``TableError/unknownColumn(name:suggestion:columns:)``, with the name that was probably meant.
    public func columnIndex(named name: String) throws(TableError) -> Int {
        try layout.columns.position(of: name)
    }
}
