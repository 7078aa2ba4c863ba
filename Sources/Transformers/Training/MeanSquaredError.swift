public import MatrixKernels
internal import NumericalKernels

/// The mean of the squared errors, over rows and outputs.
public struct MeanSquaredError: Sendable {
    /// Makes a loss.
    public init() {}

    /// Returns the loss and its gradients.
    ///
    /// - Parameters:
    ///   - outputs: `[rows, outputs]`.
    ///   - targets: Of the same shape.
    public func callAsFunction(_ outputs: Matrix, _ targets: Matrix) -> Loss {
        Loss.mean(outputs, targets) { x, y in ((x - y) * (x - y), 2 * (x - y)) }
    }
}
