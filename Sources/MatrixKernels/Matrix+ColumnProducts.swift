/// Products with some columns of a matrix: how a low-rank update meets one of several layers that lie in one weight.
///
/// Rows are divided by the shapes alone, so that the results do not depend on the number of threads.
extension Matrix {
    /// Adds `scale · inputs[:, range] · weights[rows]ᵀ` to as many columns as there are `rows`, from `start` on.
    ///
    /// - Parameters:
    ///   - inputs: `[self.rows, n]`.
    ///   - range: As many columns of `inputs` as the weights have.
    ///   - weights: `[outputs, range]`.
    ///   - rows: The rows of the weights to use.
    ///   - scale: What the product is multiplied by.
    ///   - start: The first column to add to.
    package mutating func addProduct(
        _ inputs: Matrix, columns range: Range<Int>, transposed weights: Matrix, rows: Range<Int>, scale: Float,
        atColumn start: Int
    ) {
        precondition(weights.columns == range.count, "\(range.count) columns by \(weights.columns)")
        addProduct(inputs, range, weights, rows, BLAS.transposed, rows.count, scale, start)
    }

    /// Adds `scale · inputs[:, range] · weights[rows]` to as many columns as the weights have, from `start` on.
    ///
    /// - Parameters:
    ///   - inputs: `[self.rows, n]`.
    ///   - range: As many columns of `inputs` as there are `rows`.
    ///   - weights: `[outputs, width]`.
    ///   - rows: The rows of the weights to use.
    ///   - scale: What the product is multiplied by.
    ///   - start: The first column to add to.
    package mutating func addProduct(
        _ inputs: Matrix, columns range: Range<Int>, _ weights: Matrix, rows: Range<Int>, scale: Float,
        atColumn start: Int
    ) {
        precondition(rows.count == range.count, "\(range.count) columns by \(rows.count) rows")
        addProduct(inputs, range, weights, rows, BLAS.plain, weights.columns, scale, start)
    }

    /// Adds `scale · first[:, firsts]ᵀ · second[:, seconds]` to as many rows as there are `firsts`, from `start` on.
    ///
    /// - Parameters:
    ///   - first: `[n, columns]`.
    ///   - firsts: Columns of `first`.
    ///   - second: `[n, columns]`.
    ///   - seconds: As many columns of `second` as this matrix has.
    ///   - scale: What the product is multiplied by.
    ///   - start: The first row to add to.
    package mutating func addProduct(
        transposed first: Matrix, columns firsts: Range<Int>, _ second: Matrix, columns seconds: Range<Int>,
        scale: Float, atRow start: Int
    ) {
        precondition(
            first.rows == second.rows && seconds.count == columns,
            "[\(first.rows), \(firsts.count)]ᵀ by [\(second.rows), \(seconds.count)] to [\(rows), \(columns)]")
        precondition(start >= 0 && start + firsts.count <= rows, "\(firsts.count) rows at \(start) of \(rows)")
        first.check(columns: firsts)
        second.check(columns: seconds)
        let (depth, width) = (first.rows, columns)
        let (a, b, c) = (
            first.base + firsts.lowerBound, second.base + seconds.lowerBound, mutableBase + start * columns
        )
        let (aStride, bStride) = (Int32(max(1, first.columns)), Int32(max(1, second.columns)))
        let product = BLAS.sgemm
        ParallelLoop.ranges(firsts.count, cost: depth * width, multiple: 16) { part in
            product(
                BLAS.rowMajor, BLAS.transposed, BLAS.plain, Int32(part.count), Int32(width), Int32(depth), scale,
                a + part.lowerBound, aStride, b, bStride, 1, c + part.lowerBound * width, Int32(max(1, width)))
        }
    }

    private mutating func addProduct(
        _ inputs: Matrix, _ range: Range<Int>, _ weights: Matrix, _ weightRows: Range<Int>,
        _ transposition: Int32, _ width: Int, _ scale: Float, _ start: Int
    ) {
        precondition(inputs.rows == rows, "\(inputs.rows) rows added to \(rows)")
        precondition(start >= 0 && start + width <= columns, "\(width) columns at \(start) of \(columns)")
        precondition(
            weightRows.lowerBound >= 0 && weightRows.upperBound <= weights.rows, "rows \(weightRows) of \(weights.rows)"
        )
        inputs.check(columns: range)
        let (a, b) = (inputs.base + range.lowerBound, weights.base + weightRows.lowerBound * weights.columns)
        let c = mutableBase + start
        let (from, between, to) = (inputs.columns, Int32(max(1, weights.columns)), columns)
        let product = BLAS.sgemm
        ParallelLoop.ranges(rows, cost: range.count * width, multiple: 16) { part in
            product(
                BLAS.rowMajor, BLAS.plain, transposition, Int32(part.count), Int32(width), Int32(range.count), scale,
                a + part.lowerBound * from, Int32(max(1, from)), b, between, 1, c + part.lowerBound * to,
                Int32(max(1, to)))
        }
    }

    private func check(columns range: Range<Int>) {
        precondition(range.lowerBound >= 0 && range.upperBound <= columns, "columns \(range) of \(columns)")
    }
}
