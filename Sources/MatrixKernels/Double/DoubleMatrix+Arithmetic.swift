extension DoubleMatrix {
    /// The element-wise sum of two matrices of one shape.
    public static func + (left: DoubleMatrix, right: DoubleMatrix) -> DoubleMatrix { left.combined(right, 1) }

    /// The element-wise difference of two matrices of one shape.
    public static func - (left: DoubleMatrix, right: DoubleMatrix) -> DoubleMatrix { left.combined(right, -1) }

    /// A matrix with every element multiplied by a number.
    public static func * (factor: Double, matrix: DoubleMatrix) -> DoubleMatrix {
        var result = matrix
        result.values.withUnsafeMutableBufferPointer { values in
            for index in values.indices { values[index] *= factor }
        }
        return result
    }

    /// Adds `factor · first · secondᵀ`, two vectors `[rows]` and `[columns]`.
    public mutating func addOuterProduct(_ first: [Double], _ second: [Double], factor: Double = 1) {
        precondition(
            first.count == rows && second.count == columns,
            "\(first.count) by \(second.count) to [\(rows), \(columns)]")
        let (rows, columns) = (rows, columns)
        values.withUnsafeMutableBufferPointer { values in
            for row in 0..<rows {
                let scaled = factor * first[row]
                for column in 0..<columns { values[row * columns + column] += scaled * second[column] }
            }
        }
    }

    /// Adds `factor` times a vector, `[columns]`, to each row.
    public mutating func addToRows(_ vector: [Double], factor: Double = 1) {
        precondition(vector.count == columns, "\(vector.count) elements to rows of \(columns)")
        let (rows, columns) = (rows, columns)
        values.withUnsafeMutableBufferPointer { values in
            for row in 0..<rows {
                for column in 0..<columns { values[row * columns + column] += factor * vector[column] }
            }
        }
    }

    /// The sum of each column, each row multiplied by its weight if there are `weights`, `[columns]`.
    public func columnSums(weights: [Double]? = nil) -> [Double] {
        precondition(weights.map { $0.count == rows } ?? true, "other weights than \(rows)")
        var sums = [Double](repeating: 0, count: columns)
        values.withUnsafeBufferPointer { values in
            for row in 0..<rows {
                let weight = weights?[row] ?? 1
                for column in 0..<columns { sums[column] += weight * values[row * columns + column] }
            }
        }
        return sums
    }

    /// Returns `self · vector`, `[rows]`.
    public func times(_ vector: [Double]) -> [Double] {
        times(DoubleMatrix(rows: vector.count, columns: 1, vector)).values
    }

    /// Returns `self · other`, `[rows, other.columns]`, on one thread.
    public func times(_ other: DoubleMatrix) -> DoubleMatrix {
        precondition(columns == other.rows, "[\(rows), \(columns)] by [\(other.rows), \(other.columns)]")
        return DoubleMatrix.product(self, BLAS.plain, other, BLAS.plain, rows, other.columns, columns)
    }

    /// Returns `self · otherᵀ`, `[rows, other.rows]`, on one thread.
    public func timesTransposed(_ other: DoubleMatrix) -> DoubleMatrix {
        precondition(columns == other.columns, "[\(rows), \(columns)] by [\(other.rows), \(other.columns)]ᵀ")
        return DoubleMatrix.product(self, BLAS.plain, other, BLAS.transposed, rows, other.rows, columns)
    }

    /// Returns `selfᵀ · other`, `[columns, other.columns]`, on one thread.
    public func transposedTimes(_ other: DoubleMatrix) -> DoubleMatrix {
        precondition(rows == other.rows, "[\(rows), \(columns)]ᵀ by [\(other.rows), \(other.columns)]")
        return DoubleMatrix.product(self, BLAS.transposed, other, BLAS.plain, columns, other.columns, rows)
    }

    private static func product(
        _ first: DoubleMatrix, _ firstForm: Int32, _ second: DoubleMatrix, _ secondForm: Int32, _ rows: Int,
        _ columns: Int, _ depth: Int
    ) -> DoubleMatrix {
        var result = DoubleMatrix(rows: rows, columns: columns)
        guard rows > 0 && columns > 0 && depth > 0 else { return result }
        let (firstStride, secondStride) = (Int32(first.columns), Int32(second.columns))
        first.values.withUnsafeBufferPointer { a in
            second.values.withUnsafeBufferPointer { b in
                result.values.withUnsafeMutableBufferPointer { c in
                    guard let a = a.baseAddress, let b = b.baseAddress, let c = c.baseAddress else { return }
                    BLAS.dgemm(
                        BLAS.rowMajor, firstForm, secondForm, Int32(rows), Int32(columns), Int32(depth), 1, a,
                        firstStride, b, secondStride, 0, c, Int32(columns))
                }
            }
        }
        return result
    }

    private func combined(_ other: DoubleMatrix, _ sign: Double) -> DoubleMatrix {
        precondition(
            rows == other.rows && columns == other.columns,
            "[\(rows), \(columns)] and [\(other.rows), \(other.columns)]")
        var result = self
        result.values.withUnsafeMutableBufferPointer { values in
            other.values.withUnsafeBufferPointer { other in
                for index in values.indices { values[index] += sign * other[index] }
            }
        }
        return result
    }
}

extension BLAS {
    /// `cblas_dgemm`: as `sgemm`.
    static let dgemm:
        @Sendable @convention(c) (
            Int32, Int32, Int32, Int32, Int32, Int32, Double, UnsafePointer<Double>, Int32, UnsafePointer<Double>,
            Int32, Double, UnsafeMutablePointer<Double>, Int32
        ) -> Void = function("cblas_dgemm")
}
