import ArgumentParser
import Auditing
import Tables

extension AuditDefinition {
    /// The definition that the arguments lead to, or an empty one of the data that they name.
    init(naming data: [String]) throws {
        if data.count == 1, let only = data.first,
            FileKind.of(only) == .folder || only.hasSuffix(".yaml") || only.hasSuffix(".yml")
        {
            try self.init(contentsOf: only)
        } else {
            self.init()
            self.data = data
        }
    }
}

extension RoleOptions {
    /// Puts what was named in place of what the definition says.
    func apply(to definition: inout AuditDefinition) throws {
        if let label { definition.label = try ColumnExpression(label) }
        if let prediction { definition.prediction = try ColumnExpression(prediction) }
        if let score { definition.score = try ColumnExpression(score) }
        if let threshold { definition.threshold = threshold }
        if let positive = positive { definition.positive = positive }
        if !protected.isEmpty {
            definition.protected = try protected.flatMap { try ColumnExpression.list($0) }
        }
        if !strata.isEmpty { definition.strata = try strata.flatMap { try ColumnExpression.list($0) } }
        if let weight { definition.weight = weight }
        for entry in reference {
            let (column, value) = try pair(entry, "--reference", "race=White")
            definition.references[column] = value
        }
        for entry in bins {
            let (column, edges) = try pair(entry, "--bins", "age=25,45,65")
            definition.bins[column] = try edges.split(separator: ",").map { edge in
                guard let number = Double(edge.filter { $0 != " " }), number.isFinite else {
                    throw ValidationError("--bins \(entry): '\(edge)' is not a number")
                }
                return number
            }
        }
    }

    private func pair(_ entry: String, _ option: String, _ example: String) throws -> (String, String) {
        guard let sign = entry.lastIndex(of: "="), sign != entry.startIndex else {
            throw ValidationError("\(option) '\(entry)' is not COL=VALUE, such as \(option) \(example)")
        }
        return (String(entry[..<sign]), String(entry[entry.index(after: sign)...]))
    }
}

extension TableFileOptions {
    /// Puts what was named in place of what the options say.
    func apply(to table: inout TableOptions) throws {
        if let name = inputFormat {
            guard let format = TableFormat(rawValue: name) else {
                let known = TableFormat.allCases.map(\.rawValue)
                let guess = didYouMean(name, among: known).map { "; did you mean '\($0)'?" } ?? ""
                throw ValidationError("--input-format '\(name)' is none of \(known.joined(separator: ", "))\(guess)")
            }
            table.format = format
        }
        if let separator {
            guard let byte = SeparatorText.byte(separator) else {
                throw ValidationError("--separator '\(separator)' is not one ASCII character, 'tab' or 'space'")
            }
            table.separator = byte
        }
        if noHeader { table.hasHeader = false }
        if let columns {
            table.columnNames = columns.split(separator: ",", omittingEmptySubsequences: false).map { name in
                String(name.drop { $0 == " " })
            }
        }
        if let missing {
            table.missingMarkers = Set(missing.split(separator: ",", omittingEmptySubsequences: false).map(String.init))
        }
        if let comment { table.commentPrefix = comment }
        if noQuotes { table.allowsQuotes = false }
    }
}

extension OutputOptions {
    /// The number of threads that was asked for, or one for each processor.
    func workers() throws -> Int {
        guard let threads else { return Machine.processors }
        guard (1...64).contains(threads) else { throw ValidationError("--threads \(threads) is not between 1 and 64") }
        return threads
    }
}
