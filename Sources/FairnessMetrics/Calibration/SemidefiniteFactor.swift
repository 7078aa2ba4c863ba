/// L of a positive semidefinite matrix L Lᵀ, with what depends on earlier columns left out.
struct SemidefiniteFactor {
    /// L, `[size, size]`, row-major; rows and columns left out are 0.
    private var lower: [Double]
    private let size: Int
    /// The number of columns kept.
    private(set) var rank = 0

    /// Factors a symmetric matrix, `[size, size]`, row-major; O(size³).
    ///
    /// - Parameter scale: For each column, what its pivot is small against; a pivot below 1e-9 of it is left out.
    init(_ matrix: [Double], scale: [Double]) {
        size = scale.count
        precondition(matrix.count == size * size, "\(matrix.count) numbers for a matrix of \(size) columns")
        lower = Array(repeating: 0, count: size * size)
        for row in 0..<size {
            var pivot = matrix[row * size + row]
            for column in 0...row {
                var sum = matrix[row * size + column]
                for k in 0..<column { sum -= lower[row * size + k] * lower[column * size + k] }
                if column == row {
                    pivot = sum
                } else {
                    let divisor = lower[column * size + column]
                    lower[row * size + column] = divisor > 0 ? sum / divisor : 0
                }
            }
            if pivot > 1e-9 * scale[row] {
                lower[row * size + row] = pivot.squareRoot()
                rank += 1
            } else {
                for column in 0..<row { lower[row * size + column] = 0 }
            }
        }
    }

    /// The x with L x = `vector`, 0 where a column was left out.
    func forward(_ vector: [Double]) -> [Double] {
        var x = vector
        for row in 0..<size {
            let divisor = lower[row * size + row]
            for k in 0..<row { x[row] -= lower[row * size + k] * x[k] }
            x[row] = divisor > 0 ? x[row] / divisor : 0
        }
        return x
    }

    /// The x with L Lᵀ x = `vector`, 0 where a column was left out.
    func solve(_ vector: [Double]) -> [Double] {
        var x = forward(vector)
        for row in (0..<size).reversed() {
            let divisor = lower[row * size + row]
            for k in row + 1..<size { x[row] -= lower[k * size + row] * x[k] }
            x[row] = divisor > 0 ? x[row] / divisor : 0
        }
        return x
    }
}
