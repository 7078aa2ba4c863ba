internal import NumericalKernels

/// What became of a chunk, without its rows.
struct ChunkTally: Sendable {
    var file: Int
    var isFirst: Bool
    var rows: Int
    var lines: Int
}

/// Turns chunks into batches, with one worker's own storage.
final class BatchReader {
    private let table: TableReader.Layout
    private let columns: [ColumnDecoder]
    /// The same columns as they are decoded in delimited text.
    private let parts: [AdjacentColumns.Part]
    private let limits: ChunkSource.Limits
    private var rows = DelimitedRows()
    private var records: JSONRecords

    init(
        table: TableReader.Layout, requests: [ColumnRequest], positions: [Int], dictionaries: [ValueDictionary],
        limits: ChunkSource.Limits, seed: UInt64
    ) {
        self.table = table
        self.limits = limits
        columns = zip(requests, zip(positions, dictionaries)).map { request, rest in
            ColumnDecoder(
                request, column: rest.0, dictionary: rest.1, markers: table.markers, seed: seed)
        }
        parts = AdjacentColumns.parts(of: columns, seed: seed)
        records = JSONRecords(names: requests.map(\.name), seed: seed)
    }

    /// Decodes `chunk` and calls `body` with its rows, unless there are none.
    ///
    /// - Returns: What it held, and the first fault in it, in which case `body` was not called.
    func read<Partial>(
        _ chunk: Chunk, _ body: (borrowing Batch) throws -> Partial
    ) throws -> (ChunkTally, Partial?, RowFault?) {
        var tally = ChunkTally(file: chunk.file, isFirst: chunk.isFirst, rows: 0, lines: 0)
        let fault: RowFault?
        if table.dialect == nil {
            let array = table.files[chunk.file].isArray ? JSONRecords.ArrayPart(chunk) : nil
            (tally.rows, fault) = records.decode(
                chunk.bytes, into: columns, array: array, isCutOff: chunk.isCutOff, recordLimit: limits.record)
            tally.lines = chunk.bytes.occurrences(of: UInt8(ascii: "\n"), in: 0..<chunk.bytes.count)
        } else {
            (tally.rows, fault) = decodeDelimited(chunk)
            tally.lines = rows.lineCount
        }
        if fault != nil || tally.rows == 0 { return (tally, nil, fault) }
        do {
            return (tally, try body(Batch(rowCount: tally.rows, columns: columns)), nil)
        } catch let complaint as RowComplaint {
            return (tally, nil, self.fault(of: complaint, in: chunk))
        }
    }

    /// Finds the place of a row that the rows' taker complains of; of records without lines of their own, the row alone.
    private func fault(of complaint: RowComplaint, in chunk: Chunk) -> RowFault {
        var position = 0
        if let dialect = table.dialect {
            var first = 0
            for segment in rows.segments {
                if complaint.row < first + segment.rowCount {
                    let part = DelimitedColumn(
                        firstField: segment.firstField, rowCount: segment.rowCount, width: segment.width, column: 0,
                        separator: dialect.separator, allowsQuotes: dialect.allowsQuotes)
                    position =
                        part.field(complaint.row - first, of: rows.index, in: chunk.bytes).range.lowerBound
                    break
                }
                first += segment.rowCount
            }
        } else if !table.files[chunk.file].isArray {
            position = Self.startOfRecord(complaint.row, in: chunk.bytes)
        }
        return RowFault(.unfit(complaint.fault), at: position, row: complaint.row, in: chunk.bytes)
    }

    /// Where a record of JSON Lines begins, blank lines not counted.
    private static func startOfRecord(_ record: Int, in bytes: borrowing PaddedBytes) -> Int {
        var left = record
        var start = 0
        var isBlank = true
        for position in 0..<bytes.count {
            switch bytes[position] {
            case UInt8(ascii: "\n"):
                if !isBlank {
                    if left == 0 { return start }
                    left -= 1
                }
                start = position + 1
                isBlank = true
            case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"): continue
            default: isBlank = false
            }
        }
        return start
    }

    private func decodeDelimited(_ chunk: Chunk) -> (Int, RowFault?) {
        guard let dialect = table.dialect else { return (0, nil) }
        rows.find(
            in: chunk.bytes, width: table.columns.names.count, dialect: dialect, isCutOff: chunk.isCutOff,
            recordLimit: limits.record)
        let count = rows.rowCount
        var fault = rows.fault
        // A fault leaves only the rows before it to look at: the first in the file is the one reported.
        var limit = count
        for column in columns { column.reserve(count) }
        for decoder in parts {
            var first = 0
            for segment in rows.segments where first < limit {
                var part = DelimitedColumn(
                    firstField: segment.firstField, rowCount: min(segment.rowCount, limit - first),
                    width: segment.width, column: decoder.column, separator: dialect.separator,
                    allowsQuotes: dialect.allowsQuotes)
                if let stop = decoder.decode(part, first: first, index: rows.index, bytes: chunk.bytes) {
                    limit = first + stop.row
                    part.column = stop.column
                    fault = RowFault(
                        stop.cause, at: part.field(stop.row, of: rows.index, in: chunk.bytes).range.lowerBound,
                        row: limit, column: stop.column, in: chunk.bytes)
                }
                first += segment.rowCount
            }
        }
        return (count, fault)
    }
}
