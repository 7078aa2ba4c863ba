import Auditing
import FairnessMetrics
import Files
import Mitigations
import Models
import Tables

/// A table as rebalancing needs it: every column as written, with the parts that a definition gives to some.
struct RebalanceTable {
    /// The rows.
    let rows: LabelledRows
    /// The rows whose label and group are known, as a ledger judges them, in their order; nil unless the label has two values.
    let judged: JudgedRows?
    /// What is positive, in words.
    let positive: String
    /// What the reader should know.
    let notes: [String]

    /// A column of texts with more different ones is learned from only if it is named.
    private static let mostLevels = 100
    /// The columns that are written beside those of the table.
    static let added = ["assize_weight", "assize_origin", "assize_source"]

    /// Reads the table of a definition.
    init(_ definition: AuditDefinition, workers: Int) throws {
        guard let label = definition.label else {
            throw AuditError.usage("no label is named: name the column that is learned with --label")
        }
        guard definition.task != .regression else {
            throw AuditError.usage(
                "--task regression: rebalancing needs a label of a few values; cut the number with a condition")
        }
        guard !definition.data.contains("-") else {
            throw AuditError.usage("standard input cannot be read twice, as rebalancing must: name a file")
        }
        var options = definition.table
        let markers = options.missingMarkers
        options.missingMarkers = []
        let reader = try TableReader(paths: definition.resolvedPaths, options: options)
        if let taken = reader.columns.first(where: Self.added.contains) {
            throw AuditError.data(
                "the table has a column '\(taken)' already: it is the result of this command, or must be renamed")
        }
        let table = try ColumnTable(
            reader,
            reader.columns.map { ColumnRequest(name: $0, decoding: $0 == definition.text ? .text : .category) },
            workers: workers)
        let columns = zip(reader.columns, table.columns).map { name, column in
            LabelledRows.Column(name: name, texts: Self.texts(column))
        }
        var asked = definition
        let raw = columns.first { $0.name == label.column }?.texts ?? []
        if definition.task == .multiclass {
            // The roles know two labels; of more, only that one is there.
            asked.task = .binary
            asked.label = try ColumnExpression("\(label.column) != '\u{1}'")
        }
        // Who decides what is no part of the question.
        (asked.prediction, asked.score, asked.threshold, asked.memberships) = (nil, nil, nil, [])
        (asked.strata, asked.topK, asked.model) = ([], [], nil)
        asked.features = definition.features
        let roles = try RoleRows(asked, workers: workers)
        var labels: [Int?]
        var names: [String]
        var labelTexts: [String]?
        if definition.task == .multiclass {
            names = Set(zip(raw, roles.labels).filter { $0.1 != .missing }.map(\.0)).sorted()
            let places = Dictionary(uniqueKeysWithValues: names.enumerated().map { ($1, $0) })
            labels = zip(raw, roles.labels).map { $1 == .missing ? nil : places[$0] }
        } else {
            labels = roles.labels.map { $0 == .missing ? nil : $0 == .positive ? 1 : 0 }
            func usual(_ label: Int) -> String? {
                var counts: [String: Int] = [:]
                for (text, own) in zip(raw, labels) where own == label { counts[text, default: 0] += 1 }
                return counts.min { ($1.value, $0.key) < ($0.value, $1.key) }?.key
            }
            if case .compared? = label.condition {
                names = [label.negatedText, label.text]
            } else {
                if let negative = usual(0), let positive = usual(1) { labelTexts = [negative, positive] }
                names = labelTexts ?? ["not \(roles.positiveLabel ?? "positive")", roles.positiveLabel ?? "positive"]
            }
        }
        let attributes = zip(roles.attributes, roles.codes).map { column, codes in
            TextTable.Attribute(
                name: column.name,
                codes.map { column.values[$0].isUnknown && !definition.comparesUnknown ? nil : column.values[$0].value }
            )
        }
        let protected = definition.protected.map(\.column)
        var notes: [String] = []
        let others =
            [label.column] + protected + [definition.prediction?.column, definition.score?.column].compactMap(\.self)
            + [definition.weight, definition.text].compactMap(\.self) + definition.memberships.flatMap(\.columns)
        let isNamed = !definition.features.isEmpty
        if let unknown = definition.features.first(where: { !reader.columns.contains($0) }) {
            let guess = didYouMean(unknown, among: reader.columns).map { "; did you mean '\($0)'?" } ?? ""
            throw AuditError.data("--features names '\(unknown)', which is no column\(guess)")
        }
        let candidates = isNamed ? definition.features : reader.columns.filter { !others.contains($0) }
        var left: [String] = []
        let features = candidates.compactMap { name -> FeatureColumn? in
            guard let texts = columns.first(where: { $0.name == name })?.texts else { return nil }
            let feature = FeatureColumn(name: name, reading: texts.map { markers.contains($0) ? nil : $0 })
            if case .texts = feature.values, !isNamed, Set(texts).count > Self.mostLevels {
                left.append(name)
                return nil
            }
            return feature
        }
        if !left.isEmpty {
            notes.append(
                "Not learned from, for more than \(Self.mostLevels) different texts: \(left.joined(separator: ", ")); "
                    + "--features can name them.")
        }
        rows = LabelledRows(
            columns: columns, labels: labels, labelNames: names, labelColumn: label.column, labelTexts: labelTexts,
            attributes: attributes, protectedColumns: protected, weights: roles.weights.isEmpty ? nil : roles.weights,
            features: features, textColumn: definition.text)
        if let lacking = attributes.first(where: { $0.values.count < 2 }) {
            throw AuditError.data(
                "column '\(lacking.name)' has \(lacking.values.count == 1 ? "one value alone" : "no value"): there are no "
                    + "groups to compare")
        }
        guard Set(labels.compactMap(\.self)).count > 1 else {
            throw AuditError.data("column '\(label.column)' (label) has one value alone: there is nothing to learn")
        }
        let complete = rows.completeRows
        if complete.count < rows.count {
            notes.append(
                "\(rows.count - complete.count) of \(rows.count) rows lack a label or a protected value: they are neither "
                    + "learned from nor judged, and stay in what is written.")
        }
        judged =
            definition.task == .multiclass
            ? nil
            : JudgedRows(
                labels: labels.map { $0 == 1 }, weights: roles.weights, attributes: roles.attributes,
                codes: roles.codes
            ).rows(complete)
        positive =
            definition.task == .multiclass ? "" : label.condition == nil ? "\(label.column) is \(names[1])" : label.text
        self.notes = notes + roles.warnings
    }

    private static func texts(_ column: ColumnTable.Column) -> [String] {
        switch column {
        case .texts(let texts): texts.map { $0 ?? "" }
        case .categories(let codes, let values): codes.map { values[Int($0)] }
        case .numbers(let numbers): numbers.map { "\($0)" }
        }
    }
}
