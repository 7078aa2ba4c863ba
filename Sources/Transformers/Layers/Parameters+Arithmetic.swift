internal import MatrixKernels
internal import NumericalKernels

extension Parameters {
    /// Adds `scale · other`, where both have a value.
    package mutating func add(_ other: Parameters, scale: Float = 1) {
        for index in matrices.indices where matrices[index].count > 0 && other.matrices[index].count > 0 {
            matrices[index].add(other.matrices[index], scale: scale)
        }
    }

    /// Zeros for those entries that have a value here and are `included`.
    func zeros(where included: (ParameterLayout.Entry) -> Bool) -> Parameters {
        var result = Parameters(zeros: layout, where: { _ in false })
        for (index, entry) in layout.entries.enumerated() where matrices[index].count > 0 && included(entry) {
            result.matrices[index] = Matrix(rows: entry.shape.rows, columns: entry.shape.columns)
        }
        return result
    }

    /// Sets every number to 0.
    package mutating func clear() {
        for index in matrices.indices { matrices[index].fill(0) }
    }

    /// Returns Σ x y over one parameter, in Double; 0 where either is left out.
    package func dot(_ other: Parameters, at index: Int) -> Double {
        let (first, second) = (matrices[index], other.matrices[index])
        return first.count > 0 && second.count > 0 ? first.dot(second) : 0
    }

    /// Adds `scale · other` to one parameter, where both have a value.
    package mutating func add(_ other: Parameters, scale: Float, at index: Int) {
        guard matrices[index].count > 0 && other.matrices[index].count > 0 else { return }
        matrices[index].add(other.matrices[index], scale: scale)
    }
}
