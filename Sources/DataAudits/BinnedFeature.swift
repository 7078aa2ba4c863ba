internal import NumericalKernels

/// A feature as one of at most 64 levels for each row.
struct BinnedFeature: Sendable {
    /// The most levels, the missing one included.
    static let mostLevels = 64
    /// Quantiles of numbers are taken from so many rows, which lie evenly over the table.
    private static let sampled = 20_000
    /// How many bins numbers with many values get.
    private static let bins = 32

    let name: String
    /// Whether a higher level is a higher number.
    let isOrdered: Bool
    /// The level of each row; 0 where missing.
    let codes: [UInt8]
    /// How many levels there are, the missing one included, occurring or not.
    let levels: Int
    /// The rows without a value.
    let missing: Int

    init(_ feature: AuditedTable.Feature) {
        name = feature.name
        switch feature.values {
        case .numbers(let numbers):
            let edges = BinnedFeature.edges(numbers)
            isOrdered = true
            levels = edges.count + 2
            var codes = [UInt8](repeating: 0, count: numbers.count)
            var missing = 0
            edges.withUnsafeBufferPointer { edges in
                codes.withUnsafeMutableBufferPointer { codes in
                    for row in codes.indices {
                        let number = numbers[row]
                        guard !number.isNaN else {
                            missing += 1
                            continue
                        }
                        var (low, high) = (0, edges.count)
                        while low < high {
                            let middle = (low + high) / 2
                            if number >= edges[middle] { low = middle + 1 } else { high = middle }
                        }
                        codes[row] = UInt8(low + 1)
                    }
                }
            }
            self.codes = codes
            self.missing = missing
        case .categories(let texts, let values):
            isOrdered = false
            var counts = [Int](repeating: 0, count: values.count)
            for code in texts { counts[Int(code)] += 1 }
            missing = counts[0]
            let ordered = counts.indices.dropFirst().sorted {
                counts[$0] != counts[$1] ? counts[$0] > counts[$1] : values[$0] < values[$1]
            }
            var places = [UInt8](repeating: UInt8(BinnedFeature.mostLevels - 1), count: values.count)
            places[0] = 0
            let isCut = ordered.count > BinnedFeature.mostLevels - 1
            for (place, code) in ordered.prefix(BinnedFeature.mostLevels - (isCut ? 2 : 1)).enumerated() {
                places[code] = UInt8(place + 1)
            }
            levels = isCut ? BinnedFeature.mostLevels : ordered.count + 1
            codes = texts.map { places[Int($0)] }
        }
    }

    /// Ascending edges, each belonging to the bin above it, so that about as many of the sampled rows lie in each bin;
    /// few different numbers get a bin each.
    static func edges(_ numbers: [Double]) -> [Double] {
        let step = max(1, numbers.count / sampled)
        let sorted = stride(from: 0, to: numbers.count, by: step).map { numbers[$0] }.filter { !$0.isNaN }.sorted()
        guard let first = sorted.first else { return [] }
        var distinct: [Double] = [first]
        for number in sorted where number > distinct[distinct.count - 1] {
            distinct.append(number)
            if distinct.count > bins { break }
        }
        if distinct.count <= bins { return Array(distinct.dropFirst()) }
        var edges: [Double] = []
        for bin in 1..<bins {
            let edge = sorted[bin * sorted.count / bins]
            if edge > edges.last ?? first { edges.append(edge) }
        }
        return edges
    }
}
