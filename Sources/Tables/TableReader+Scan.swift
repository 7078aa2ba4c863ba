internal import Dispatch

extension TableReader {
    /// Reads the whole table once and hands its rows to workers, batch by batch.
    ///
    /// Several threads decode and process batches side by side, but what they make of them is merged one at a time and
    /// in the order of the file, so that sums of floating-point numbers do not depend on timing. Which rows share a
    /// batch does not depend on the number of workers.
    ///
    /// - Parameters:
    ///   - requests: The columns to decode; the batches show them by position.
    ///   - workers: The number of threads, at least 1.
    ///   - progress: Called after each read, on any thread but never twice at once, with the bytes read so far and those
    ///     of all files; nil if a stream is among them.
    ///   - makeWorker: Called `workers` times, before the first read, with the dictionary of each request (which stays
    ///     empty for numbers).
    ///   - merge: Called with what `process` returned for each batch, in file order, on any thread but never twice at
    ///     once.
    /// - Returns: The number of rows, and the digest of each file.
    /// - Throws: The first ``TableError`` in file order, or what `process` or `merge` throws.
    @_semantics("optimize.sil.specialize.generic.never")
    public func scan<Worker: BatchWorker>(
        _ requests: [ColumnRequest], workers: Int = 2,
        progress: (@Sendable (_ bytesDone: Int, _ bytesTotal: Int?) -> Void)? = nil,
        makeWorker: ([ValueDictionary]) -> Worker, merge: (Worker.Partial) throws -> Void
    ) throws -> ScanSummary {
        // The attribute: the optimiser of Swift 6.3 crashes when it specialises this for a worker of this module.
        precondition(workers >= 1, "\(workers) workers")
        var positions: [Int] = []
        for request in requests { positions.append(try columnIndex(named: request.name)) }
        let seed = UInt64.random(in: .min ... .max)
        let dictionaries = requests.map { _ in ValueDictionary(seed: seed) }
        let source = ChunkSource(files: layout.files, dialect: layout.dialect, limits: limits)
        // Two to a worker, so that none waits for a digest.
        let digests = FileDigests(chunks: (0..<2 * workers).map { _ in Chunk(capacity: limits.chunk + 4096) })
        let queue = MergeQueue<Worker.Partial>(table: layout, workers: workers)
        let lanes = (0..<workers).map { _ in
            Lane(
                worker: makeWorker(dictionaries),
                reader: BatchReader(
                    table: layout, requests: requests, positions: positions, dictionaries: dictionaries,
                    limits: limits, seed: seed))
        }
        withoutActuallyEscaping(merge) { merge in
            let shared = Shared(lanes: lanes, merge: merge)
            DispatchQueue.concurrentPerform(iterations: workers) { lane in
                shared.lanes[lane].run(
                    source: source, digests: digests, queue: queue, progress: progress, merge: shared.merge)
            }
        }
        let totals = try queue.finish()
        guard totals.rows > 0 else { throw TableError.noDataRows(paths: layout.files.map(\.name)) }
        let files = zip(layout.files, zip(digests.finished, totals.rowsOfFile)).map { file, rest in
            ScanSummary.File(path: file.path, sha256: rest.0.sha256, rows: rest.1, bytes: rest.0.bytes)
        }
        return ScanSummary(rows: totals.rows, bytes: files.reduce(0) { $0 + $1.bytes }, files: files)
    }
}

/// What the threads of a scan share.
private struct Shared<Worker: BatchWorker>: @unchecked Sendable {
    // Unchecked: each thread takes only its own lane, and the queue calls `merge` under its lock.
    let lanes: [Lane<Worker>]
    let merge: (Worker.Partial) throws -> Void
}

/// What one thread of a scan works with.
private struct Lane<Worker: BatchWorker> {
    let worker: Worker
    let reader: BatchReader

    func run(
        source: ChunkSource, digests: FileDigests, queue: MergeQueue<Worker.Partial>,
        progress: (@Sendable (Int, Int?) -> Void)?, merge: (Worker.Partial) throws -> Void
    ) {
        while queue.waitForRoom() {
            let chunk = digests.takeChunk()
            switch source.next(into: chunk, progress: progress) {
            case .end:
                digests.giveBack(chunk)
                queue.giveBackRoom()
                return
            case .failure(let error, let sequence):
                digests.giveBack(chunk)
                queue.deposit(.failure(error), sequence: sequence, merge: merge)
            case .chunk:
                let sequence = chunk.sequence
                let isDigested = digests.digestIfNext(chunk)
                let outcome = self.outcome(of: chunk)
                digests.finish(chunk, isDigested: isDigested)
                if case .rows = outcome {} else { source.stop() }
                queue.deposit(outcome, sequence: sequence, merge: merge)
            }
        }
    }

    private func outcome(of chunk: Chunk) -> MergeQueue<Worker.Partial>.Outcome {
        do {
            let (tally, partial, fault) = try reader.read(chunk) { batch in try worker.process(batch) }
            if let fault { return .fault(tally, fault) }
            return .rows(tally, partial)
        } catch {
            return .failure(error)
        }
    }
}
