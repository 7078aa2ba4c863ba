public import FairnessMetrics
public import Reports

/// A table as a data audit sees it: who belongs to which group, what is the label, and what else is known of each row.
///
/// The rows are held in memory, column by column: ranges, equal rows and models need them.
public struct AuditedTable: Sendable {
    /// A column that describes people.
    public struct Feature: Sendable {
        /// What the column holds, row by row.
        public enum Values: Sendable {
            /// NaN where missing.
            case numbers([Double])
            /// 0 where missing, else a place in `values`, whose first is empty.
            case categories(codes: [UInt32], values: [String])
        }

        /// The column's name.
        public var name: String
        /// Its values, one per row.
        public var values: Values

        /// Describes a column.
        public init(name: String, values: Values) {
            self.name = name
            self.values = values
        }
    }

    /// What happened or is true, as one of a few levels.
    public struct Label: Sendable {
        /// The column, or the condition on one.
        public var name: String
        /// The levels, at least two; for a number "low" and "high".
        public var levels: [String]
        /// The place in `levels` of each row; 255 where it is missing.
        public var codes: [UInt8]
        /// The levels that are set against all others: for two levels the second one only.
        public var contrasted: [Int] { levels.count == 2 ? [1] : Array(levels.indices) }

        /// Describes a label.
        public init(name: String, levels: [String], codes: [UInt8]) {
            precondition(levels.count >= 2 && levels.count < 255, "\(levels.count) levels")
            self.name = name
            self.levels = levels
            self.codes = codes
        }
    }

    /// A protected attribute.
    public struct Attribute: Sendable {
        /// Its values in the order of reports.
        public var column: GroupingColumn
        /// The place among the values of each row.
        public var codes: [Int]

        /// Describes an attribute.
        public init(column: GroupingColumn, codes: [Int]) {
            self.column = column
            self.codes = codes
        }
    }

    /// How many rows there are.
    public var rowCount: Int
    /// The protected attributes.
    public var attributes: [Attribute]
    /// What happened or is true, if it is known.
    public var label: Label?
    /// The columns that describe people.
    public var features: [Feature]
    /// Columns of texts; nil where a text is missing.
    public var texts: [(name: String, values: [String?])] = []
    /// Which part of the data each row belongs to, such as train and test: codes from 1 on, 0 where missing.
    public var split: (name: String, codes: [UInt32], values: [String])?
    /// The labels that several people gave: codes from 1 on, 0 where missing; codes mean the same in every column.
    public var annotators: [(name: String, codes: [UInt32])] = []
    /// Columns with another part, for the list of all columns.
    public var others: [AuditedColumn] = []

    /// Makes a table of its rows.
    public init(rowCount: Int, attributes: [Attribute], label: Label?, features: [Feature]) {
        self.rowCount = rowCount
        self.attributes = attributes
        self.label = label
        self.features = features
    }
}
