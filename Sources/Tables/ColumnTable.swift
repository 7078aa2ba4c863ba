/// Some columns of a table, held in memory row by row: what learning needs and counting does not.
public struct ColumnTable: Sendable {
    /// The values of one column.
    public enum Column: Sendable, Equatable {
        /// A code for each row, and the text of each code; code 0 is a missing value. Codes follow the first rows that
        /// have them.
        case categories(codes: [UInt32], values: [String])
        /// A number for each row; NaN where it is missing.
        case numbers([Double])
        /// A text for each row; nil where it is missing.
        case texts([String?])
    }

    /// The columns, in the order of the requests.
    public let columns: [Column]
    /// What was read.
    public let summary: ScanSummary

    /// The number of rows.
    public var rowCount: Int { summary.rows }

    /// Reads the columns; memory grows with the rows.
    ///
    /// - Parameters:
    ///   - reader: The table.
    ///   - requests: The columns, and how each is to be read.
    ///   - workers: The number of threads, at least 1; the result does not depend on it.
    ///   - progress: Called with the bytes read so far and, where known, all there are.
    /// - Throws: `TableError` with the place of the first value that cannot be read.
    public init(
        _ reader: TableReader, _ requests: [ColumnRequest], workers: Int = 2,
        progress: (@Sendable (_ bytesDone: Int, _ bytesTotal: Int?) -> Void)? = nil
    ) throws {
        var dictionaries: [ValueDictionary] = []
        var parts = requests.map { Part($0.decoding) }
        summary = try reader.scan(
            requests, workers: workers, progress: progress,
            makeWorker: { found in
                dictionaries = found
                return Worker(requests)
            }, merge: { (batch: [Part]) in for index in batch.indices { parts[index].append(batch[index]) } })
        columns = zip(parts, dictionaries).map { $0.column($1) }
    }
}

/// The rows read so far of one column.
private enum Part: Sendable {
    case codes([UInt32])
    case numbers([Double])
    case texts([String?])

    init(_ decoding: ColumnRequest.Decoding) {
        switch decoding {
        case .category: self = .codes([])
        case .number, .weight: self = .numbers([])
        case .text: self = .texts([])
        }
    }

    init(_ batch: borrowing Batch, _ index: Int, _ decoding: ColumnRequest.Decoding) {
        switch decoding {
        case .category:
            let span = batch.codes(index)
            var codes: [UInt32] = []
            codes.reserveCapacity(span.count)
            for row in span.indices { codes.append(span[row]) }
            self = .codes(codes)
        case .number, .weight:
            let span = batch.numbers(index)
            var numbers: [Double] = []
            numbers.reserveCapacity(span.count)
            for row in span.indices { numbers.append(span[row]) }
            self = .numbers(numbers)
        case .text: self = .texts(batch.texts(index))
        }
    }

    mutating func append(_ other: Part) {
        switch (self, other) {
        case (.codes(var mine), .codes(let more)):
            self = .codes([])
            mine += more
            self = .codes(mine)
        case (.numbers(var mine), .numbers(let more)):
            self = .numbers([])
            mine += more
            self = .numbers(mine)
        case (.texts(var mine), .texts(let more)):
            self = .texts([])
            mine += more
            self = .texts(mine)
        default: preconditionFailure("two kinds of one column")
        }
    }

    /// The column, its codes given in the order of the rows whatever order the threads met the texts in.
    func column(_ dictionary: ValueDictionary) -> ColumnTable.Column {
        switch self {
        case .numbers(let numbers): return .numbers(numbers)
        case .texts(let texts): return .texts(texts)
        case .codes(let codes):
            let found = dictionary.values
            var places = [UInt32](repeating: 0, count: found.count)
            var values = [""]
            for code in codes where code != 0 && places[Int(code)] == 0 {
                places[Int(code)] = UInt32(values.count)
                values.append(found[Int(code)])
            }
            return .categories(codes: codes.map { places[Int($0)] }, values: values)
        }
    }
}

/// Copies what a batch holds; one worker a thread.
private final class Worker: BatchWorker {
    private let requests: [ColumnRequest]

    init(_ requests: [ColumnRequest]) { self.requests = requests }

    func process(_ batch: borrowing Batch) throws -> [Part] {
        var parts: [Part] = []
        for (index, request) in requests.enumerated() { parts.append(Part(batch, index, request.decoding)) }
        return parts
    }
}
