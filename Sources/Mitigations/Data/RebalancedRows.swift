public import Models

/// What a method made of a table: its rows, where each came from, and how much it counts.
public struct RebalancedRows: Sendable {
    /// Where a row came from.
    public enum Origin: Sendable, Hashable {
        /// As it was.
        case original
        /// A second time, or more often, as it was.
        case copied
        /// Invented between its source and another row.
        case synthetic
        /// As it was but for these columns.
        case changed([String])
        /// A copy with a changed text.
        case augmented

        /// The text of the column `assize_origin`.
        public var text: String {
            switch self {
            case .original: "original"
            case .copied: "copied"
            case .synthetic: "synthetic"
            case .changed(let columns): "changed:" + columns.joined(separator: "+")
            case .augmented: "changed:copy"
            }
        }

        /// Whether no such row, with this text and label, was among those that the method was given.
        public var isInvented: Bool { self != .original }
    }

    /// One row.
    public struct Row: Sendable {
        /// The row of the table that it came from.
        public let source: Int
        /// How.
        public let origin: Origin
        /// Its label; nil where it is missing.
        public var label: Int?
        /// The columns whose text is another one, with that text; empty for one that a row has no value of.
        public var texts: [String: String] = [:]

        init(source: Int, origin: Origin, label: Int?) {
            (self.source, self.origin, self.label) = (source, origin, label)
        }
    }

    /// The rows.
    public var rows: [Row]
    /// How much each row counts, `[rows]`.
    public var weights: [Double]
    /// The features of each row as a model reads them.
    public var features: [FeatureColumn]
    /// Rows that were left as they are because their label or group is missing.
    public var unknownCount = 0
    /// What the reader should know.
    public var notes: [String] = []

    /// Begins with the rows as they are, or some of them.
    init(_ table: LabelledRows, keeping kept: [Int]? = nil) {
        let kept = kept ?? Array(0..<table.count)
        rows = kept.map { Row(source: $0, origin: .original, label: table.labels[$0]) }
        weights = kept.map(table.weight)
        features = kept.count == table.count ? table.features : table.features.map { $0.rows(kept) }
        unknownCount = kept.count { table.labels[$0] == nil || table.groups[$0] == nil }
    }

    /// Adds rows after the others.
    ///
    /// - Parameter features: Theirs; nil for those of their sources.
    mutating func append(_ more: [Row], _ table: LabelledRows, features added: [FeatureColumn]? = nil) {
        rows += more
        weights += more.map { table.weight($0.source) }
        let added = added ?? table.features.map { $0.rows(more.map(\.source)) }
        for (place, column) in added.enumerated() { features[place].append(column) }
    }
}

extension FeatureColumn {
    /// Adds rows of the same kind.
    mutating func append(_ other: FeatureColumn) {
        switch (values, other.values) {
        case (.numbers(var mine), .numbers(let more)):
            // Held by nobody else, or every row added would copy all before it.
            values = .numbers([])
            mine += more
            values = .numbers(mine)
        case (.texts(var mine), .texts(let more)):
            values = .texts([])
            mine += more
            values = .texts(mine)
        default: preconditionFailure("two kinds of '\(name)'")
        }
    }
}
