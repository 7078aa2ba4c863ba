internal import CKernels

extension Matrix {
    /// Adds the elements of a bias from `start` on, `[1, start + columns or more]`, to each row.
    package mutating func addBias(_ bias: Matrix, from start: Int = 0) {
        precondition(start >= 0 && start + columns <= bias.count, "a bias of \(bias.count) for \(columns) columns")
        let (x, b, columns) = (mutableBase, bias.base + start, columns)
        ParallelLoop.ranges(rows, cost: columns) { part in
            assize_add_bias(x + part.lowerBound * columns, b, part.count, columns)
        }
    }

    /// Adds `scale · other`, of the same shape.
    package mutating func add(_ other: Matrix, scale: Float = 1) {
        precondition(other.rows == rows && other.columns == columns, "[\(other.rows), \(other.columns)] added")
        let (x, y) = (mutableBase, other.base)
        ParallelLoop.ranges(count, cost: 1, most: 1 << 18, multiple: 16) { part in
            assize_add_scaled(x + part.lowerBound, y + part.lowerBound, scale, part.count)
        }
    }

    /// Adds matrices to others of their shapes, one after another: `sums[i] += parts[0][i]`, then `parts[1][i]` and so on.
    package static func add(_ parts: [[Matrix]], to sums: inout [Matrix]) {
        var strips: [(matrix: Int, range: Range<Int>)] = []
        for (matrix, sum) in sums.enumerated() {
            for part in parts { precondition(part[matrix].count == sum.count, "a part of \(part[matrix].count)") }
            // Half of what a second-level cache holds, which so keeps the sums.
            for start in stride(from: 0, to: sum.count, by: 1 << 16) {
                strips.append((matrix, start..<min(sum.count, start + (1 << 16))))
            }
        }
        let bases = sums.indices.map { sums[$0].mutableBase }
        ParallelLoop.forEach(strips.count) { strip in
            let (matrix, range) = strips[strip]
            for part in parts {
                assize_add_scaled(
                    bases[matrix] + range.lowerBound, part[matrix].base + range.lowerBound, 1, range.count)
            }
        }
    }

    /// Adds each row of `other` to the row with its number; later rows come after earlier ones.
    package mutating func add(_ other: Matrix, toRows numbers: [Int]) {
        precondition(
            other.rows == numbers.count && other.columns == columns, "[\(other.rows), \(other.columns)] added")
        for (source, row) in numbers.enumerated() {
            precondition(row >= 0 && row < rows, "row \(row) of \(rows)")
            assize_add_scaled(mutableBase + row * columns, other.base + source * columns, 1, columns)
        }
    }

    /// Adds numbers to elements in row-major order.
    package mutating func add(_ numbers: [Double]) {
        precondition(numbers.count == count, "\(numbers.count) numbers added to \(count)")
        let x = mutableBase
        for (index, number) in numbers.enumerated() { x[index] += Float(number) }
    }

    /// Adds the sums of the columns of `other`, `[n, columns]`, summed in Double, to this vector from `start` on.
    package mutating func addColumnSums(_ other: Matrix, at start: Int = 0) {
        precondition(start >= 0 && start + other.columns <= count, "\(other.columns) sums at \(start) of \(count)")
        var sums = [Double](repeating: 0, count: other.columns)
        let (from, columns, to) = (other.base, other.columns, mutableBase + start)
        sums.withUnsafeMutableBufferPointer { sums in
            guard let sums = sums.baseAddress else { return }
            ParallelLoop.ranges(columns, cost: other.rows, multiple: 64) { part in
                let first = part.lowerBound
                assize_column_sums(from + first, other.rows, part.count, columns, sums + first)
                for column in part { to[column] += Float(sums[column]) }
            }
        }
    }

    /// Adds `scale` times the sign of each element of `other`, 0 for 0, and returns Σ |x| of `other`, in Double.
    package mutating func addSigns(of other: Matrix, scale: Float) -> Double {
        precondition(other.rows == rows && other.columns == columns, "[\(other.rows), \(other.columns)] added")
        let (x, y) = (mutableBase, other.base)
        var sum = 0.0
        for index in 0..<count {
            sum += Double(abs(y[index]))
            x[index] += y[index] > 0 ? scale : y[index] < 0 ? -scale : 0
        }
        return sum
    }

    /// Multiplies every element.
    package mutating func scale(by factor: Float) {
        let (x, count) = (mutableBase, count)
        for index in 0..<count { x[index] *= factor }
    }

    /// Σ x², in Double; strips of 65,536 elements are added in order.
    package var sumOfSquares: Double {
        let strip = 1 << 16
        let strips = (count + strip - 1) / strip
        var sums = [Double](repeating: 0, count: strips)
        let (x, count) = (base, count)
        sums.withUnsafeMutableBufferPointer { sums in
            guard let sums = sums.baseAddress else { return }
            ParallelLoop.forEach(strips) { part in
                sums[part] = assize_sum_of_squares(x + part * strip, min(strip, count - part * strip))
            }
        }
        return sums.reduce(0, +)
    }
}
