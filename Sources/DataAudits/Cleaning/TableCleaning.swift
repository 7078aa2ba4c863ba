public import Tables

/// A table made clean, with an entry for everything that was changed or removed.
public struct TableCleaning: Sendable {
    /// What is to be done; spellings and copies may also be left as they are.
    public struct Options: Sendable {
        /// Whether the spellings of a category that differ in case, blanks or look-alike letters are made one.
        public var unifiesSpellings = true
        /// Whether rows equal to an earlier one are removed.
        public var removesCopies = true
        /// Whether rows that nearly repeat an earlier one are removed.
        public var removesNearCopies = false
        /// Columns that do not count when rows are compared, such as the number of the row.
        public var ignored: [String] = []
        /// Columns by whose values the changes are told.
        public var protected: [String] = []

        /// Makes options with the defaults.
        public init() {}
    }

    /// A text that was replaced by another everywhere in its column.
    public struct Change: Sendable, Equatable {
        /// Why a text was replaced.
        public enum Reason: String, Sendable, CaseIterable {
            /// Control characters, invisible ones, or blanks at the ends or in a row.
            case characters
            /// The same text in other bytes: an accent of its own, say.
            case composition
            /// Another case, blank, hyphen or look-alike letter than the most frequent spelling.
            case spelling
        }

        /// The column.
        public var column: String
        /// What stood there and what stands there now.
        public var from: String
        /// What stands there now.
        public var to: String
        /// In how many rows.
        public var rows: Int
        /// Why.
        public var reason: Reason
    }

    /// A row that was removed.
    public struct Removal: Sendable, Equatable {
        /// The row, counted from 1, the header not counted.
        public var row: Int
        /// The earlier row that it repeats.
        public var repeats: Int
        /// Whether it is equal to that one or nearly so.
        public var isExact: Bool
    }

    /// What was done to the rows of one group.
    public struct GroupChange: Sendable, Equatable {
        /// The protected column and its value, after cleaning; empty where it is missing.
        public var column: String
        /// The value.
        public var value: String
        /// Rows before.
        public var rows: Int
        /// Rows removed because they are equal to an earlier one, and because they nearly are.
        public var copies: Int
        /// Rows removed because they nearly repeat an earlier one.
        public var nearCopies: Int
        /// Cells whose text was replaced.
        public var cells: Int
    }

    /// The names of the columns.
    public let columns: [String]
    /// The texts that were replaced, in the order of the columns.
    public let changes: [Change]
    /// The rows that were removed, ascending.
    public let removals: [Removal]
    /// What was done by group.
    public let groups: [GroupChange]
    /// Rows before and after.
    public let rows: (before: Int, after: Int)
    /// What was read.
    public let summary: ScanSummary
    /// What a reader should know.
    public let notes: [String]
    private let values: [[String]]
    private let codes: [[UInt32]]

