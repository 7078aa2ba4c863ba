/// A column whose values, alone and crossed with others', make slices.
public struct SliceColumn: Sendable, Equatable {
    /// The most values that a column may have.
    public static let maximumValues = 64

    /// The column's name.
    public let name: String
    /// Its values in the order of their codes.
    public let values: [AttributeValue]
    /// The code of each row, `[rows]`.
    public let codes: [UInt8]

    /// Makes a column; every code must be that of a value.
    public init(name: String, values: [AttributeValue], codes: [UInt8]) {
        precondition(
            (1...SliceColumn.maximumValues).contains(values.count),
            "column \(name) has \(values.count) values, not 1 to \(SliceColumn.maximumValues)")
        precondition(Int(codes.max() ?? 0) < values.count, "code \(codes.max() ?? 0) of \(values.count) values")
        self.name = name
        self.values = values
        self.codes = codes
    }
}

/// The rows that a search for slices goes through: what happened to each, and who it was.
public struct SliceTable: Sendable {
    /// The most columns that are crossed.
    public static let maximumColumns = 64

    /// The columns to search, `[columns]`.
    public let columns: [SliceColumn]
    /// `3 × label + prediction` of each row, both as `Outcome`, `[rows]`.
    public let outcomes: [UInt8]

    /// Makes a table; every column must have a code for each row.
    public init(columns: [SliceColumn], outcomes: [UInt8]) {
        precondition(
            (1...SliceTable.maximumColumns).contains(columns.count),
            "\(columns.count) columns, not 1 to \(SliceTable.maximumColumns)")
        for column in columns {
            precondition(
                column.codes.count == outcomes.count,
                "column \(column.name) has \(column.codes.count) codes for \(outcomes.count) rows")
        }
        precondition(outcomes.max() ?? 0 < 9, "outcome \(outcomes.max() ?? 0) is none of 0 to 8")
        self.columns = columns
        self.outcomes = outcomes
    }
}
