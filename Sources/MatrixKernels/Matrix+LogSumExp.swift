internal import CKernels

extension Matrix {
    /// Replaces each row by its softmax and returns ln Σ eˣ of the row as it was, `[rows]`, summed in Double.
    package mutating func softmaxRows() -> [Double] {
        var result = [Double](repeating: 0, count: rows)
        guard columns > 0 else { return result }
        let (x, columns) = (mutableBase, columns)
        result.withUnsafeMutableBufferPointer { result in
            guard let result = result.baseAddress else { return }
            ParallelLoop.ranges(rows, cost: 4 * columns) { part in
                for row in part { result[row] = assize_log_sum_exp(x + row * columns, columns) }
            }
        }
        return result
    }
}
