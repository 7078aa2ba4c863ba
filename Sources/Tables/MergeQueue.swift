internal import Dispatch
internal import Synchronization

/// Brings the outcomes of chunks back into the order of the file, and finds the first fault in that order.
final class MergeQueue<Partial: Sendable>: Sendable {
    /// What became of a chunk.
    enum Outcome: Sendable {
        case rows(ChunkTally, Partial?)
        case fault(ChunkTally, RowFault)
        case failure(any Error)
    }

    /// What has been merged.
    struct Totals: Sendable {
        var rows = 0
        var rowsOfFile: [Int]
    }

    private struct State: Sendable {
        var next = 0
        var pending: [Int: Outcome] = [:]
        var totals: Totals
        /// Lines and rows of the present file before the next chunk.
        var linesBefore = 0
        var rowsBefore = 0
        var error: (any Error)?
    }

    private let table: TableReader.Layout
    private let workers: Int
    private let state: Mutex<State>
    /// Room for chunks that were read but not merged; bounds memory when one worker falls behind.
    private let room = DispatchSemaphore(value: 0)

    init(table: TableReader.Layout, workers: Int) {
        self.table = table
        self.workers = workers
        state = Mutex(
            State(
                totals: Totals(rowsOfFile: [Int](repeating: 0, count: table.files.count))))
        // Signalled, not given at creation: a semaphore may not die with less than it was created with.
        for _ in 0..<4 * workers + 4 { room.signal() }
    }

    /// Waits until there is room for a chunk; returns false when nothing more is wanted.
    func waitForRoom() -> Bool {
        room.wait()
        return state.withLock { $0.error == nil }
    }

    /// Gives back room that was not used.
    func giveBackRoom() {
        room.signal()
    }

    /// Stores the outcome of chunk `sequence` and merges, one at a time and in order, all that can be.
    func deposit(_ outcome: Outcome, sequence: Int, merge: (Partial) throws -> Void) {
        let freed = state.withLock { state in
            state.pending[sequence] = outcome
            var freed = 0
            while state.error == nil, let ready = state.pending.removeValue(forKey: state.next) {
                state.next += 1
                freed += 1
                do {
                    try accept(ready, &state, merge: merge)
                } catch {
                    state.error = error
                    state.pending.removeAll()
                    freed += workers
                }
            }
            // After an error nothing is merged, but nobody may wait for room either.
            return state.error == nil ? freed : max(freed, 1)
        }
        for _ in 0..<freed { room.signal() }
    }

    private func accept(_ outcome: Outcome, _ state: inout State, merge: (Partial) throws -> Void) throws {
        switch outcome {
        case .failure(let error): throw error
        case .fault(let tally, let fault):
            begin(tally, &state)
            let file = table.files[tally.file]
            let place = TableError.Place(
                path: file.name, line: state.linesBefore + 1,
                record: file.isArray ? state.rowsBefore + fault.row + 1 : nil)
            throw fault.error(at: place, columns: table.columns)
        case .rows(let tally, let partial):
            begin(tally, &state)
            state.linesBefore += tally.lines
            state.rowsBefore += tally.rows
            state.totals.rows += tally.rows
            state.totals.rowsOfFile[tally.file] += tally.rows
            if let partial { try merge(partial) }
        }
    }

    private func begin(_ tally: ChunkTally, _ state: inout State) {
        guard tally.isFirst else { return }
        state.linesBefore = table.files[tally.file].rowsLine
        state.rowsBefore = 0
    }

    /// Returns the totals, or throws the first error in the order of the file.
    func finish() throws -> Totals {
        let (totals, error) = state.withLock { ($0.totals, $0.error) }
        if let error { throw error }
        return totals
    }
}
