/// The pairs of tokens that are merged, with their rank: an open-addressing hash table.
struct MergeTable: Sendable {
    /// The rank of a pair that is not merged.
    static let none = UInt32.max

    private var pairs: [UInt64] = []
    private var ranks: [UInt32] = []
    /// The token that each rank makes.
    private var results: [Int32] = []
    private let factor = TokenTable.hashFactor

    /// Makes a table for `capacity` merges.
    init(capacity: Int) {
        var size = 16
        while size < capacity * 2 { size *= 2 }
        pairs = [UInt64](repeating: .max, count: size)
        ranks = [UInt32](repeating: Self.none, count: size)
        results.reserveCapacity(capacity)
    }

    /// Adds the merge of the next rank; a pair that is there already gets the new rank. No more than `capacity`.
    mutating func append(_ left: Int32, _ right: Int32, result: Int32) {
        precondition(results.count * 2 < pairs.count, "\(results.count) merges fill the table")
        let pair = Self.key(left, right)
        var slot = slot(pair)
        while pairs[slot] != .max, pairs[slot] != pair { slot = (slot + 1) & (pairs.count - 1) }
        pairs[slot] = pair
        ranks[slot] = UInt32(results.count)
        results.append(result)
    }

    /// Returns the rank of a pair, or `none`.
    @inline(__always)
    func rank(_ left: Int32, _ right: Int32) -> UInt32 {
        let pair = Self.key(left, right)
        var slot = slot(pair)
        while pairs[slot] != pair {
            if pairs[slot] == .max { return Self.none }
            slot = (slot + 1) & (pairs.count - 1)
        }
        return ranks[slot]
    }

    /// The token that the merge of a rank makes.
    @inline(__always)
    func result(_ rank: UInt32) -> Int32 { results[Int(rank)] }

    @inline(__always)
    private static func key(_ left: Int32, _ right: Int32) -> UInt64 {
        UInt64(UInt32(bitPattern: left)) << 32 | UInt64(UInt32(bitPattern: right))
    }

    @inline(__always)
    private func slot(_ pair: UInt64) -> Int {
        let mixed = pair &* factor
        return Int(truncatingIfNeeded: (mixed ^ mixed >> 32) &* factor >> 20) & (pairs.count - 1)
    }
}

/// Merges a long word in O(n log n), so that a line without blanks takes no longer than its length deserves.
struct MergeQueue: Sendable {
    /// Rank and, below, place of each candidate; a binary heap, smallest first.
    private var heap: [UInt64] = []
    private var previous: [Int32] = []
    private var next: [Int32] = []

    /// Merges until no pair is known; `ids` and `ends` shrink to what is left.
    mutating func merge(_ ids: inout [Int32], _ ends: inout [Int32], _ merges: MergeTable) {
        let count = ids.count
        heap.removeAll(keepingCapacity: true)
        previous = (0..<count).map { Int32($0 - 1) }
        next = (0..<count).map { $0 + 1 < count ? Int32($0 + 1) : -1 }
        for index in 0..<count - 1 { push(index, ids, merges) }
        while let top = pop() {
            let place = Int(top & 0xFFFF_FFFF)
            let rank = UInt32(top >> 32)
            // A candidate is out of date if one of its tokens was merged since.
            guard ids[place] >= -1, next[place] >= 0 else { continue }
            let right = Int(next[place])
            guard merges.rank(ids[place], ids[right]) == rank else { continue }
            ids[place] = merges.result(rank)
            ends[place] = ends[right]
            ids[right] = .min
            next[place] = next[right]
            if next[place] >= 0 {
                previous[Int(next[place])] = Int32(place)
                push(place, ids, merges)
            }
            if previous[place] >= 0 { push(Int(previous[place]), ids, merges) }
        }
        var kept = 0
        for index in 0..<count where ids[index] != .min {
            ids[kept] = ids[index]
            ends[kept] = ends[index]
            kept += 1
        }
        ids.removeSubrange(kept...)
        ends.removeSubrange(kept...)
    }

    private mutating func push(_ place: Int, _ ids: [Int32], _ merges: MergeTable) {
        let rank = merges.rank(ids[place], ids[Int(next[place])])
        guard rank != MergeTable.none else { return }
        heap.append(UInt64(rank) << 32 | UInt64(place))
        var child = heap.count - 1
        while child > 0, heap[child] < heap[(child - 1) / 2] {
            heap.swapAt(child, (child - 1) / 2)
            child = (child - 1) / 2
        }
    }

    private mutating func pop() -> UInt64? {
        guard let top = heap.first, let last = heap.popLast() else { return nil }
        guard !heap.isEmpty else { return top }
        heap[0] = last
        var parent = 0
        while true {
            var child = 2 * parent + 1
            guard child < heap.count else { return top }
            if child + 1 < heap.count, heap[child + 1] < heap[child] { child += 1 }
            guard heap[child] < heap[parent] else { return top }
            heap.swapAt(child, parent)
            parent = child
        }
    }
}
