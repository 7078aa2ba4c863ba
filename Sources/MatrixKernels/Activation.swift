internal import CKernels

/// The function between two linear layers.
public enum Activation: Sendable, CaseIterable {
    /// x Φ(x) with the normal distribution function Φ (Hendrycks, Gimpel 2016).
    case gelu
    /// x (1 + tanh(√(2/π) (x + 0.044715 x³))) / 2, which comes within 0.0005 of `gelu`.
    case geluTanh
    /// max(0, x).
    case relu
    /// The hyperbolic tangent.
    case tanh

    /// Adds a bias to each row of `sums` and returns the activations of the result.
    ///
    /// - Parameters:
    ///   - sums: `[rows, columns]`; the bias is added in place, and `backward` needs what comes of it.
    ///   - bias: `[1, columns]`.
    /// - Returns: `[rows, columns]`.
    package func forward(_ sums: inout Matrix, bias: Matrix) -> Matrix {
        var outputs = Matrix(uninitialized: sums.rows, sums.columns)
        let out = outputs.mutableBase
        run(&sums, bias, out)
        return outputs
    }

    /// Returns the activations of sums that have their bias, the same bits as `forward` returned.
    package func values(_ sums: Matrix) -> Matrix {
        var result = Matrix(uninitialized: sums.rows, sums.columns)
        let (x, out) = (sums.base, result.mutableBase)
        let function = valuesKernel
        ParallelLoop.ranges(sums.count, cost: 2, most: 1 << 18, multiple: 16) { part in
            function(x + part.lowerBound, out + part.lowerBound, part.count)
        }
        return result
    }

    /// Adds a bias to each row of `sums` and replaces them by their activations.
    package func apply(to sums: inout Matrix, bias: Matrix) {
        run(&sums, bias, sums.mutableBase)
    }

    /// Turns gradients of the activations into gradients of the sums, in place.
    ///
    /// - Parameters:
    ///   - sums: What `forward` left, bias included, `[rows, columns]`.
    ///   - outputs: What `forward` returned.
    ///   - gradients: `[rows, columns]`.
    package func backward(sums: Matrix, outputs: Matrix, gradients: inout Matrix) {
        precondition(sums.count == gradients.count && outputs.count == gradients.count, "\(gradients.count) gradients")
        let (x, g) = (self == .tanh ? outputs.base : sums.base, gradients.mutableBase)
        let function = backwardKernel
        ParallelLoop.ranges(gradients.count, cost: 2, most: 1 << 18, multiple: 16) { part in
            function(x + part.lowerBound, g + part.lowerBound, part.count)
        }
    }

    private func run(_ sums: inout Matrix, _ bias: Matrix, _ out: UnsafeMutablePointer<Float>) {
        precondition(bias.count == sums.columns, "a bias of \(bias.count) for \(sums.columns) columns")
        let (x, b, columns) = (sums.mutableBase, bias.base, sums.columns)
        let function = forwardKernel
        ParallelLoop.ranges(sums.rows, cost: 2 * columns) { part in
            let offset = part.lowerBound * columns
            function(x + offset, b, out + offset, part.count, columns)
        }
    }

    private typealias Forward = (
        UnsafeMutablePointer<Float>?, UnsafePointer<Float>?, UnsafeMutablePointer<Float>?, Int, Int
    ) -> Void
    private typealias Values = (UnsafePointer<Float>?, UnsafeMutablePointer<Float>?, Int) -> Void
    private typealias Backward = (UnsafePointer<Float>?, UnsafeMutablePointer<Float>?, Int) -> Void

    private var forwardKernel: Forward {
        switch self {
        case .gelu: assize_gelu_forward
        case .geluTanh: assize_gelu_tanh_forward
        case .relu: assize_relu_forward
        case .tanh: assize_tanh_forward
        }
    }

    private var valuesKernel: Values {
        switch self {
        case .gelu: assize_gelu_values
        case .geluTanh: assize_gelu_tanh_values
        case .relu: assize_relu_values
        case .tanh: assize_tanh_values
        }
    }

    private var backwardKernel: Backward {
        switch self {
        case .gelu: assize_gelu_backward
        case .geluTanh: assize_gelu_tanh_backward
        case .relu: assize_relu_backward
        case .tanh: assize_tanh_backward
        }
    }
}
