extension Matrix {
    /// Returns `self · weightsᵀ` for some rows of the weights, `[rows, range]`: what a linear layer computes.
    ///
    /// Rows are divided by the shapes alone, so that the result does not depend on the number of threads.
    ///
    /// - Parameters:
    ///   - weights: `[outputs, columns]`.
    ///   - range: The rows of the weights to use; all of them if nil.
    ///   - kernel: What computes; the faster one for the shape if nil.
    package func timesTransposed(
        _ weights: Matrix, rows range: Range<Int>? = nil, by kernel: ProductKernel? = nil
    ) -> Matrix {
        let range = range ?? 0..<weights.rows
        precondition(columns == weights.columns, "[\(rows), \(columns)] by [\(weights.rows), \(weights.columns)]ᵀ")
        weights.check(range)
        var result = Matrix(uninitialized: rows, range.count)
        let (a, b, c) = (base, weights.base + range.lowerBound * columns, result.mutableBase)
        let (depth, width) = (columns, range.count)
        switch kernel ?? .best(reuse: rows, size: depth * width) {
        case .packed:
            let packed = PackedWeights(transposing: b, outputs: width, inputs: depth)
            packed.product(a, rows: rows, outputs: 0..<width, into: c)
        case .openBLAS:
            let product = BLAS.sgemm
            ParallelLoop.ranges(rows, cost: depth * width, multiple: 16, dividesInside: true) { part in
                product(
                    BLAS.rowMajor, BLAS.plain, BLAS.transposed, Int32(part.count), Int32(width), Int32(depth), 1,
                    a + part.lowerBound * depth, Int32(max(1, depth)), b, Int32(max(1, depth)), 0,
                    c + part.lowerBound * width, Int32(max(1, width)))
            }
        }
        return result
    }

    /// Returns `self · weights` for some rows of the weights, `[rows, weights.columns]`: how a gradient goes back.
    ///
    /// - Parameters:
    ///   - weights: `[outputs, inputs]`.
    ///   - range: The rows of the weights to use, as many as `self` has columns; all of them if nil.
    ///   - kernel: What computes; the faster one for the shape if nil.
    package func times(_ weights: Matrix, rows range: Range<Int>? = nil, by kernel: ProductKernel? = nil) -> Matrix {
        let range = range ?? 0..<weights.rows
        precondition(columns == range.count, "[\(rows), \(columns)] by [\(range.count), \(weights.columns)]")
        weights.check(range)
        var result = Matrix(uninitialized: rows, weights.columns)
        let (depth, width) = (columns, weights.columns)
        let (a, b, c) = (base, weights.base + range.lowerBound * width, result.mutableBase)
        switch kernel ?? .best(reuse: rows, size: depth * width) {
        case .packed:
            let packed = PackedWeights(plain: b, outputs: width, inputs: depth)
            packed.product(a, rows: rows, outputs: 0..<width, into: c)
        case .openBLAS:
            let product = BLAS.sgemm
            ParallelLoop.ranges(rows, cost: depth * width, multiple: 16, dividesInside: true) { part in
                product(
                    BLAS.rowMajor, BLAS.plain, BLAS.plain, Int32(part.count), Int32(width), Int32(depth), 1,
                    a + part.lowerBound * depth, Int32(max(1, depth)), b, Int32(max(1, width)), 0,
                    c + part.lowerBound * width, Int32(max(1, width)))
            }
        }
        return result
    }

    /// Adds `firstᵀ · second` to the rows from `start` on: how a gradient reaches weights.
    ///
    /// - Parameters:
    ///   - first: Gradients of outputs, `[n, outputs]`.
    ///   - second: Inputs, `[n, columns]`.
    ///   - start: The first of the `outputs` rows to add to.
    ///   - kernel: What computes; the faster one for the shape if nil.
    package mutating func addProduct(
        transposed first: Matrix, _ second: Matrix, atRow start: Int = 0, by kernel: ProductKernel? = nil
    ) {
        precondition(
            first.rows == second.rows && second.columns == columns,
            "[\(first.rows), \(first.columns)]ᵀ by [\(second.rows), \(second.columns)] to [\(rows), \(columns)]")
        check(start..<start + first.columns)
        let (depth, outputs, width) = (first.rows, first.columns, columns)
        let (a, b, c) = (first.base, second.base, mutableBase + start * columns)
        switch kernel ?? .best(reuse: min(depth, outputs), size: depth * width) {
        case .packed:
            PackedWeights(plain: b, outputs: width, inputs: depth).addProduct(transposed: a, rows: outputs, to: c)
        case .openBLAS:
            let product = BLAS.sgemm
            ParallelLoop.ranges(outputs, cost: depth * width, multiple: 16, dividesInside: true) { part in
                product(
                    BLAS.rowMajor, BLAS.transposed, BLAS.plain, Int32(part.count), Int32(width), Int32(depth), 1,
                    a + part.lowerBound, Int32(max(1, outputs)), b, Int32(max(1, width)), 1,
                    c + part.lowerBound * width, Int32(max(1, width)))
            }
        }
    }

    private func check(_ range: Range<Int>) {
        precondition(range.lowerBound >= 0 && range.upperBound <= rows, "rows \(range) of \(rows)")
    }
}
