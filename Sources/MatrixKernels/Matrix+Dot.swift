extension Matrix {
    /// Returns Σ x y of two matrices of one shape, the Frobenius product, in Double; strips are added in order.
    package func dot(_ other: Matrix) -> Double {
        precondition(
            rows == other.rows && columns == other.columns, "[\(rows), \(columns)] · [\(other.rows), \(other.columns)]")
        let strip = 1 << 16
        return ParallelLoop.map((count + strip - 1) / strip) { part in
            let (x, y) = (span, other.span)
            var sum = 0.0
            for index in part * strip..<min(count, (part + 1) * strip) { sum += Double(x[index]) * Double(y[index]) }
            return sum
        }.reduce(0, +)
    }
}
