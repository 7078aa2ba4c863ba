internal import NumericalKernels
internal import Synchronization

/// Hands out the files of a table chunk by chunk, in order.
final class ChunkSource: Sendable {
    /// How much is read at once, and how long a record may be.
    struct Limits: Sendable {
        var chunk = 512 << 10
        var record = TableOpening.recordLimit
    }

    private struct State: ~Copyable {
        var nextFile = 0
        var open: OpenFile?
        var sequence = 0
        var bytesDone = 0
        var isStopped = false
    }

    private let files: [TableFile]
    private let dialect: DelimitedDialect?
    private let limits: Limits
    private let state = Mutex(State())
    /// The size of all files, nil if a stream is among them.
    private let bytesTotal: Int?

    /// What a call to `next` gave.
    enum Step: Sendable {
        case chunk
        case end
        /// The place in the sequence at which reading failed.
        case failure(TableError, sequence: Int)
    }

    init(files: [TableFile], dialect: DelimitedDialect?, limits: Limits) {
        self.files = files
        self.dialect = dialect
        self.limits = limits
        bytesTotal = files.reduce(0) { total, file in
            guard let total, let identity = file.identity else { return nil }
            return total + identity.size
        }
    }

    /// Fills `chunk` with the next records.
    func next(into chunk: Chunk, progress: (@Sendable (Int, Int?) -> Void)?) -> Step {
        state.withLock { state in
            if state.isStopped || (state.open == nil && state.nextFile == files.count) { return .end }
            chunk.sequence = state.sequence
            state.sequence += 1
            do throws(TableError) {
                if state.open == nil {
                    let table = files[state.nextFile]
                    state.open = OpenFile(try table.reopened(), of: table, dialect: dialect)
                    state.nextFile += 1
                    chunk.isFirst = true
                } else {
                    chunk.isFirst = false
                }
                chunk.file = state.nextFile - 1
                state.bytesDone += try state.open?.fill(chunk, limits: limits) ?? 0
            } catch {
                state.isStopped = true
                return .failure(error, sequence: chunk.sequence)
            }
            if chunk.isCutOff { state.isStopped = true }
            if chunk.isLast { state.open = nil }
            progress?(state.bytesDone, bytesTotal)
            return .chunk
        }
    }

    /// Lets no further chunk out.
    func stop() {
        state.withLock { $0.isStopped = true }
    }
}

/// A file that is being read.
private struct OpenFile: ~Copyable {
    private let file: InputFile
    private let dialect: DelimitedDialect?
    private let isArray: Bool
    /// Bytes of a stream that were read when its header was.
    private var beginning: PaddedBytes
    /// The start of a record whose end has not been read.
    private var carry = PaddedBytes(capacity: 4096)
    private var bytesToSkip: Int
    private var insideQuotes = false
    private var depth = JSONDepth()

    init(_ content: consuming TableFile.Stream.Content, of table: TableFile, dialect: DelimitedDialect?) {
        file = content.file
        beginning = content.beginning
        self.dialect = dialect
        isArray = table.isArray
        bytesToSkip = table.rowsOffset
    }

    /// Fills `chunk` with whole records and returns how many bytes were read.
    mutating func fill(_ chunk: Chunk, limits: ChunkSource.Limits) throws(TableError) -> Int {
        chunk.isLast = false
        chunk.isCutOff = false
        chunk.leading.truncate(to: 0)
        chunk.bytes.truncate(to: 0)
        chunk.bytes.append(carry, 0..<carry.count)
        carry.truncate(to: 0)
        var byteCount = 0
        while !chunk.isLast {
            let start = chunk.bytes.count
            let count = try read(upTo: limits.chunk, into: &chunk.bytes)
            byteCount += count
            chunk.isLast = count == 0
            if bytesToSkip > 0 {
                let skipped = min(bytesToSkip, count)
                chunk.leading.append(chunk.bytes, 0..<skipped)
                chunk.bytes.removeFirst(skipped)
                bytesToSkip -= skipped
            }
            let fresh = min(start, chunk.bytes.count)..<chunk.bytes.count
            if let end = recordEnd(in: chunk.bytes, fresh) {
                if chunk.isLast { break }
                carry.append(chunk.bytes, end..<chunk.bytes.count)
                chunk.bytes.truncate(to: end)
                break
            }
            if chunk.bytes.count > limits.record {
                chunk.isCutOff = true
                break
            }
        }
        chunk.fileByteCount = chunk.bytes.count
        if chunk.isLast, !isArray, chunk.bytes.count > 0,
            chunk.bytes[chunk.bytes.count - 1] != UInt8(ascii: "\n")
        {
            chunk.bytes.append(UInt8(ascii: "\n"))
        }
        return byteCount
    }

    private mutating func read(upTo limit: Int, into bytes: inout PaddedBytes) throws(TableError) -> Int {
        guard beginning.count > 0 else { return try file.read(upTo: limit, into: &bytes) }
        let count = min(limit, beginning.count)
        bytes.append(beginning, 0..<count)
        beginning.removeFirst(count)
        return count
    }

    /// Returns where the last whole record ends, given that none ends before `fresh`.
    private mutating func recordEnd(in bytes: borrowing PaddedBytes, _ fresh: Range<Int>) -> Int? {
        if isArray { return depth.lastObjectEnd(in: bytes, fresh) }
        if let dialect, dialect.allowsQuotes {
            if !dialect.comment.isEmpty, bytes.firstPosition(of: UInt8(ascii: "\""), in: 0..<bytes.count) != nil {
                return bytes.lastRecordEnd(in: 0..<bytes.count, comment: dialect.comment, insideQuotes: &insideQuotes)
            }
            if insideQuotes || bytes.firstPosition(of: UInt8(ascii: "\""), in: fresh) != nil {
                return bytes.lastRecordEnd(in: fresh, insideQuotes: &insideQuotes)
            }
        }
        return bytes.lastPosition(of: UInt8(ascii: "\n"), in: fresh).map { $0 + 1 }
    }
}
