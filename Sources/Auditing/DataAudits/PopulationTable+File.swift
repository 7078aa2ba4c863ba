internal import DataAudits
internal import Tables

extension PopulationTable {
    /// Reads how frequent groups are in a population from a table.
    ///
    /// - Parameters:
    ///   - path: The file: columns named as protected ones, and `share` or `count`.
    ///   - protected: The names of the protected attributes.
    /// - Throws: `AuditError.data` if a column is missing or a size is none.
    init(path: String, protected: [String]) throws {
        let reader = try TableReader(paths: [path])
        guard let size = ["share", "count"].first(where: reader.columns.contains) else {
            throw AuditError.data(
                "\(path): no column is named 'share' or 'count'; found \(reader.columns.joined(separator: ", "))")
        }
        let attributes = protected.filter(reader.columns.contains)
        guard !attributes.isEmpty else {
            throw AuditError.data(
                "\(path): no column is named as a protected attribute (\(protected.joined(separator: ", "))); found "
                    + reader.columns.joined(separator: ", "))
        }
        let table = try ColumnTable(
            reader,
            attributes.map { ColumnRequest(name: $0, decoding: .category) } + [
                ColumnRequest(name: size, decoding: .weight)
            ], workers: 1)
        guard case .numbers(let sizes)? = table.columns.last, sizes.reduce(0, +) > 0 else {
            throw AuditError.data("\(path): the column '\(size)' sums to 0")
        }
        var cells: [(values: [String], size: Double)] = []
        for row in 0..<table.rowCount {
            let values = table.columns.dropLast().compactMap { column -> String? in
                guard case .categories(let codes, let values) = column, codes[row] != 0 else { return nil }
                return values[Int(codes[row])]
            }
            guard values.count == attributes.count else {
                throw AuditError.data("\(path): row \(row + 1) lacks a value in \(attributes.joined(separator: ", "))")
            }
            cells.append((values, sizes[row]))
        }
        self.init(attributes: attributes, cells: cells)
    }
}

extension IdentityTerms {
    /// Reads words that name groups from a file: one a line, `kind: word` or the word alone.
    ///
    /// - Throws: `AuditError` if the file cannot be read or holds no word.
    init(path: String) throws {
        var options = TableOptions()
        options.hasHeader = false
        options.columnNames = ["line"]
        options.separator = 1
        options.allowsQuotes = false
        options.format = .csv
        let table = try ColumnTable(
            try TableReader(paths: [path], options: options), [ColumnRequest(name: "line", decoding: .text)], workers: 1
        )
        var kinds: [(name: String, words: [String])] = []
        if case .texts(let lines) = table.columns[0] {
            for case let line? in lines {
                let parts = line.split(separator: ":", maxSplits: 1).map { part in
                    String(String(part.drop { $0 == " " }.reversed()).drop { $0 == " " || $0 == "\r" }.reversed())
                }
                guard let word = parts.last, !word.isEmpty else { continue }
                let kind = parts.count == 2 ? parts[0] : "term"
                if let place = kinds.firstIndex(where: { $0.name == kind }) {
                    kinds[place].words.append(word.lowercased())
                } else {
                    kinds.append((kind, [word.lowercased()]))
                }
            }
        }
        guard !kinds.isEmpty else { throw AuditError.data("\(path): no word stands there; write one a line") }
        self.init(kinds: kinds)
    }
}
