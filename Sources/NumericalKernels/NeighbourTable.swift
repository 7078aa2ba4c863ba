internal import CKernels

/// Rows with features, of which the nearest are looked up by comparing with all of them.
package struct NeighbourTable: Sendable {
    /// What a feature adds to the squared distance of two rows.
    package enum Column: Sendable {
        /// ((a − b) · scale)².
        case numbers([Double], scale: Double)
        /// `cost` where the codes differ.
        case codes([UInt32], cost: Double)

        fileprivate var count: Int {
            switch self {
            case .numbers(let values, _): values.count
            case .codes(let values, _): values.count
            }
        }
    }

    /// The features, each `[rows]`.
    package let columns: [Column]
    private let weights: [Double]
    private let weighted: [Double]

    /// Distances closer together than this, relatively, are ties.
    private static let tolerance = 1e-9
    /// Rows whose distances stay in the first-level cache while every feature adds to them.
    private static let block = 2048

    /// Takes the rows.
    ///
    /// - Parameters:
    ///   - columns: The features, each `[rows]`, without missing values.
    ///   - values: What is averaged over neighbours, `[rows]`.
    ///   - weights: The weight of each row in such an average, `[rows]`, none negative.
    package init(columns: [Column], values: [Double], weights: [Double]) {
        precondition(values.count == weights.count, "\(values.count) values but \(weights.count) weights")
        for column in columns {
            precondition(column.count == values.count, "a feature of \(column.count) rows, not \(values.count)")
        }
        self.columns = columns
        self.weights = weights
        weighted = zip(weights, values).map { $0 * $1 }
    }

    /// The number of rows.
    package var rowCount: Int { weights.count }

    /// Returns, for each row asked for, the weighted mean of the values of its `k` nearest other rows; NaN where these
    /// have no weight.
    ///
    /// Rows that are as far as the k-th nearest share the places left, so that the order of rows does not matter. Costs
    /// O(queries × rows × features).
    package func neighbourMeans(of queries: [Int], k: Int, workers: Int) -> [Double] {
        precondition(k > 0 && k < rowCount, "\(k) neighbours among \(rowCount) rows")
        let chunk = 16
        let chunks = (queries.count + chunk - 1) / chunk
        return ParallelMap.map(chunks, workers: workers) { index in
            var distances = [Double](repeating: 0, count: rowCount)
            return queries[index * chunk..<min(queries.count, (index + 1) * chunk)].map { query in
                neighbourMean(of: query, k: k, distances: &distances)
            }
        }.flatMap(\.self)
    }

    private func neighbourMean(of query: Int, k: Int, distances: inout [Double]) -> Double {
        var best = [Double](repeating: .infinity, count: k)
        for start in stride(from: 0, to: rowCount, by: NeighbourTable.block) {
            let rows = min(NeighbourTable.block, rowCount - start)
            distances.withUnsafeMutableBufferPointer { distances in
                guard let sum = distances.baseAddress.map({ $0 + start }) else { return }
                for row in 0..<rows { sum[row] = 0 }
                add(rows, from: start, query: query, to: sum)
                // Nobody is a neighbour of himself.
                if (start..<start + rows).contains(query) { sum[query - start] = .infinity }
                assize_keep_smallest(sum, rows, &best, k)
            }
        }
        let farthest = best[k - 1]
        let low = farthest * (1 - NeighbourTable.tolerance)
        var sums = [Double](repeating: 0, count: 6)
        assize_sum_within(
            distances, rowCount, low, farthest * (1 + NeighbourTable.tolerance), weights, weighted, &sums)
        // The places that the nearer ones leave, shared by those as far as the last.
        let part = sums[3] > 0 ? (Double(k) - sums[0]) / sums[3] : 0
        return (sums[2] + part * sums[5]) / (sums[1] + part * sums[4])
    }

    private func add(_ rows: Int, from start: Int, query: Int, to sum: UnsafeMutablePointer<Double>) {
        for column in columns {
            switch column {
            case .numbers(let values, let scale):
                values.withUnsafeBufferPointer { values in
                    guard let first = values.baseAddress else { return }
                    assize_add_squares(first + start, rows, values[query], scale, sum)
                }
            case .codes(let codes, let cost):
                codes.withUnsafeBufferPointer { codes in
                    guard let first = codes.baseAddress else { return }
                    assize_add_mismatches(first + start, rows, codes[query], cost, sum)
                }
            }
        }
    }
}
