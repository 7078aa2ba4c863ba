/// A matrix of `Double`, row-major and without gaps: for statistics, where `Matrix` is for weights and activations.
public struct DoubleMatrix: Sendable, Equatable {
    /// The number of rows.
    public let rows: Int
    /// The number of columns.
    public let columns: Int
    /// The elements in row-major order, `[rows · columns]`.
    public var values: [Double] {
        didSet { precondition(values.count == rows * columns, "\(values.count) values for [\(rows), \(columns)]") }
    }

    /// Makes a matrix of zeros, `[rows, columns]`.
    public init(rows: Int, columns: Int) {
        self.init(rows: rows, columns: columns, Array(repeating: 0, count: rows * columns))
    }

    /// Makes a matrix, `[rows, columns]`, of values in row-major order.
    public init(rows: Int, columns: Int, _ values: [Double]) {
        precondition(
            rows >= 0 && columns >= 0 && values.count == rows * columns,
            "\(values.count) values for [\(rows), \(columns)]")
        self.rows = rows
        self.columns = columns
        self.values = values
    }

    /// Widens a matrix of floats, `[rows, columns]`.
    public init(_ matrix: Matrix) {
        let values = UnsafeBufferPointer(start: matrix.base, count: matrix.count).map { Double($0) }
        self.init(rows: matrix.rows, columns: matrix.columns, values)
    }

    /// Makes the identity, `[size, size]`.
    public init(identity size: Int) {
        self.init(rows: size, columns: size)
        for index in 0..<size { self[index, index] = 1 }
    }

    /// Puts matrices with the same number of rows side by side.
    public init(joining parts: [DoubleMatrix]) {
        let rows = parts.first?.rows ?? 0
        var values: [Double] = []
        values.reserveCapacity(parts.reduce(0) { $0 + $1.values.count })
        for row in 0..<rows {
            for part in parts {
                precondition(part.rows == rows, "\(part.rows) rows beside \(rows)")
                values.append(contentsOf: part.values[row * part.columns..<(row + 1) * part.columns])
            }
        }
        self.init(rows: rows, columns: parts.reduce(0) { $0 + $1.columns }, values)
    }

    /// The element in a row and a column.
    public subscript(row: Int, column: Int) -> Double {
        get {
            check(row, column)
            return values[row * columns + column]
        }
        _modify {
            check(row, column)
            yield &values[row * columns + column]
        }
    }

    /// The transpose, `[columns, rows]`.
    public var transposed: DoubleMatrix {
        var result = DoubleMatrix(rows: columns, columns: rows)
        result.values.withUnsafeMutableBufferPointer { to in
            values.withUnsafeBufferPointer { from in
                for row in 0..<rows {
                    for column in 0..<columns { to[column * rows + row] = from[row * columns + column] }
                }
            }
        }
        return result
    }

    /// Returns the first rows, `[count, columns]`.
    public func rows(first count: Int) -> DoubleMatrix {
        precondition(count >= 0 && count <= rows, "\(count) of \(rows) rows")
        return DoubleMatrix(rows: count, columns: columns, Array(values[..<(count * columns)]))
    }

    /// Returns the rows with these numbers in this order, `[numbers, columns]`.
    public func rows(at numbers: [Int]) -> DoubleMatrix {
        var result: [Double] = []
        result.reserveCapacity(numbers.count * columns)
        for row in numbers {
            precondition(row >= 0 && row < rows, "row \(row) of \(rows)")
            result.append(contentsOf: values[row * columns..<(row + 1) * columns])
        }
        return DoubleMatrix(rows: numbers.count, columns: columns, result)
    }

    /// Returns the first columns, `[rows, count]`.
    public func columns(first count: Int) -> DoubleMatrix {
        precondition(count >= 0 && count <= columns, "\(count) of \(columns) columns")
        var result: [Double] = []
        result.reserveCapacity(rows * count)
        for row in 0..<rows { result.append(contentsOf: values[row * columns..<row * columns + count]) }
        return DoubleMatrix(rows: rows, columns: count, result)
    }

    /// Returns the matrix with column j multiplied by `factors[j]`.
    public func scalingColumns(_ factors: [Double]) -> DoubleMatrix {
        precondition(factors.count == columns, "\(factors.count) factors for \(columns) columns")
        var result = self
        result.values.withUnsafeMutableBufferPointer { values in
            for row in 0..<rows {
                for column in 0..<columns { values[row * columns + column] *= factors[column] }
            }
        }
        return result
    }

    /// Returns the matrix with row i multiplied by `factors[i]`.
    public func scalingRows(_ factors: [Double]) -> DoubleMatrix {
        precondition(factors.count == rows, "\(factors.count) factors for \(rows) rows")
        var result = self
        result.values.withUnsafeMutableBufferPointer { values in
            for row in 0..<rows {
                for column in 0..<columns { values[row * columns + column] *= factors[row] }
            }
        }
        return result
    }

    /// The elements rounded to floats.
    public var rounded: Matrix { Matrix(rows: rows, columns: columns, values.map { Float($0) }) }

    /// The sum of the diagonal.
    public var trace: Double {
        precondition(rows == columns, "the trace of [\(rows), \(columns)]")
        var sum = 0.0
        for index in 0..<rows { sum += values[index * columns + index] }
        return sum
    }

    /// Σ x², the square of the Frobenius norm.
    public var sumOfSquares: Double { values.reduce(0) { $0 + $1 * $1 } }

    private func check(_ row: Int, _ column: Int) {
        precondition(
            row >= 0 && row < rows && column >= 0 && column < columns, "[\(row), \(column)] of [\(rows), \(columns)]")
    }
}
