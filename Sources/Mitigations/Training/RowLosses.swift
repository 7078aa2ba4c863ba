internal import MatrixKernels
internal import NumericalKernels

/// The cross-entropy of every row on its own, and the gradients of any weighted sum of them.
struct RowLosses {
    /// -ln p(target), `[rows]`.
    let values: [Double]
    /// `[rows, classes]`.
    let probabilities: Matrix
    private let targets: [Int32]

    /// Computes the losses of logits, `[rows, classes]`.
    init(_ logits: Matrix, _ targets: [Int32]) {
        precondition(targets.count == logits.rows, "\(targets.count) targets for \(logits.rows) rows")
        var probabilities = logits
        let normalizers = probabilities.softmaxRows()
        values = targets.indices.map { normalizers[$0] - Double(logits[$0, Int(targets[$0])]) }
        self.probabilities = probabilities
        self.targets = targets
    }

    /// The gradients of Σ weight · loss with respect to the logits.
    func gradients(_ weights: [Double]) -> Matrix {
        var result = probabilities
        for (row, target) in targets.enumerated() {
            let weight = Float(weights[row])
            for column in 0..<result.columns { result[row, column] *= weight }
            result[row, Int(target)] -= weight
        }
        return result
    }
}
