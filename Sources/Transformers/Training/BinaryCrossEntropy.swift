internal import Glibc
public import MatrixKernels
internal import NumericalKernels

/// Binary cross-entropy of every label on its own, averaged over rows and labels.
public struct BinaryCrossEntropy: Sendable {
    /// Makes a loss.
    public init() {}

    /// Returns the loss and its gradients.
    ///
    /// - Parameters:
    ///   - logits: `[rows, labels]`.
    ///   - targets: From 0 to 1, of the same shape.
    public func callAsFunction(_ logits: Matrix, _ targets: Matrix) -> Loss {
        Loss.mean(logits, targets) { x, y in
            // ln(1 + e^-|x|) keeps its digits where e^x would overflow or vanish.
            let value = max(x, 0) - x * y + log1p(exp(-abs(x)))
            return (value, 1 / (1 + exp(-x)) - y)
        }
    }
}
