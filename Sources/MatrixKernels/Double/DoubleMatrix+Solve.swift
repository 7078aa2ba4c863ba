extension DoubleMatrix {
    /// Returns `self`⁻¹ `right`, `[rows]`, of a symmetric positive definite matrix by its Cholesky factor; nil if it is not
    /// positive definite to working precision.
    ///
    /// - Parameter right: `[rows]`. Only the lower triangle is read. Costs O(rows³).
    public func solvingPositiveDefinite(_ right: [Double]) -> [Double]? {
        precondition(rows == columns && right.count == rows, "[\(rows), \(columns)] against \(right.count) elements")
        guard rows > 0 else { return [] }
        var factor = values
        var result = right
        var (order, one, status) = (Int32(rows), Int32(1), Int32(0))
        var (stride, resultStride) = (order, order)
        BLAS.dposv(BLAS.letterU, &order, &one, &factor, &stride, &result, &resultStride, &status, 1)
        return status == 0 && result.allSatisfy(\.isFinite) ? result : nil
    }
}

extension BLAS {
    /// `dposv_`: triangle, order, right sides, matrix, stride, right sides and then solutions, stride, status, and the
    /// length of the switch.
    static let dposv:
        @Sendable @convention(c) (
            UnsafePointer<CChar>, UnsafeMutablePointer<Int32>, UnsafeMutablePointer<Int32>,
            UnsafeMutablePointer<Double>, UnsafeMutablePointer<Int32>, UnsafeMutablePointer<Double>,
            UnsafeMutablePointer<Int32>, UnsafeMutablePointer<Int32>, Int
        ) -> Void = function("dposv_")
}
