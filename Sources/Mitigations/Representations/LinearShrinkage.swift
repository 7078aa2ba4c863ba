internal import MatrixKernels

extension DoubleMatrix {
    /// Returns a covariance matrix shrunk to a S + b I as is best in the Frobenius norm for large matrices, whatever the
    /// distribution (Bodnar, Gupta, Parolya 2014).
    ///
    /// With p the order, t = tr S and f = ‖S‖²: a = 1 − t² (t² / p) / n / (f t² / p − t⁴ / p²), b = (1 − a) t / p.
    ///
    /// - Parameter rows: The number n of rows that the covariance, with n below the line, was computed from.
    func linearlyShrunk(rows count: Int) -> DoubleMatrix {
        let order = Double(rows)
        let target = trace / order
        let targetSquares = trace * target
        let shared = trace * target
        // The small number is what the package `concept-erasure` adds; it decides where S is a multiple of I.
        let epsilon = Double.ulpOfOne
        let above = trace * trace * targetSquares / Double(count) + epsilon
        let below = sumOfSquares * targetSquares - shared * shared + epsilon
        let own = 1 - above / below
        let identity = (1 - own) * (shared + epsilon) / (targetSquares + epsilon)
        var result = own * self
        for index in 0..<rows { result[index, index] += identity * target }
        return result
    }
}
