internal import Glibc

/// The Cholesky factor L of a symmetric positive definite matrix A = L Lᵀ.
public struct CholeskyFactor: Sendable {
    /// The number of rows.
    public let size: Int
    /// L, `[size, size]`, row-major; above the diagonal nothing is read.
    private var factor: [Double]

    /// Factors a matrix; nil if it is not positive definite to working precision.
    ///
    /// - Parameters:
    ///   - matrix: `[size, size]`, row-major; only the lower triangle is read. Costs O(size³).
    ///   - size: The number of rows, and of columns.
    public init?(_ matrix: [Double], size: Int) {
        precondition(matrix.count == size * size, "\(matrix.count) elements are no matrix of \(size) rows")
        self.size = size
        factor = matrix
        for row in 0..<size {
            for column in 0...row {
                var sum = factor[row * size + column]
                for k in 0..<column { sum -= factor[row * size + k] * factor[column * size + k] }
                if row > column {
                    factor[row * size + column] = sum / factor[column * size + column]
                } else {
                    // A pivot that is rounding of its own diagonal element is a dependence between the rows.
                    guard sum > 1e-12 * matrix[row * size + row], sum.isFinite else { return nil }
                    factor[row * size + row] = sum.squareRoot()
                }
            }
        }
    }

    /// Returns A⁻¹ `right`, both `[size]`. Costs O(size²).
    public func solve(_ right: [Double]) -> [Double] {
        var result = halfSolve(right)
        for row in stride(from: size - 1, through: 0, by: -1) {
            for k in row + 1..<max(size, row + 1) { result[row] -= factor[k * size + row] * result[k] }
            result[row] /= factor[row * size + row]
        }
        return result
    }

    /// Returns `vector`ᵀ A⁻¹ `vector`, which is never negative.
    public func inverseForm(_ vector: [Double]) -> Double { halfSolve(vector).reduce(0) { $0 + $1 * $1 } }

    /// ln |A|.
    public var logDeterminant: Double {
        var sum = 0.0
        for row in 0..<size { sum += log(factor[row * size + row]) }
        return 2 * sum
    }

    /// Returns L⁻¹ `right`.
    private func halfSolve(_ right: [Double]) -> [Double] {
        precondition(right.count == size, "\(right.count) elements for \(size) rows")
        var result = right
        for row in 0..<size {
            for k in 0..<row { result[row] -= factor[row * size + k] * result[k] }
            result[row] /= factor[row * size + row]
        }
        return result
    }
}
