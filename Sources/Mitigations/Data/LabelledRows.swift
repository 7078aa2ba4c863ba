public import Models

/// A table that a model learns from: every column as it was written, the label and the group of each row.
public struct LabelledRows: Sendable {
    /// A column as it was written.
    public struct Column: Sendable, Equatable {
        /// The column's name.
        public var name: String
        /// The text of each row; empty where there is none.
        public var texts: [String]

        /// Makes a column.
        public init(name: String, texts: [String]) {
            self.name = name
            self.texts = texts
        }
    }

    /// The columns.
    public let columns: [Column]
    /// The place of each row's label among ``labelNames``; nil where it is missing.
    public let labels: [Int?]
    /// The labels; of two the second is the positive one.
    public let labelNames: [String]
    /// The column that holds the label.
    public let labelColumn: String
    /// What is written into that column for each label; nil where a label is a condition that no text stands for.
    public let labelTexts: [String]?
    /// The protected attributes.
    public let attributes: [TextTable.Attribute]
    /// The columns that hold them.
    public let protectedColumns: [String]
    /// The weight of each row; nil where all count alike.
    public let weights: [Double]?
    /// The columns that are learned from.
    public let features: [FeatureColumn]
    /// The column of texts, if there is one.
    public let textColumn: String?
    /// The cell of each row: the combination of its protected values; nil where one is unknown.
    public let groups: [Int?]

    /// Makes a table.
    public init(
        columns: [Column], labels: [Int?], labelNames: [String], labelColumn: String, labelTexts: [String]?,
        attributes: [TextTable.Attribute], protectedColumns: [String], weights: [Double]?, features: [FeatureColumn],
        textColumn: String? = nil
    ) {
        let count = labels.count
        precondition(
            columns.allSatisfy { $0.texts.count == count } && attributes.allSatisfy { $0.codes.count == count }
                && features.allSatisfy { $0.count == count } && weights.map { $0.count == count } ?? true,
            "columns that are not of \(count) rows")
        self.columns = columns
        self.labels = labels
        self.labelNames = labelNames
        self.labelColumn = labelColumn
        self.labelTexts = labelTexts
        self.attributes = attributes
        self.protectedColumns = protectedColumns
        self.weights = weights
        self.features = features
        self.textColumn = textColumn
        groups = TextTable.Attribute.crossed(attributes, count: count)
    }

    /// The number of rows.
    public var count: Int { labels.count }

    /// The number of combinations of protected values, those without rows included.
    public var groupCount: Int { attributes.reduce(1) { $0 * $1.values.count } }

    /// The name of a group, such as `Female, Black`.
    public func groupName(_ group: Int) -> String {
        var rest = group
        var names: [String] = []
        for attribute in attributes.reversed() {
            names.append(attribute.values[rest % attribute.values.count])
            rest /= attribute.values.count
        }
        return names.reversed().joined(separator: ", ")
    }

    /// How much a row counts.
    public func weight(_ row: Int) -> Double { weights?[row] ?? 1 }

    /// The rows whose label and group are known.
    public var completeRows: [Int] { labels.indices.filter { labels[$0] != nil && groups[$0] != nil } }

    /// Returns some rows, in this order.
    public func rows(_ numbers: [Int]) -> LabelledRows {
        LabelledRows(
            columns: columns.map { column in Column(name: column.name, texts: numbers.map { column.texts[$0] }) },
            labels: numbers.map { labels[$0] }, labelNames: labelNames, labelColumn: labelColumn,
            labelTexts: labelTexts,
            attributes: attributes.map { $0.rows(numbers) }, protectedColumns: protectedColumns,
            weights: weights.map { weights in numbers.map { weights[$0] } },
            features: features.map { $0.rows(numbers) },
            textColumn: textColumn)
    }

    /// The rows of each cell of group and label, in order.
    func cells(_ rows: [Int]) -> [GroupAndLabel: [Int]] {
        var cells: [GroupAndLabel: [Int]] = [:]
        for row in rows {
            guard let group = groups[row], let label = labels[row] else { continue }
            cells[GroupAndLabel(group: group, label: label), default: []].append(row)
        }
        return cells
    }
}

/// A cell of group and label.
struct GroupAndLabel: Sendable, Hashable, Comparable {
    let group: Int
    let label: Int

    static func < (left: GroupAndLabel, right: GroupAndLabel) -> Bool {
        (left.group, left.label) < (right.group, right.label)
    }
}
