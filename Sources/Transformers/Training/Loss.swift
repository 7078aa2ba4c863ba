public import MatrixKernels
internal import NumericalKernels

/// The value of a loss over a batch, and its gradients.
public struct Loss: Sendable {
    /// The mean over the batch, summed in Double; nil if nothing in the batch counts.
    public let value: Double?
    /// The gradients of the mean with respect to the outputs, of their shape.
    public let gradients: Matrix
}

extension Loss {
    /// The mean over all elements of a value, and its gradients.
    static func mean(
        _ outputs: Matrix, _ targets: Matrix, _ element: (Double, Double) -> (value: Double, slope: Double)
    ) -> Loss {
        precondition(
            outputs.rows == targets.rows && outputs.columns == targets.columns,
            "[\(outputs.rows), \(outputs.columns)] and [\(targets.rows), \(targets.columns)]")
        var gradients = Matrix(rows: outputs.rows, columns: outputs.columns)
        guard outputs.count > 0 else { return Loss(value: nil, gradients: gradients) }
        var sum = 0.0
        let scale = 1 / Double(outputs.count)
        let (x, y) = (outputs.span, targets.span)
        var slopes = gradients.mutableSpan
        for index in 0..<outputs.count {
            let (value, slope) = element(Double(x[index]), Double(y[index]))
            sum += value
            slopes[index] = Float(slope * scale)
        }
        return Loss(value: sum * scale, gradients: gradients)
    }
}
