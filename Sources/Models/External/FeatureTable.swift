public import Files
public import Tables

/// Rows of named features for a model that is asked about them, numbers where a column holds nothing else.
public struct FeatureTable: Sendable {
    /// The columns of features.
    public let names: [String]
    /// The value of each feature of each row, `[rows][features]`: a number, a text, or null where it is missing.
    public let rows: [[JSON]]
    /// The rows that absent features are taken from, of the same shape.
    public let background: [[JSON]]
    /// The label of each row; empty if none was asked for.
    public let labels: [String?]
    /// The protected columns.
    public let attributes: [TextTable.Attribute]
    /// The files that the rows and the background came from.
    public let files: [ScanSummary.File]

    /// Reads rows and background.
    ///
    /// A column is one of numbers if all its cells in both are numbers or missing.
    ///
    /// - Parameters:
    ///   - paths: The files of the rows, which are read as one table.
    ///   - background: The file of the background; nil for none.
    ///   - features: The columns of features, each once; they keep this order.
    ///   - label: The column of labels; nil for none.
    ///   - protected: The protected columns.
    ///   - options: How the rows are written; what it says of cells, such as missing markers, holds for the background
    ///     too.
    ///   - workers: Threads that decode; the result does not depend on their number.
    /// - Throws: `TableError` with the file and the column at fault; `ModelsError.usage` for a column that is named twice.
    public init(
        paths: [String], background: String?, features: [String], label: String? = nil, protected: [String] = [],
        options: TableOptions = TableOptions(), workers: Int = 2
    ) throws {
        for (place, name) in features.enumerated() where features[..<place].contains(name) {
            throw ModelsError.usage("the feature '\(name)' is named twice: name each column once")
        }
        let requests = features.map { ColumnRequest(name: $0, decoding: .text) }
        let others = ([label].compactMap(\.self) + protected).map { ColumnRequest(name: $0, decoding: .category) }
        let table = try ColumnTable(TableReader(paths: paths, options: options), requests + others, workers: workers)
        // The background is a file of its own kind; only what is said of cells holds for it too.
        var backgroundOptions = options
        backgroundOptions.format = TableOptions().format
        let rest = try background.map { path in
            try ColumnTable(TableReader(paths: [path], options: backgroundOptions), requests, workers: workers)
        }
        let columns = features.indices.map { index in
            Self.cells(table.columns[index], rest?.columns[index], missing: options.missingMarkers)
        }
        names = features
        rows = (0..<table.rowCount).map { row in columns.map { $0.first[row] } }
        self.background = (0..<(rest?.rowCount ?? 0)).map { row in columns.map { $0.second[row] } }
        var left = table.columns.dropFirst(features.count).map(Self.texts)[...]
        labels = label == nil ? [] : left.removeFirst()
        attributes = zip(protected, left).map { TextTable.Attribute(name: $0, $1) }
        files = table.summary.files + (rest?.summary.files ?? [])
    }

    private static func cells(
        _ first: ColumnTable.Column, _ second: ColumnTable.Column?, missing: Set<String>
    ) -> (first: [JSON], second: [JSON]) {
        let (one, other) = (present(texts(first), missing), present(second.map(texts) ?? [], missing))
        let isNumeric = (one + other).allSatisfy { $0.map { Double($0)?.isFinite ?? false } ?? true }
        func cell(_ text: String?) -> JSON {
            guard let text else { return .null }
            return isNumeric ? Double(text).map { .count($0) } ?? .null : .string(text)
        }
        return (one.map(cell), other.map(cell))
    }

    private static func present(_ texts: [String?], _ missing: Set<String>) -> [String?] {
        texts.map { text in text.flatMap { missing.contains($0) ? nil : $0 } }
    }

    private static func texts(_ column: ColumnTable.Column) -> [String?] {
        switch column {
        case .texts(let texts): texts
        case .categories(let codes, let values): codes.map { $0 == 0 ? nil : values[Int($0)] }
        case .numbers(let numbers): numbers.map { $0.isNaN ? nil : "\($0)" }
        }
    }
}
