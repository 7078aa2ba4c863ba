/// How the bytes of a table are to be read.
///
/// The defaults read RFC 4180 CSV, tab-separated values and JSON as they are commonly written.
public struct TableOptions: Sendable {
    /// The format; nil chooses by the file's ending, else by its first bytes.
    public var format: TableFormat?
    /// The byte between fields; nil is a comma for CSV and a tab for TSV. Any ASCII byte but a quote or line end.
    public var separator: UInt8?
    /// Whether the first record names the columns. Of no effect on JSON.
    public var hasHeader = true
    /// The names of the columns of a table without a header; their number must match the first row.
    ///
    /// Without names and without a header the columns are `column1`, `column2`, ….
    public var columnNames: [String]?
    /// The texts that stand for no value, compared after blanks are trimmed; case matters.
    public var missingMarkers: Set<String> = ["", "?", "NA"]
    /// Lines that begin with this are skipped; nil or empty skips none. Of no effect on JSON.
    public var commentPrefix: String?
    /// Whether a field may be quoted as in RFC 4180; if not, a quote is an ordinary character.
    public var allowsQuotes = true

    /// Makes options with the defaults.
    public init() {}
}

/// A way to write a table as text.
public enum TableFormat: String, Sendable, CaseIterable {
    /// Fields separated by commas or another byte, as in RFC 4180.
    case csv
    /// Fields separated by tabs.
    case tsv
    /// One flat JSON object per line, or one JSON array of flat objects.
    case jsonLines = "jsonl"

    /// Returns the format that the ending of `path` names, or nil.
    static func named(byEndingOf path: String) -> TableFormat? {
        let name = path.split(separator: "/").last ?? ""
        guard let dot = name.lastIndex(of: ".") else { return nil }
        switch name[name.index(after: dot)...].lowercased() {
        case "csv": return .csv
        case "tsv", "tab": return .tsv
        case "jsonl", "ndjson", "json": return .jsonLines
        default: return nil
        }
    }
}
