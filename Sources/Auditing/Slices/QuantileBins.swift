/// Edges that cut numbers into bins of about the same number of rows.
enum QuantileBins {
    /// How many bins a column gets.
    static let bins = 5

    /// Returns ascending edges, each a value that occurs and belongs to the bin above it, so that no bin is empty.
    ///
    /// Edge j is the number of rank ⌊jn / 5⌋ from 0 on. Numbers that occur often make edges coincide, and then there are
    /// fewer; where more than four fifths are the smallest number, the only edge is the next larger one. Costs O(n): the
    /// ranks are found digit by digit (radix selection), which no order of the rows can slow down.
    ///
    /// - Parameter numbers: NaN for a missing one, else finite.
    static func edges(_ numbers: [Double]) -> [Double] {
        // Adding 0 makes −0 the same number as 0.
        let keys = numbers.filter { !$0.isNaN }.map { key($0 + 0) }
        guard let smallest = keys.min() else { return [] }
        var edges: [Double] = []
        for bin in 1..<bins {
            let edge = number(element(rank: bin * keys.count / bins, of: keys))
            if edge > edges.last ?? number(smallest) { edges.append(edge) }
        }
        if edges.isEmpty, let next = keys.filter({ $0 > smallest }).min() { edges = [number(next)] }
        return edges
    }

    /// Maps numbers to integers of the same order.
    private static func key(_ number: Double) -> UInt64 {
        let bits = number.bitPattern
        return bits >> 63 == 0 ? bits | 1 << 63 : ~bits
    }

    private static func number(_ key: UInt64) -> Double {
        Double(bitPattern: key >> 63 == 1 ? key & ~(1 << 63) : ~key)
    }

    private static func element(rank: Int, of keys: [UInt64]) -> UInt64 {
        var left = keys
        var rank = rank
        for shift in [48, 32, 16, 0] as [UInt64] {
            var histogram = [Int](repeating: 0, count: 1 << 16)
            for key in left { histogram[Int(key >> shift & 0xFFFF)] += 1 }
            var digit = 0
            while rank >= histogram[digit] {
                rank -= histogram[digit]
                digit += 1
            }
            if histogram[digit] < left.count { left = left.filter { Int($0 >> shift & 0xFFFF) == digit } }
        }
        return left[0]
    }
}
