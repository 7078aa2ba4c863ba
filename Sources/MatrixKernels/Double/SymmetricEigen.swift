/// The eigenvalues and eigenvectors of a symmetric matrix: A = V diag(λ) Vᵀ.
public struct SymmetricEigen: Sendable {
    /// The eigenvalues, ascending, `[size]`.
    public let values: [Double]
    /// Vᵀ, `[size, size]`: row i is the eigenvector of `values[i]`, of length 1.
    public let vectors: DoubleMatrix

    /// Decomposes a matrix with LAPACK's divide-and-conquer method; nil if it holds a number that is not finite.
    ///
    /// - Parameter matrix: `[size, size]`; only the lower triangle is read. Costs O(size³).
    public init?(_ matrix: DoubleMatrix) {
        precondition(matrix.rows == matrix.columns, "eigenvalues of [\(matrix.rows), \(matrix.columns)]")
        // What is not finite may keep LAPACK busy for ever.
        guard matrix.values.allSatisfy(\.isFinite) else { return nil }
        let size = matrix.rows
        var vectors = matrix
        var values = [Double](repeating: 0, count: size)
        if size > 0 {
            // The upper triangle of columns is the lower one of rows.
            let status = Workspace.run { work, workCount, integers, integerCount in
                var order = Int32(size)
                var status: Int32 = 0
                vectors.values.withUnsafeMutableBufferPointer { vectors in
                    values.withUnsafeMutableBufferPointer { values in
                        guard let vectors = vectors.baseAddress, let values = values.baseAddress else { return }
                        var stride = order
                        BLAS.dsyevd(
                            BLAS.letterV, BLAS.letterU, &order, vectors, &stride, values, work, workCount, integers,
                            integerCount, &status, 1, 1)
                    }
                }
                return status
            }
            guard status == 0 else { return nil }
        }
        self.values = values
        self.vectors = vectors
    }

    /// Returns V diag(f(λ)) Vᵀ, `[size, size]`: the matrix function f(A).
    public func mapping(_ function: (Double) -> Double) -> DoubleMatrix {
        vectors.transposed.scalingColumns(values.map(function)).times(vectors)
    }
}

/// The memory that a LAPACK function asks for before it is called in earnest.
enum Workspace {
    typealias Call = (
        _ work: UnsafeMutablePointer<Double>, _ workCount: UnsafeMutablePointer<Int32>,
        _ integers: UnsafeMutablePointer<Int32>, _ integerCount: UnsafeMutablePointer<Int32>
    ) -> Int32

    /// Calls once with counts of −1, which asks for the sizes, then with memory of these sizes; returns the status.
    static func run(_ call: Call) -> Int32 {
        var (asked, askedIntegers): (Double, Int32) = (0, 0)
        var (unknown, unknownIntegers): (Int32, Int32) = (-1, -1)
        let status = call(&asked, &unknown, &askedIntegers, &unknownIntegers)
        guard status == 0 else { return status }
        var (count, integerCount) = (Int32(asked), max(1, askedIntegers))
        var work = [Double](repeating: 0, count: Int(count))
        var integers = [Int32](repeating: 0, count: Int(integerCount))
        return call(&work, &count, &integers, &integerCount)
    }
}

extension BLAS {
    /// What LAPACK's switches say: vectors too, the upper triangle, the thin ones, the lower triangle.
    static let letterV = letter("V"), letterU = letter("U"), letterS = letter("S")

    /// `dsyevd_`: vectors wanted, triangle, order, matrix and then vectors, stride, values, work, integers, status, and
    /// the lengths of the two switches.
    static let dsyevd:
        @Sendable @convention(c) (
            UnsafePointer<CChar>, UnsafePointer<CChar>, UnsafeMutablePointer<Int32>, UnsafeMutablePointer<Double>,
            UnsafeMutablePointer<Int32>, UnsafeMutablePointer<Double>, UnsafeMutablePointer<Double>,
            UnsafeMutablePointer<Int32>, UnsafeMutablePointer<Int32>, UnsafeMutablePointer<Int32>,
            UnsafeMutablePointer<Int32>, Int, Int
        ) -> Void = function("dsyevd_")

    private static func letter(_ letter: Unicode.Scalar) -> [CChar] { [CChar(letter.value), 0] }
}
