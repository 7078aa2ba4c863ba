extension DoubleMatrix {
    /// Returns the inverse, `[rows, rows]`, of a symmetric positive definite matrix by its Cholesky factor; nil if it is not
    /// positive definite to working precision.
    ///
    /// Only the lower triangle is read. Costs O(rows³), on one thread.
    public func invertingPositiveDefinite() -> DoubleMatrix? {
        precondition(rows == columns, "the inverse of [\(rows), \(columns)]")
        guard rows > 0 else { return self }
        var inverse = values
        var (order, stride, status) = (Int32(rows), Int32(rows), Int32(0))
        BLAS.dpotrf(BLAS.letterU, &order, &inverse, &stride, &status, 1)
        guard status == 0 else { return nil }
        BLAS.dpotri(BLAS.letterU, &order, &inverse, &stride, &status, 1)
        guard status == 0 else { return nil }
        var result = DoubleMatrix(rows: rows, columns: rows)
        let size = rows
        // LAPACK's upper triangle, by columns, is the lower one by rows.
        inverse.withUnsafeBufferPointer { inverse in
            result.values.withUnsafeMutableBufferPointer { values in
                for row in 0..<size {
                    for column in 0...row {
                        values[row * size + column] = inverse[row * size + column]
                        values[column * size + row] = inverse[row * size + column]
                    }
                }
            }
        }
        return result.values.allSatisfy(\.isFinite) ? result : nil
    }
}

extension BLAS {
    /// What LAPACK's factorisations take: triangle, order, matrix, stride, status, and the length of the switch.
    typealias TriangleCall =
        @Sendable @convention(c) (
            UnsafePointer<CChar>, UnsafeMutablePointer<Int32>, UnsafeMutablePointer<Double>,
            UnsafeMutablePointer<Int32>,
            UnsafeMutablePointer<Int32>, Int
        ) -> Void

    static let dpotrf: TriangleCall = function("dpotrf_"), dpotri: TriangleCall = function("dpotri_")
}
