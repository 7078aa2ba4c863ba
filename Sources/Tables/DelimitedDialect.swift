internal import Files

/// How the fields of delimited text are told apart.
struct DelimitedDialect: Sendable {
    let separator: UInt8
    let allowsQuotes: Bool
    /// Lines that begin with these bytes are skipped; empty for none.
    let comment: [UInt8]

    /// Takes what `options` say and the usual separator of `format` where they say nothing.
    init(options: TableOptions, format: TableFormat) throws(TableError) {
        separator = options.separator ?? (format == .tsv ? UInt8(ascii: "\t") : UInt8(ascii: ","))
        allowsQuotes = options.allowsQuotes
        comment = Array((options.commentPrefix ?? "").utf8)
        let forbidden: [UInt8] = [0, UInt8(ascii: "\n"), UInt8(ascii: "\r"), UInt8(ascii: "\"")]
        guard separator < 128, !forbidden.contains(separator) else {
            throw .unusableOption("the separator must be one ASCII character other than a quote or a line end")
        }
        guard !comment.contains(UInt8(ascii: "\n")) else {
            throw .unusableOption("the comment prefix '\(visible(options.commentPrefix ?? ""))' holds a line end")
        }
    }
}
