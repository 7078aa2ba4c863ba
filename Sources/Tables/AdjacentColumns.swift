internal import NumericalKernels

/// Category columns that stand side by side in the file, decoded together while their values repeat.
///
/// Tables of people have few combinations of sex, race and decision: one look-up of their joint text then gives all
/// codes. Where combinations are many, each column is decoded for itself.
final class AdjacentColumns {
    /// More combinations than this are not worth their memory.
    private static let mostTexts = 4096

    /// The columns from left to right, at least two.
    private let columns: [ColumnDecoder]
    private var known: JointCategoryIndex
    /// The codes of each id, column by column.
    private var codes: [[UInt32]]
    private var ids: [UInt32] = []
    private var rowsSeen = 0
    private var rowsMissed = 0

    init(_ columns: [ColumnDecoder], seed: UInt64) {
        self.columns = columns
        known = JointCategoryIndex(seed: seed)
        codes = columns.map { _ in [] }
    }

    /// Decodes the rows of `segment`, whose column is the leftmost, as rows `first`… of the batch.
    ///
    /// - Returns: The first row that cannot be decoded, the column that cannot, and why; nil if all can, or if it is left
    ///   to the columns themselves.
    func decode(
        _ segment: DelimitedColumn, first: Int, index: borrowing StructuralIndex, bytes: borrowing PaddedBytes
    ) -> ColumnFault? {
        ids.append(contentsOf: repeatElement(0, count: max(0, segment.rowCount - ids.count)))
        var row = 0
        while row < segment.rowCount {
            let start = row
            row = decodeKnown(segment, from: row, index: index, bytes: bytes)
            for (column, codes) in zip(columns, codes) {
                column.store(codes, of: ids.span.extracting(start..<row), at: first + start)
            }
            rowsSeen += row - start
            guard row < segment.rowCount else { break }
            rowsMissed += 1
            guard isWorthwhile else { return decodeApart(segment, from: row, first: first, index: index, bytes: bytes) }
            var single = segment
            single.firstField += row * segment.width
            single.rowCount = 1
            if let fault = decodeApart(single, from: 0, first: first + row, index: index, bytes: bytes) {
                return ColumnFault(row: row, column: fault.column, cause: fault.cause)
            }
            remember(segment.jointRange(columns: columns.count, row: row, of: index), at: first + row, bytes: bytes)
            row += 1
        }
        return nil
    }

    /// Whether texts repeat often enough: most rows must be known once the first few have been seen.
    private var isWorthwhile: Bool { rowsMissed < AdjacentColumns.mostTexts + rowsSeen / 16 }

    private func decodeKnown(
        _ segment: DelimitedColumn, from row: Int, index: borrowing StructuralIndex, bytes: borrowing PaddedBytes
    ) -> Int {
        guard isWorthwhile else { return row }
        var target = ids.mutableSpan
        return segment.decodeJoint(
            columns: columns.count, from: row, of: index, in: bytes, known: known, into: &target)
    }

    /// Decodes the rows from `row` on column by column.
    private func decodeApart(
        _ segment: DelimitedColumn, from row: Int, first: Int, index: borrowing StructuralIndex,
        bytes: borrowing PaddedBytes
    ) -> ColumnFault? {
        var part = segment
        part.firstField += row * segment.width
        part.rowCount -= row
        var fault: ColumnFault?
        for column in columns {
            part.column = column.column
            if let stop = column.decode(part, first: first + row, index: index, bytes: bytes) {
                fault = ColumnFault(row: row + stop.row, column: column.column, cause: stop.cause)
                part.rowCount = stop.row
            }
        }
        return fault
    }

    private func remember(_ text: Range<Int>, at row: Int, bytes: borrowing PaddedBytes) {
        guard known.count < AdjacentColumns.mostTexts, known.insert(bytes, text) else { return }
        for position in columns.indices { codes[position].append(columns[position].code(at: row)) }
    }
}

/// A row of a batch that a column cannot decode.
struct ColumnFault {
    var row: Int
    /// The position of the column in the table.
    var column: Int
    var cause: RowFault.Cause
}

extension AdjacentColumns {
    /// What decodes a batch: columns by themselves or side by side, in the order of the requests.
    enum Part {
        case single(ColumnDecoder)
        case adjacent(AdjacentColumns, leftmost: Int)

        /// The leftmost column.
        var column: Int {
            switch self {
            case .single(let column): column.column
            case .adjacent(_, let leftmost): leftmost
            }
        }

        /// Decodes the rows of `segment` as rows `first`… of the batch; returns the first fault.
        func decode(
            _ segment: DelimitedColumn, first: Int, index: borrowing StructuralIndex, bytes: borrowing PaddedBytes
        ) -> ColumnFault? {
            switch self {
            case .single(let column):
                column.decode(segment, first: first, index: index, bytes: bytes).map {
                    ColumnFault(row: $0.row, column: column.column, cause: $0.cause)
                }
            case .adjacent(let columns, _): columns.decode(segment, first: first, index: index, bytes: bytes)
            }
        }
    }

    /// Puts category columns that stand side by side together.
    static func parts(of columns: [ColumnDecoder], seed: UInt64) -> [Part] {
        let isPlain = { (column: ColumnDecoder) in column.decoding == .category && column.mapping == nil }
        let categories = columns.filter(isPlain).sorted { $0.column < $1.column }
        var parts = columns.filter { !isPlain($0) }.map { Part.single($0) }
        var run: [ColumnDecoder] = []
        for (position, column) in categories.enumerated() {
            run.append(column)
            let next = position + 1 < categories.count ? categories[position + 1].column : nil
            if next == column.column + 1 { continue }
            parts.append(
                run.count == 1 ? .single(column) : .adjacent(AdjacentColumns(run, seed: seed), leftmost: run[0].column))
            run = []
        }
        return parts
    }
}
