/// The thin singular value decomposition of a matrix: A = U diag(σ) Vᵀ.
public struct SingularValues: Sendable {
    /// The singular values, descending, `[k]` with k the smaller of rows and columns.
    public let values: [Double]
    /// U, `[rows, k]`, with orthonormal columns.
    public let left: DoubleMatrix
    /// Vᵀ, `[k, columns]`, with orthonormal rows.
    public let right: DoubleMatrix

    /// Decomposes a matrix with LAPACK's divide-and-conquer method; nil if it holds a number that is not finite.
    ///
    /// - Parameter matrix: `[rows, columns]`. Costs O(rows · columns · k).
    public init?(_ matrix: DoubleMatrix) {
        guard matrix.values.allSatisfy(\.isFinite) else { return nil }
        let (rows, columns) = (matrix.rows, matrix.columns)
        let count = min(rows, columns)
        var values = [Double](repeating: 0, count: count)
        var left = DoubleMatrix(rows: rows, columns: count)
        var right = DoubleMatrix(rows: count, columns: columns)
        if count > 0 {
            // Read by columns the matrix is its transpose, of which V is the left factor and U the right one.
            var copy = matrix.values
            let status = Workspace.run { work, workCount, _, _ in
                var (height, width, status) = (Int32(columns), Int32(rows), Int32(0))
                var (stride, rightStride, leftStride) = (height, height, Int32(count))
                var integers = [Int32](repeating: 0, count: 8 * count)
                copy.withUnsafeMutableBufferPointer { copy in
                    right.values.withUnsafeMutableBufferPointer { right in
                        left.values.withUnsafeMutableBufferPointer { left in
                            guard let copy = copy.baseAddress, let right = right.baseAddress,
                                let left = left.baseAddress
                            else { return }
                            BLAS.dgesdd(
                                BLAS.letterS, &height, &width, copy, &stride, &values, right, &rightStride, left,
                                &leftStride, work, workCount, &integers, &status, 1)
                        }
                    }
                }
                return status
            }
            guard status == 0 else { return nil }
        }
        self.values = values
        self.left = left
        self.right = right
    }

    /// How many singular values lie above `tolerance` times the largest one.
    public func rank(tolerance: Double) -> Int { values.count { $0 > tolerance * (values.first ?? 0) } }
}

extension BLAS {
    /// `dgesdd_`: which vectors, rows, columns, matrix, stride, values, left vectors, stride, right vectors, stride, work,
    /// integers, status, and the length of the switch.
    static let dgesdd:
        @Sendable @convention(c) (
            UnsafePointer<CChar>, UnsafeMutablePointer<Int32>, UnsafeMutablePointer<Int32>,
            UnsafeMutablePointer<Double>, UnsafeMutablePointer<Int32>, UnsafeMutablePointer<Double>,
            UnsafeMutablePointer<Double>, UnsafeMutablePointer<Int32>, UnsafeMutablePointer<Double>,
            UnsafeMutablePointer<Int32>, UnsafeMutablePointer<Double>, UnsafeMutablePointer<Int32>,
            UnsafeMutablePointer<Int32>, UnsafeMutablePointer<Int32>, Int
        ) -> Void = function("dgesdd_")
}
