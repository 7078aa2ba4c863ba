internal import NumericalKernels

/// A hash of every row over some columns, from which a column can be taken out, and the rows that share one.
struct RowHashes: Sendable {
    /// The hash of each row.
    private(set) var hashes: [UInt64]

    /// Makes hashes of no column.
    init(rows: Int) { hashes = Array(repeating: 0, count: rows) }

    /// Adds what a column says of each row.
    mutating func add(_ parts: [UInt64]) {
        hashes.withUnsafeMutableBufferPointer { hashes in
            parts.withUnsafeBufferPointer { parts in
                for row in hashes.indices { hashes[row] &+= parts[row] }
            }
        }
    }

    /// The hashes without a column that was added.
    func without(_ parts: [UInt64]) -> RowHashes {
        var other = self
        other.hashes.withUnsafeMutableBufferPointer { hashes in
            parts.withUnsafeBufferPointer { parts in
                for row in hashes.indices { hashes[row] &-= parts[row] }
            }
        }
        return other
    }

    /// Calls `body` with the rows of each set of equal hashes that has more than one, ascending.
    func forEachSet(_ body: (ArraySlice<Int32>) -> Void) {
        let count = hashes.count
        guard count > 1 else { return }
        // Rows are spread over buckets by the upper bits, keeping their order; what shares a bucket is sorted.
        var bits = 1
        while 1 << bits < count && bits < 20 { bits += 1 }
        let shift = UInt64(64 - bits)
        var starts = [Int](repeating: 0, count: 1 << bits + 1)
        for hash in hashes { starts[Int(hash >> shift) + 1] += 1 }
        for bucket in 1..<starts.count { starts[bucket] += starts[bucket - 1] }
        var next = starts
        var rows = [Int32](repeating: 0, count: count)
        for row in hashes.indices {
            let bucket = Int(hashes[row] >> shift)
            rows[next[bucket]] = Int32(row)
            next[bucket] += 1
        }
        for bucket in 0..<starts.count - 1 where starts[bucket + 1] - starts[bucket] > 1 {
            let range = starts[bucket]..<starts[bucket + 1]
            rows[range].sort { first, second in
                let (a, b) = (hashes[Int(first)], hashes[Int(second)])
                return a != b ? a < b : first < second
            }
            var begin = range.lowerBound
            for place in range.lowerBound + 1...range.upperBound {
                if place < range.upperBound, hashes[Int(rows[place])] == hashes[Int(rows[begin])] { continue }
                if place - begin > 1 { body(rows[begin..<place]) }
                begin = place
            }
        }
    }
}