    /// Cleans a table; memory grows with its rows.
    ///
    /// - Throws: `TableError` if it cannot be read or lacks a column that the options name.
    public init(_ reader: TableReader, options: Options = .init(), workers: Int = 2) throws {
        for name in options.ignored + options.protected { _ = try reader.columnIndex(named: name) }
        let table = try ColumnTable(
            reader, reader.columns.map { ColumnRequest(name: $0, decoding: .category) }, workers: workers)
        columns = reader.columns
        summary = table.summary
        var (values, codes): ([[String]], [[UInt32]]) = ([], [])
        var changes: [Change] = []
        var changedCells = [Int](repeating: 0, count: table.rowCount)
        for (name, column) in zip(reader.columns, table.columns) {
            guard case .categories(let found, let texts) = column else {
                preconditionFailure("a category was asked for")
            }
            var counts = [Int](repeating: 0, count: texts.count)
            for code in found { counts[Int(code)] += 1 }
            let cleaned = CleanTexts(texts, counts: counts, unifiesSpellings: options.unifiesSpellings)
            for code in texts.indices.dropFirst() {
                if let reason = cleaned.reasons[code] {
                    changes.append(
                        Change(
                            column: name, from: texts[code], to: cleaned.texts[Int(cleaned.codes[code])],
                            rows: counts[code], reason: reason))
                }
            }
            for row in found.indices where cleaned.reasons[Int(found[row])] != nil { changedCells[row] += 1 }
            values.append(cleaned.texts)
            codes.append(found.map { cleaned.codes[Int($0)] })
        }
        self.values = values
        self.codes = codes
        self.changes = changes
        let compared = reader.columns.indices.filter { !options.ignored.contains(reader.columns[$0]) }
        var removals: [Int: Removal] = [:]
        var notes: [String] = []
        if options.removesCopies {
            for (row, first) in Self.copies(codes, compared, rows: table.rowCount) {
                removals[row] = Removal(row: row + 1, repeats: first + 1, isExact: true)
            }
        }
        if options.removesNearCopies {
            let (found, isTelling) = Self.nearCopies(reader.columns, values, codes, compared, rows: table.rowCount)
            if isTelling {
                for (row, first) in found where removals[row] == nil && removals[first] == nil {
                    removals[row] = Removal(row: row + 1, repeats: first + 1, isExact: false)
                }
            } else if !found.isEmpty {
                notes.append(
                    "\(found.count) rows nearly repeat another, about as many as there would be among different people; "
                        + "none of them was removed.")
            }
        }
        self.removals = removals.values.sorted { $0.row < $1.row }
        self.notes = notes
        rows = (table.rowCount, table.rowCount - removals.count)
        groups = options.protected.flatMap { name -> [GroupChange] in
            guard let column = reader.columns.firstIndex(of: name) else { return [] }
            var groups = values[column].map {
                GroupChange(column: name, value: $0, rows: 0, copies: 0, nearCopies: 0, cells: 0)
            }
            for row in 0..<table.rowCount {
                let group = Int(codes[column][row])
                groups[group].rows += 1
                groups[group].cells += changedCells[row]
                if let removal = removals[row] {
                    if removal.isExact { groups[group].copies += 1 } else { groups[group].nearCopies += 1 }
                }
            }
            return groups.filter { $0.rows > 0 }.sorted { $0.value < $1.value }
        }
    }

    /// The rows equal to an earlier one, with that one.
    private static func copies(_ codes: [[UInt32]], _ compared: [Int], rows: Int) -> [(Int, Int)] {
        var hashes = RowHashes(rows: rows)
        for column in compared { hashes.add(codes[column].map { RowHash.part(column: column, UInt64($0)) }) }
        var found: [(Int, Int)] = []
        hashes.forEachSet { set in
            guard let first = set.first else { return }
            for row in set.dropFirst()
            where compared.allSatisfy({ codes[$0][Int(row)] == codes[$0][Int(first)] }) {
                found.append((Int(row), Int(first)))
            }
        }
        return found
    }

    private static func nearCopies(
        _ columns: [String], _ values: [[String]], _ codes: [[UInt32]], _ compared: [Int], rows: Int
    ) -> (found: [(Int, Int)], isTelling: Bool) {
        let features = compared.map { column -> AuditedTable.Feature in
            let numbers = values[column].enumerated().map { $0 == 0 ? Double.nan : Double($1) ?? .nan }
            let isNumber = numbers.count > 1 && numbers.dropFirst().allSatisfy(\.isFinite)
            return .init(
                name: columns[column],
                values: isNumber
                    ? .numbers(codes[column].map { numbers[Int($0)] })
                    : .categories(codes: codes[column], values: values[column]))
        }
        let near = NearRows.repeats(AuditedTable(rowCount: rows, attributes: [], label: nil, features: features))
        return (near.partners.enumerated().compactMap { $1 < 0 ? nil : ($0, Int($1)) }, near.isTelling)
    }

    /// The cleaned table as CSV in UTF-8, without a byte order mark.
    public var csv: [UInt8] {
        var bytes: [UInt8] = []
        func append(_ fields: [String]) {
            bytes.append(contentsOf: fields.joined(separator: ",").utf8)
            bytes.append(10)
        }
        append(columns.map(CSVText.field))
        let fields = values.map { $0.map(CSVText.field) }
        var next = removals.startIndex
        for row in 0..<rows.before {
            if next < removals.endIndex, removals[next].row == row + 1 {
                next += 1
                continue
            }
            append(columns.indices.map { fields[$0][Int(codes[$0][row])] })
        }
        return bytes
    }
}
