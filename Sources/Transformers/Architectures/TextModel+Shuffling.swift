internal import MatrixKernels
internal import NumericalKernels

extension TextModel {
    /// Returns the model with the numbers of every matrix at some depth in random order, so that each keeps its distribution
    /// and loses what it learned. Queries, keys and values of a block are one matrix.
    ///
    /// - Parameters:
    ///   - depth: 0 for the embeddings, 1 and on for the blocks, the number of blocks plus one for the head.
    ///   - seed: Decides the orders; every matrix has its own stream of it.
    public func shuffling(depth: Int, seed: UInt64) -> TextModel {
        precondition((0...configuration.blockCount + 1).contains(depth), "depth \(depth) of a model")
        var result = self
        for (index, entry) in parameters.layout.entries.enumerated() where entry.depth == depth {
            var generator = SeededGenerator(seed: seed, stream: UInt64(index))
            let matrix = parameters.matrices[index]
            result.parameters.matrices[index] = Matrix(
                rows: matrix.rows, columns: matrix.columns, matrix.values.shuffled(using: &generator))
        }
        return result
    }
}
