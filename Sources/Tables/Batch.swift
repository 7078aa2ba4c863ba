/// Consecutive rows of a table, column by column.
public struct Batch: ~Copyable {
    /// How many rows there are; at least 1.
    public let rowCount: Int
    private let columns: [ColumnDecoder]

    init(rowCount: Int, columns: [ColumnDecoder]) {
        self.rowCount = rowCount
        self.columns = columns
    }

    /// Returns the codes of a category request, one per row.
    ///
    /// - Parameter request: The position of the request in the list given to the scan.
    /// - Returns: 0 where the value is missing, else a code of that request's ``ValueDictionary``.
    @_lifetime(borrow self)
    public func codes(_ request: Int) -> Span<UInt32> {
        let column = columns[request]
        precondition(column.decoding == .category, "request \(request) is not for categories")
        return _overrideLifetime(Span(_unsafeElements: UnsafeBufferPointer(column.codes(rowCount))), borrowing: self)
    }

    /// Returns the numbers of a number request, one per row.
    ///
    /// - Parameter request: The position of the request in the list given to the scan.
    /// - Returns: NaN where the value is missing, else a finite number.
    @_lifetime(borrow self)
    public func numbers(_ request: Int) -> Span<Double> {
        let column = columns[request]
        precondition(
            column.decoding == .number || column.decoding == .weight, "request \(request) is not for numbers")
        return _overrideLifetime(Span(_unsafeElements: UnsafeBufferPointer(column.numbers(rowCount))), borrowing: self)
    }

    /// Returns the texts of a text request, one per row.
    ///
    /// - Parameter request: The position of the request in the list given to the scan.
    /// - Returns: nil where the text is empty or there is none.
    public func texts(_ request: Int) -> [String?] {
        let column = columns[request]
        precondition(column.decoding == .text, "request \(request) is not for texts")
        return column.texts(rowCount)
    }
}
