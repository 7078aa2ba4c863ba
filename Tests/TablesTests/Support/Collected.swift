import Glibc
import Synchronization
import Testing

@testable import Tables

/// A file with given bytes, removed when it goes.
final class TemporaryFile: Sendable {
    private static let counter = Atomic<Int>(0)
    let path: String

    init(_ bytes: [UInt8], ending: String = "csv") {
        let number = TemporaryFile.counter.add(1, ordering: .relaxed).newValue
        path = "/tmp/assize-tables-\(getpid())-\(number).\(ending)"
        let file = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
        var done = 0
        bytes.withUnsafeBytes { source in
            while done < source.count {
                let count = write(file, source.baseAddress?.advanced(by: done), source.count - done)
                if count <= 0 { break }
                done += count
            }
        }
        close(file)
        #expect(done == bytes.count)
    }

    convenience init(_ text: String, ending: String = "csv") {
        self.init(Array(text.utf8), ending: ending)
    }

    deinit {
        unlink(path)
    }
}

/// All rows of a table, nil where a value is missing.
struct Collected: Equatable {
    var columns: [String]
    var rows: [[String?]]
    var summary: ScanSummary

    /// How many rows have no value, for each column.
    var missing: [Int] { columns.indices.map { column in rows.count { $0[column] == nil } } }
}

/// Reads whole rows as texts.
final class RowCollector: BatchWorker {
    private let dictionaries: [ValueDictionary]

    init(_ dictionaries: [ValueDictionary]) {
        self.dictionaries = dictionaries
    }

    func process(_ batch: borrowing Batch) throws -> [[String?]] {
        var rows = [[String?]](repeating: [], count: batch.rowCount)
        for (request, dictionary) in dictionaries.enumerated() {
            let codes = batch.codes(request)
            let values = dictionary.values
            for row in 0..<batch.rowCount { rows[row].append(codes[row] == 0 ? nil : values[Int(codes[row])]) }
        }
        return rows
    }
}

/// Reads every column of a table as categories, with small chunks if wanted.
func collect(
    _ paths: [String], _ options: TableOptions = .init(), chunk: Int = 512 << 10, record: Int = 16 << 20,
    workers: Int = 2
) throws -> Collected {
    let reader = try TableReader(paths: paths, options: options, limits: .init(chunk: chunk, record: record))
    var rows: [[String?]] = []
    let requests = reader.columns.map { ColumnRequest(name: $0, decoding: .category) }
    let summary = try reader.scan(
        requests, workers: workers, makeWorker: { RowCollector($0) }, merge: { rows += $0 })
    return Collected(columns: reader.columns, rows: rows, summary: summary)
}

/// Reads text that way.
func collect(
    text: String, ending: String = "csv", _ options: TableOptions = .init(), chunk: Int = 512 << 10,
    record: Int = 16 << 20, workers: Int = 2
) throws -> Collected {
    let file = TemporaryFile(text, ending: ending)
    return try collect([file.path], options, chunk: chunk, record: record, workers: workers)
}

/// Reads one column as numbers.
func numbers(text: String, ending: String = "csv", column: String, _ options: TableOptions = .init()) throws -> [Double]
{
    final class Numbers: BatchWorker {
        func process(_ batch: borrowing Batch) throws -> [Double] {
            let span = batch.numbers(0)
            return span.indices.map { span[$0] }
        }
    }
    let file = TemporaryFile(text, ending: ending)
    var all: [Double] = []
    let reader = try TableReader(paths: [file.path], options: options)
    _ = try reader.scan(
        [ColumnRequest(name: column, decoding: .number)], makeWorker: { _ in Numbers() }, merge: { all += $0 })
    return all
}

/// Returns the error that `body` throws, as its description without the temporary file's path.
func message(_ body: () throws -> Void) -> String {
    do {
        try body()
        return "no error"
    } catch {
        let text = "\(error)"
        guard text.hasPrefix("/tmp/assize-tables-"), let slash = text.dropFirst(5).firstIndex(of: ".") else {
            return text
        }
        return String(text[text.index(after: slash)...])
    }
}
