internal import CKernels

/// One column of consecutive rows of an indexed chunk, all with the same number of fields.
package struct DelimitedColumn: Sendable {
    /// The index of the first row's first field.
    package var firstField: Int
    /// How many rows there are.
    package var rowCount: Int
    /// How many fields each row has.
    package var width: Int
    /// The field of each row to decode.
    package var column: Int
    /// The byte between fields, which is never trimmed.
    package var separator: UInt8
    /// Whether a field that begins and ends with a quote is quoted.
    package var allowsQuotes: Bool

    /// Makes a column of `rowCount` rows of `width` fields from field `firstField` of the index on.
    package init(
        firstField: Int, rowCount: Int, width: Int, column: Int, separator: UInt8, allowsQuotes: Bool
    ) {
        precondition(column >= 0 && column < width && rowCount >= 0 && firstField >= 0, "column \(column) of \(width)")
        self.firstField = firstField
        self.rowCount = rowCount
        self.width = width
        self.column = column
        self.separator = separator
        self.allowsQuotes = allowsQuotes
    }

    /// A field without its blanks and quotes.
    package struct Field: Equatable, Sendable {
        /// Where its text lies in the chunk.
        package var range: Range<Int>
        /// Whether it was quoted.
        package var isQuoted: Bool
        /// Whether its text holds doubled quotes that stand for one.
        package var hasDoubledQuotes: Bool
    }

    /// Returns the field of row `row`.
    package func field(
        _ row: Int, of index: borrowing StructuralIndex, in bytes: borrowing PaddedBytes
    ) -> Field {
        precondition(row >= 0 && row < rowCount, "row \(row) of \(rowCount)")
        let field = withRows(of: index, in: bytes) { assize_csv_field_at(&$0, row) }
        return Field(
            range: Int(field.begin)..<Int(field.end), isQuoted: field.quoted != 0, hasDoubledQuotes: field.doubled != 0)
    }

    /// Writes the code of each value from row `row` on; stops at a value that `known` does not hold.
    ///
    /// `codes` has one element for each of the `rowCount` rows.
    ///
    /// - Returns: The row it stopped at, or `rowCount`.
    package func decodeCategories(
        from row: Int, of index: borrowing StructuralIndex, in bytes: borrowing PaddedBytes,
        known: borrowing CategoryIndex, into codes: inout MutableSpan<UInt32>
    ) -> Int {
        precondition(codes.count == rowCount, "\(codes.count) codes for \(rowCount) rows")
        return codes.withUnsafeMutableBufferPointer { target in
            guard let start = target.baseAddress else { return rowCount }
            return withRows(of: index, in: bytes) { rows in
                known.withTable { assize_csv_categories(&rows, row, &$0, start) }
            }
        }
    }

    /// Writes each value from row `row` on as a number, NaN where `missing` holds it; stops at one that is neither.
    ///
    /// `markersFirst` says that `missing` holds values that read as numbers; `numbers` has one element for each of the
    /// `rowCount` rows.
    ///
    /// - Returns: The row it stopped at, or `rowCount`.
    package func decodeNumbers(
        from row: Int, of index: borrowing StructuralIndex, in bytes: borrowing PaddedBytes,
        missing: borrowing CategoryIndex, markersFirst: Bool, into numbers: inout MutableSpan<Double>
    ) -> Int {
        precondition(numbers.count == rowCount, "\(numbers.count) numbers for \(rowCount) rows")
        return numbers.withUnsafeMutableBufferPointer { target in
            guard let start = target.baseAddress else { return rowCount }
            return withRows(of: index, in: bytes) { rows in
                missing.withTable { assize_csv_numbers(&rows, row, &$0, markersFirst ? 1 : 0, start) }
            }
        }
    }

    /// Calls `body` with a C view of the rows.
    func withRows<Result>(
        of index: borrowing StructuralIndex, in bytes: borrowing PaddedBytes, _ body: (inout assize_csv_rows) -> Result
    ) -> Result {
        let end = firstField + rowCount * width
        precondition(
            end <= index.fieldCount && index.start(of: end) <= bytes.count,
            "\(rowCount) rows of \(width) fields from \(firstField) on, of \(index.fieldCount)")
        var rows = assize_csv_rows(
            bytes: bytes.base, boundaries: index.boundaries + firstField, rows: rowCount, stride: width,
            column: column, separator: separator, quotes: allowsQuotes ? 1 : 0)
        return body(&rows)
    }
}
