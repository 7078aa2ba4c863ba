internal import CKernels

/// Standardises rows (Ba, Kiros, Hinton 2016) after adding a bias, dropping out and adding a residual, in one pass.
package enum LayerNormKernel {
    /// What the backward pass needs.
    package struct Saved: Sendable {
        /// The rows with mean 0 and variance 1, `[rows, columns]`.
        package let standardized: Matrix
        /// 1 / √(variance + ε) of each row, `[1, rows]`.
        package let inverseDeviations: Matrix
    }

    /// Returns `standardised(dropout(values + bias) + residual) · gain + shift`, `[rows, columns]`.
    ///
    /// - Parameters:
    ///   - values: `[rows, columns]`, consumed.
    ///   - bias: `[1, columns]`, or nil.
    ///   - residual: `[rows, columns]`, or nil.
    ///   - dropout: The mask of `values + bias`, or nil.
    ///   - gain: `[1, columns]`; `shift` has the same shape.
    package static func forward(
        _ values: consuming Matrix, bias: Matrix?, residual: Matrix?, dropout: DropoutMask?, gain: Matrix,
        shift: Matrix, epsilon: Float
    ) -> (outputs: Matrix, saved: Saved) {
        let (rows, columns) = (values.rows, values.columns)
        precondition(gain.count == columns && shift.count == columns, "a gain of \(gain.count) for \(columns) columns")
        precondition(bias.map { $0.count == columns } ?? true, "a bias for other than \(columns) columns")
        precondition(residual.map { $0.rows == rows && $0.columns == columns } ?? true, "a residual of another shape")
        var outputs = Matrix(uninitialized: rows, columns)
        var inverse = Matrix(uninitialized: 1, rows)
        let (x, y, d) = (values.mutableBase, outputs.mutableBase, inverse.mutableBase)
        let mask = dropout.flatMap { $0.probability > 0 ? $0.kernel : nil }
        ParallelLoop.ranges(rows, cost: (mask == nil ? 2 : 6) * columns) { part in
            let offset = part.lowerBound * columns
            withOptionalPointer(to: mask) { mask in
                assize_layer_norm_forward(
                    x + offset, bias?.base, residual.map { $0.base + offset }, mask, part.lowerBound, gain.base,
                    shift.base, epsilon, y + offset, d + part.lowerBound, part.count, columns)
            }
        }
        return (outputs, Saved(standardized: values, inverseDeviations: inverse))
    }

    /// Returns the outputs of `forward` again, the same bits, `[rows, columns]`.
    package static func outputs(_ saved: Saved, gain: Matrix, shift: Matrix) -> Matrix {
        let (rows, columns) = (saved.standardized.rows, saved.standardized.columns)
        precondition(gain.count == columns && shift.count == columns, "a gain of \(gain.count) for \(columns) columns")
        var outputs = Matrix(uninitialized: rows, columns)
        let (s, y) = (saved.standardized.base, outputs.mutableBase)
        ParallelLoop.ranges(rows, cost: columns) { part in
            let offset = part.lowerBound * columns
            assize_layer_norm_outputs(s + offset, gain.base, shift.base, y + offset, part.count, columns)
        }
        return outputs
    }

    /// Turns gradients of the outputs into gradients of what was standardised, in place.
    ///
    /// - Parameters:
    ///   - gradients: `[rows, columns]`.
    ///   - gain: `[1, columns]`.
    /// - Returns: The gradients of gain and shift, `[columns]` each, summed in Double.
    package static func backward(
        _ saved: Saved, gain: Matrix, gradients: inout Matrix
    ) -> (gain: [Double], shift: [Double]) {
        let (rows, columns) = (gradients.rows, gradients.columns)
        precondition(saved.standardized.rows == rows && saved.standardized.columns == columns, "another shape")
        // Parts of 256 rows each have their own sums, added up in order.
        let parts = max(1, (rows + 255) / 256)
        var gains = [Double](repeating: 0, count: parts * columns)
        var shifts = gains
        let (s, d, g) = (saved.standardized.base, saved.inverseDeviations.base, gradients.mutableBase)
        gains.withUnsafeMutableBufferPointer { gains in
            shifts.withUnsafeMutableBufferPointer { shifts in
                guard let gainSums = gains.baseAddress, let shiftSums = shifts.baseAddress else { return }
                ParallelLoop.forEach(parts) { part in
                    let first = part * 256
                    assize_layer_norm_backward(
                        s + first * columns, d + first, gain.base, g + first * columns, gainSums + part * columns,
                        shiftSums + part * columns, min(256, rows - first), columns)
                }
            }
        }
        for part in stride(from: 1, to: parts, by: 1) {
            for column in 0..<columns {
                gains[column] += gains[part * columns + column]
                shifts[column] += shifts[part * columns + column]
            }
        }
        return (Array(gains.prefix(columns)), Array(shifts.prefix(columns)))
    }
}

/// Calls `body` with a pointer to the value, or nil.
func withOptionalPointer<Value, Result>(to value: Value?, _ body: (UnsafePointer<Value>?) -> Result) -> Result {
    guard let value else { return body(nil) }
    return withUnsafePointer(to: value) { body($0) }
}
