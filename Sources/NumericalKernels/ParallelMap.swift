internal import Dispatch
internal import Synchronization

/// Runs independent tasks on several threads.
package enum ParallelMap {
    /// Returns what `body` makes of each index below `count`, in order, whatever thread made it and when.
    ///
    /// - Parameter workers: The number of threads, at least 1.
    package static func map<Result: Sendable>(
        _ count: Int, workers: Int, _ body: @Sendable (Int) -> Result
    ) -> [Result] {
        precondition(workers >= 1, "\(workers) workers")
        let next = Atomic(0)
        let results = Mutex([Result?](repeating: nil, count: count))
        DispatchQueue.concurrentPerform(iterations: min(workers, max(1, count))) { _ in
            while true {
                let index = next.add(1, ordering: .relaxed).oldValue
                if index >= count { return }
                let result = body(index)
                results.withLock { $0[index] = result }
            }
        }
        return results.withLock { $0.compactMap(\.self) }
    }
}
