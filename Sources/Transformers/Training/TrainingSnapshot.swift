public import MatrixKernels
internal import NumericalKernels

/// All that a run needs, beside its data and settings, to go on to the same bits.
public struct TrainingSnapshot: Sendable {
    /// The number of steps taken.
    public let step: Int
    /// The model's, the optimiser's and the objectives' tensors; names begin with what they belong to.
    public let tensors: [String: Matrix]

    /// Makes a snapshot of what was saved.
    public init(step: Int, tensors: [String: Matrix]) {
        self.step = step
        self.tensors = tensors
    }

    /// Numbers as a tensor, `[numbers, 4]`: the bits of each in four pieces of 16, which `Float` holds exactly.
    static func tensor(_ numbers: [Double]) -> Matrix {
        Matrix(
            rows: numbers.count, columns: 4,
            numbers.flatMap { number in
                (0..<4).map { Float((number.bitPattern >> (48 - 16 * UInt64($0))) & 0xFFFF) }
            })
    }

    /// The numbers of a tensor, as many as expected.
    ///
    /// - Throws: `ModelError` if the tensor is missing or of another shape.
    func numbers(_ name: String, count: Int) throws(ModelError) -> [Double] {
        guard let tensor = tensors[name] else { throw .weights(missing: [name], misshapen: []) }
        guard tensor.rows == count && tensor.columns == 4 else {
            throw .weights(
                missing: [], misshapen: ["\(name) is [\(tensor.rows), \(tensor.columns)], not [\(count), 4]"])
        }
        return (0..<count).map { row in
            Double(
                bitPattern: (0..<4).reduce(0) { bits, piece in
                    // A damaged file may hold anything; a snapshot holds whole numbers below 65,536.
                    bits << 16 | (UInt64(exactly: tensor[row, piece]) ?? 0) & 0xFFFF
                })
        }
    }
}
