internal import Tables

/// The values that columns have in the first rows, by which it is decided how to read them.
struct FirstRows {
    /// How many rows were looked at.
    private(set) var count = 0
    /// The different values of each column.
    private(set) var values: [[String]]

    init(_ columns: [String], of reader: TableReader) {
        values = columns.map { _ in [] }
        var dictionaries: [ValueDictionary] = []
        do {
            _ = try reader.scan(
                columns.map { ColumnRequest(name: $0, decoding: .category) }, workers: 1,
                makeWorker: { found in
                    dictionaries = found
                    return Look()
                }, merge: { (_: Int) in })
        } catch let seen as Seen {
            count = seen.rows
        } catch {}  // A fault of the file shows again when it is read.
        values = dictionaries.map { Array($0.values.dropFirst()) }
    }

    /// Whether a column's values are all numbers, and more than a dictionary should hold.
    func areNumbers(_ column: Int) -> Bool {
        values[column].count > 50 && values[column].allSatisfy { Double($0)?.isFinite == true }
    }

    /// Whether nearly every row has a text of its own.
    func areUnique(_ column: Int) -> Bool {
        count >= 100 && Double(values[column].count) > 0.98 * Double(count)
            && !values[column].allSatisfy { Double($0)?.isFinite == true }
    }

    private struct Seen: Error {
        let rows: Int
    }

    private final class Look: BatchWorker {
        func process(_ batch: borrowing Batch) throws -> Int { throw Seen(rows: batch.rowCount) }
    }
}
