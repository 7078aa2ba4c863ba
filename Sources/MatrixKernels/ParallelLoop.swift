internal import Dispatch
internal import Glibc
package import Synchronization

/// Runs the parts of one computation on all cores. How it is divided never depends on how many cores there are.
///
/// A loop inside a part of another runs on that part's thread alone.
package enum ParallelLoop {
    /// How many threads a loop uses; the number of cores unless changed.
    package static let workers = Atomic(max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))))

    /// Calls `body` once with each index below `count`, in any order and on several threads.
    ///
    /// The parts must write to different places; no part may wait for another.
    package static func forEach(_ count: Int, _ body: (Int) -> Void) {
        let threads = min(workers.load(ordering: .relaxed), count)
        guard threads > 1 && !isInside else {
            let wasInside = isInside
            setInside(true)
            for index in 0..<max(0, count) { body(index) }
            setInside(wasInside)
            return
        }
        let next = Atomic(0)
        withoutActuallyEscaping(body) { body in
            // Unsafe in name only: the parts write to different places, and all of them end before this call does.
            nonisolated(unsafe) let body = body
            DispatchQueue.concurrentPerform(iterations: threads) { _ in
                setInside(true)
                defer { setInside(false) }
                while true {
                    let index = next.add(1, ordering: .relaxed).oldValue
                    if index >= count { return }
                    body(index)
                }
            }
        }
    }

    /// Returns what `body` makes of each index below `count`, in order.
    package static func map<Result: Sendable>(_ count: Int, _ body: (Int) -> Result) -> [Result] {
        let results = Mutex([Result?](repeating: nil, count: count))
        forEach(count) { index in
            let result = body(index)
            results.withLock { $0[index] = result }
        }
        return results.withLock { $0.compactMap(\.self) }
    }

    /// Calls `body` once with each element, which is its own to change.
    ///
    /// The elements are computed on one thread each; where there are at least twice as many threads, one after another,
    /// so that the loops inside `body` have them all.
    package static func forEach<Element>(changing elements: inout [Element], _ body: (Int, inout Element) -> Void) {
        guard elements.count > 1 && 2 * elements.count > workers.load(ordering: .relaxed) else {
            for index in elements.indices { body(index, &elements[index]) }
            return
        }
        elements.withUnsafeMutableBufferPointer { elements in
            // Every index is visited once, so that no two threads see one element.
            nonisolated(unsafe) let elements = elements
            forEach(elements.count) { body($0, &elements[$0]) }
        }
    }

    /// Calls `body` with ranges that cover `0..<total`: one if the whole costs less than `grain` or lies inside another
    /// loop, an even number else.
    ///
    /// - Parameters:
    ///   - total: How many rows, columns or elements there are.
    ///   - cost: About how many elementary operations one of them takes.
    ///   - most: The largest range.
    ///   - multiple: What the length of a range is a multiple of, but for the last one.
    ///   - dividesInside: Whether the ranges are the same inside another loop: for a body whose results depend on them.
    package static func ranges(
        _ total: Int, cost: Int, most: Int = 1024, multiple: Int = 1, dividesInside: Bool = false,
        _ body: (Range<Int>) -> Void
    ) {
        guard total > 0 else { return }
        guard total * cost > grain && (dividesInside || !isInside) else { return body(0..<total) }
        let parts = 2 * ((total + 2 * most - 1) / (2 * most))
        let length = ((total + parts - 1) / parts + multiple - 1) / multiple * multiple
        forEach((total + length - 1) / length) { part in
            body(part * length..<min(total, (part + 1) * length))
        }
    }

    /// Starting another thread takes as long as about this many operations.
    private static let grain = 50_000

    private static let insideKey: pthread_key_t = {
        var key = pthread_key_t()
        pthread_key_create(&key, nil)
        return key
    }()

    /// Whether this thread runs a part of a loop.
    private static var isInside: Bool { pthread_getspecific(insideKey) != nil }

    private static func setInside(_ inside: Bool) {
        pthread_setspecific(insideKey, inside ? UnsafeRawPointer(bitPattern: 1) : nil)
    }
}
