/// The map x ↦ P x + c of vectors, such as an eraser of a concept, which the next linear layer can take into its weights.
public struct AffineMap: Sendable, Equatable {
    /// P, `[width, width]`.
    public let matrix: DoubleMatrix
    /// c, `[width]`.
    public let shift: [Double]

    /// Makes a map.
    public init(matrix: DoubleMatrix, shift: [Double]) {
        precondition(
            matrix.rows == matrix.columns && shift.count == matrix.rows,
            "a map of [\(matrix.rows), \(matrix.columns)] and \(shift.count)")
        self.matrix = matrix
        self.shift = shift
    }

    /// Makes the linear map P about a centre μ: x ↦ μ + P (x − μ), which leaves the mean where it is if μ is the mean.
    public init(matrix: DoubleMatrix, about centre: [Double]) {
        let moved = matrix.times(centre)
        self.init(matrix: matrix, shift: zip(centre, moved).map { $0 - $1 })
    }

    /// The length of the vectors.
    public var width: Int { shift.count }

    /// Returns what becomes of each row, `[rows, width]`; computed in Double and rounded once.
    public func callAsFunction(_ rows: Matrix) -> Matrix {
        precondition(rows.columns == width, "rows of \(rows.columns) for a map of \(width)")
        let part = 1024
        let parts = ParallelLoop.map((rows.rows + part - 1) / part) { number in
            let taken = rows.rows(number * part..<min(rows.rows, (number + 1) * part))
            var result = DoubleMatrix(taken).timesTransposed(matrix)
            result.addToRows(shift)
            return result.rounded
        }
        return rows.rows > 0 ? Matrix(stacking: parts) : rows
    }

    /// Returns the map that applies `first` and then this one.
    public func after(_ first: AffineMap) -> AffineMap {
        AffineMap(matrix: matrix.times(first.matrix), shift: zip(matrix.times(first.shift), shift).map { $0 + $1 })
    }
}
