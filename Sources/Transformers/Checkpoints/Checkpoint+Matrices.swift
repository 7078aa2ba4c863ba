internal import Files
public import MatrixKernels
internal import NumericalKernels

extension Checkpoint {
    /// Reads every tensor of a file that holds matrices alone, bit for bit.
    ///
    /// - Throws: `CheckpointError.damaged` if a tensor has another number of dimensions than two.
    public func matrices() throws(CheckpointError) -> [String: Matrix] {
        var matrices: [String: Matrix] = [:]
        for name in names {
            let tensor = try tensor(name)
            guard tensor.shape.count == 2 else {
                throw .damaged(path: path, place: "tensor '\(visible(name))'", fault: "its shape is \(tensor.shape)")
            }
            matrices[name] = Matrix(rows: tensor.shape[0], columns: tensor.shape[1], try tensor.floats())
        }
        return matrices
    }
}

extension CheckpointWriter {
    /// Adds matrices by their names, as `Checkpoint.matrices` reads them.
    public mutating func add(_ matrices: [String: Matrix]) {
        for (name, matrix) in matrices { add(name, shape: [matrix.rows, matrix.columns], matrix.values) }
    }
}
