internal import MatrixKernels
internal import NumericalKernels

extension Parameters {
    /// Adds `scale · other`, where both have a value.
    package mutating func add(_ other: Parameters, scale: Float = 1) {
        for index in matrices.indices where matrices[index].count > 0 && other.matrices[index].count > 0 {
            matrices[index].add(other.matrices[index], scale: scale)
        }
    }

    /// Adds what parts of a batch have summed, in their order, each of which has a value for the same entries.
    mutating func add(parts: [Parameters]) {
        let indices = matrices.indices.filter { index in parts.contains { $0.matrices[index].count > 0 } }
        // The sums move out and back, so that no copy of them is made.
        var sums = indices.map { matrices[$0] }
        for index in indices { matrices[index] = Matrix(rows: 0, columns: 0) }
        Matrix.add(parts.map { part in indices.map { part.matrices[$0] } }, to: &sums)
        for (index, sum) in zip(indices, sums) { matrices[index] = sum }
    }

    /// The places of those that have a value and of which `included` is true.
    func entries(where included: (ParameterLayout.Entry) -> Bool) -> [Int] {
        layout.entries.indices.filter { matrices[$0].count > 0 && included(layout.entries[$0]) }
    }

    /// Makes parameters of which those at the places given are 0 and the others are left out.
    init(zeros layout: ParameterLayout, entries: [Int]) {
        self.init(zeros: layout, where: { _ in false })
        for index in entries {
            let shape = layout.entries[index].shape
            matrices[index] = Matrix(rows: shape.rows, columns: shape.columns)
        }
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
