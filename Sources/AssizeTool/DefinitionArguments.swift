import ArgumentParser
import Auditing
import FairnessMetrics
import Tables

/// The definition that a command line asks for: a file's, changed by the options beside it.
enum DefinitionArguments {
    /// Returns the definition of an audit or a tally of `data`.
    static func definition(
        _ data: [String], title: String?, roles: RoleOptions, files: TableFileOptions
    ) throws -> AuditDefinition {
        var definition: AuditDefinition
        if data.count == 1, let only = data.first, isDefinition(only) {
            definition = try AuditDefinition(contentsOf: only)
        } else {
            definition = AuditDefinition()
            definition.data = data
        }
        if let title { definition.title = title }
        try roles.apply(to: &definition)
        try files.apply(to: &definition.table)
        definition.command = CommandText.reproducing(CommandLine.arguments)
        return definition
    }

    private static func isDefinition(_ path: String) -> Bool {
        FileKind.of(path) == .folder || path.hasSuffix(".yaml") || path.hasSuffix(".yml")
    }

    /// Splits `COL=VALUE`.
    fileprivate static func pair(_ entry: String, _ option: String, _ example: String) throws -> (String, String) {
        guard let sign = entry.lastIndex(of: "="), sign != entry.startIndex else {
            throw ValidationError("\(option) '\(entry)' is not COL=VALUE, such as \(option) \(example)")
        }
        return (String(entry[..<sign]), String(entry[entry.index(after: sign)...]))
    }
}

extension RoleOptions {
    /// Writes what is given into a definition.
    func apply(to definition: inout AuditDefinition) throws {
        if let name = task {
            guard let task = AuditTask(rawValue: name) else {
                let known = AuditTask.allCases.map(\.rawValue)
                let guess = didYouMean(name, among: known).map { "; did you mean '\($0)'?" } ?? ""
                throw ValidationError("--task '\(name)' is none of \(known.joined(separator: ", "))\(guess)")
            }
            definition.task = task
        }
        if let label { definition.label = try ColumnExpression(label) }
        if let prediction { definition.prediction = try ColumnExpression(prediction) }
        if let score { definition.score = try ColumnExpression(score) }
        if let model { definition.model = model }
        if let text { definition.text = text }
        if let maxLength { definition.maximumLength = maxLength }
        if let threshold { definition.threshold = threshold }
        if let positive { definition.positive = positive }
        if !protected.isEmpty { definition.protected = try protected.flatMap { try ColumnExpression.list($0) } }
        if !strata.isEmpty { definition.strata = try strata.flatMap { try ColumnExpression.list($0) } }
        if !membership.isEmpty { definition.memberships = try membership.map { try MembershipRole($0) } }
        if let weight { definition.weight = weight }
        if !features.isEmpty {
            definition.features = features.flatMap { $0.split(separator: ",") }.map { name in
                String(name.drop { $0 == " " })
            }
        }
        for entry in bins {
            let (column, edges) = try DefinitionArguments.pair(entry, "--bins", "age=25,45,65")
            definition.bins[column] = try edges.split(separator: ",").map { edge in
                guard let number = Double(edge.filter { $0 != " " }), number.isFinite else {
                    throw ValidationError("--bins \(entry): '\(edge)' is not a number")
                }
                return number
            }
        }
    }
}

extension JudgementOptions {
    /// Writes what is given into a definition.
    func apply(to definition: inout AuditDefinition) throws {
        for entry in reference {
            let (column, value) = try DefinitionArguments.pair(entry, "--reference", "race=White")
            definition.references[column] = value
        }
        if let margin { definition.margin = margin }
        if let ratioMargin { definition.ratioMargin = ratioMargin }
        if let confidence { definition.confidence = confidence }
        if let interval {
            guard let known = RateInterval(rawValue: interval) else {
                let names = RateInterval.allCases.map(\.rawValue)
                let guess = didYouMean(interval, among: names).map { "; did you mean '\($0)'?" } ?? ""
                throw ValidationError("--interval '\(interval)' is none of \(names.joined(separator: ", "))\(guess)")
            }
            definition.interval = known
        }
        if let bootstrap { definition.bootstrapDraws = bootstrap }
        if let depth { definition.depth = depth }
        if let minCell { definition.minimumCell = minCell }
        if let seed { definition.seed = seed }
        if !topK.isEmpty {
            definition.topK = try topK.flatMap { $0.split(separator: ",") }.map { text in
                guard let number = Int(text.filter { $0 != " " }) else {
                    throw ValidationError("--top-k \(text) is not a whole number, such as 100")
                }
                return number
            }
        }
        if compareUnknown { definition.comparesUnknown = true }
        if !gate.isEmpty { definition.gates = try gate.map { try Gate($0) } }
    }
}

extension TableFileOptions {
    /// Writes what is given into the options of a table.
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
