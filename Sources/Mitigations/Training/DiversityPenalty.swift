internal import MatrixKernels
internal import NumericalKernels

/// How much two adversaries see the same: the mean squared cosine between the hidden states that each has of any two rows
/// (Han, Baldwin, Cohn 2021, "Diverse Adversaries for Mitigating Bias in Training").
///
/// With U and V the hidden states scaled to length 1, ‖U Vᵀ‖² / n² = ⟨UᵀU, VᵀV⟩ / n², so that no n × n matrix is made.
/// The lengths' own part of the gradient is not left out, unlike in the authors' code.
struct DiversityPenalty {
    let value: Double
    /// The gradients of the value, `[n, width]` each.
    let first: Matrix, second: Matrix

    /// Compares the hidden states of two adversaries, `[n, width]` each.
    init(_ first: Matrix, _ second: Matrix) {
        let (u, v) = (UnitRows(first), UnitRows(second))
        let scale = 1 / Double(max(1, first.rows * first.rows))
        value = scale * u.gram.dot(v.gram)
        self.first = u.backward(u.rows.times(v.gram), scale: 2 * scale)
        self.second = v.backward(v.rows.times(u.gram), scale: 2 * scale)
    }

    /// Rows scaled to length 1; rows of length 0 stay.
    private struct UnitRows {
        let rows: Matrix, gram: Matrix
        private let lengths: [Double]

        init(_ matrix: Matrix) {
            var scaled = matrix
            let columns = matrix.columns
            var lengths: [Double] = []
            var x = scaled.mutableSpan
            for row in 0..<matrix.rows {
                var sum = 0.0
                for index in row * columns..<(row + 1) * columns { sum += Double(x[index]) * Double(x[index]) }
                let length = sum.squareRoot()
                lengths.append(length)
                guard length > 0 else { continue }
                for index in row * columns..<(row + 1) * columns { x[index] /= Float(length) }
            }
            var gram = Matrix(rows: columns, columns: columns)
            gram.addProduct(transposed: scaled, scaled)
            (rows, self.gram, self.lengths) = (scaled, gram, lengths)
        }

        /// Turns gradients of the unit rows into `scale` times those of the rows: (g - u ⟨u, g⟩) / length.
        func backward(_ gradients: Matrix, scale: Double) -> Matrix {
            var result = gradients
            let columns = rows.columns
            let u = rows.span
            var g = result.mutableSpan
            for (row, length) in lengths.enumerated() {
                let range = row * columns..<(row + 1) * columns
                var along = 0.0
                for index in range { along += Double(u[index]) * Double(g[index]) }
                let factor = length > 0 ? scale / length : 0
                for index in range { g[index] = Float(factor * (Double(g[index]) - along * Double(u[index]))) }
            }
            return result
        }
    }
}
