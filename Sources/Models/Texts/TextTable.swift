public import Tables

/// Texts with their labels and the groups of those whom they concern, read from a table.
public struct TextTable: Sendable {
    /// Which columns play which part.
    public struct Roles: Sendable {
        /// The column of texts.
        public var text: String
        /// The column of second texts, where the model reads pairs.
        public var pair: String?
        /// The columns of labels: none to predict, one for one label of several or a number, several of 0 and 1.
        public var labels: [String] = []
        /// Whether the label is a number.
        public var isNumeric = false
        /// The protected columns.
        public var protected: [String] = []
        /// The column of weights.
        public var weight: String?

        /// Makes roles of a column of texts alone.
        public init(text: String) { self.text = text }
    }

    /// A column of labels.
    public enum Labels: Sendable, Equatable {
        /// A name for each row; nil where it is missing.
        case names([String?])
        /// A number for each row; NaN where it is missing.
        case numbers([Double])
    }

    /// A protected column.
    public struct Attribute: Sendable, Equatable {
        /// The column's name.
        public let name: String
        /// The values, ascending.
        public let values: [String]
        /// The place in `values` for each row; nil where it is unknown.
        public let codes: [Int?]

        /// Makes an attribute of the value in each row.
        public init(name: String, _ rows: [String?]) {
            self.name = name
            let values = Set(rows.compactMap(\.self)).sorted()
            self.values = values
            let places = Dictionary(uniqueKeysWithValues: values.enumerated().map { ($1, $0) })
            codes = rows.map { $0.flatMap { places[$0] } }
        }

        init(name: String, values: [String], codes: [Int?]) {
            self.name = name
            self.values = values
            self.codes = codes
        }

        /// Numbers the combinations of several attributes' values, from 0; nil where one of them is unknown.
        ///
        /// - Parameters:
        ///   - attributes: The columns; the value of the last changes fastest in the numbers.
        ///   - count: The number of rows, which are all in one group if there are no attributes.
        public static func crossed(_ attributes: [Attribute], count: Int) -> [Int?] {
            (0..<count).map { row in
                attributes.reduce(Optional(0)) { sum, attribute in
                    guard let sum, let code = attribute.codes[row] else { return nil }
                    return sum * attribute.values.count + code
                }
            }
        }

        /// Returns some rows, with the same places.
        public func rows(_ numbers: [Int]) -> Attribute {
            Attribute(name: name, values: values, codes: numbers.map { codes[$0] })
        }
    }

    /// The text of each row; nil where it is missing.
    public internal(set) var texts: [String?]
    /// The second text of each row, where there are such.
    public internal(set) var pairs: [String?]?
    /// The columns of labels, in the order of the roles.
    public let labels: [Labels]
    /// The names of the columns of labels.
    public let labelNames: [String]
    /// The protected columns.
    public internal(set) var attributes: [Attribute]
    /// The weight of each row, where there are such.
    public let weights: [Double]?
    /// The files that the rows came from.
    public let files: [ScanSummary.File]

    /// The number of rows.
    public var count: Int { texts.count }

    /// Reads the columns of a table; memory grows with the texts.
    ///
    /// - Parameters:
    ///   - paths: The files, read as one table.
    ///   - options: How the bytes are to be read.
    ///   - roles: Which columns play which part.
    ///   - workers: The number of threads.
    ///   - progress: Called with the bytes read so far and, where known, all there are.
    /// - Throws: `TableError` with the file, the line and the column at fault.
    public init(
        paths: [String], options: TableOptions = TableOptions(), roles: Roles, workers: Int = 2,
        progress: (@Sendable (_ bytesDone: Int, _ bytesTotal: Int?) -> Void)? = nil
    ) throws {
        let reader = try TableReader(paths: paths, options: options)
        var requests = [ColumnRequest(name: roles.text, decoding: .text)]
        requests += [roles.pair].compactMap(\.self).map { ColumnRequest(name: $0, decoding: .text) }
        requests += roles.labels.map { ColumnRequest(name: $0, decoding: roles.isNumeric ? .number : .category) }
        requests += roles.protected.map { ColumnRequest(name: $0, decoding: .category) }
        requests += [roles.weight].compactMap(\.self).map { ColumnRequest(name: $0, decoding: .weight) }
        let table = try ColumnTable(reader, requests, workers: workers, progress: progress)
        var columns = table.columns[...]
        texts = columns.removeFirst().asTexts
        pairs = roles.pair == nil ? nil : columns.removeFirst().asTexts
        labels = roles.labels.map { _ in
            switch columns.removeFirst() {
            case .numbers(let numbers): .numbers(numbers)
            case let other: .names(other.asTexts)
            }
        }
        labelNames = roles.labels
        attributes = roles.protected.map { Attribute(name: $0, columns.removeFirst().asTexts) }
        if roles.weight != nil, case .numbers(let numbers) = columns.removeFirst() {
            weights = numbers
        } else {
            weights = nil
        }
        files = table.summary.files
    }

    private init(_ table: TextTable, rows: [Int]) {
        texts = rows.map { table.texts[$0] }
        pairs = table.pairs.map { pairs in rows.map { pairs[$0] } }
        labels = table.labels.map { labels in
            switch labels {
            case .names(let names): .names(rows.map { names[$0] })
            case .numbers(let numbers): .numbers(rows.map { numbers[$0] })
            }
        }
        labelNames = table.labelNames
        attributes = table.attributes.map { $0.rows(rows) }
        weights = table.weights.map { weights in rows.map { weights[$0] } }
        files = table.files
    }

    /// Returns some rows, in this order.
    public func rows(_ numbers: [Int]) -> TextTable { TextTable(self, rows: numbers) }
}

extension ColumnTable.Column {
    /// The text of each row; nil where it is missing.
    fileprivate var asTexts: [String?] {
        switch self {
        case .texts(let texts): texts
        case .categories(let codes, let values): codes.map { $0 == 0 ? nil : values[Int($0)] }
        case .numbers(let numbers): numbers.map { $0.isNaN ? nil : $0.description }
        }
    }
}
