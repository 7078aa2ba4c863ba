internal import CKernels

/// Which activations a dropout layer drops: a pure function of seed, step, site, row and column.
///
/// A mask is never stored. Computing it again, in the backward pass, after a restart or on another number of threads,
/// gives the same bits.
public struct DropoutMask: Sendable, Hashable {
    /// The probability of dropping, from 0 up to but not including 1.
    public let probability: Float
    /// The seed of the training run.
    public let seed: UInt64
    /// The forward pass, counted from the start of the run.
    public let step: UInt32
    /// The place in the model.
    public let site: UInt32

    /// Makes the mask of one place in one forward pass.
    public init(probability: Float, seed: UInt64, step: UInt32, site: UInt32) {
        precondition(probability >= 0 && probability < 1, "a dropout probability of \(probability)")
        self.probability = probability
        self.seed = seed
        self.step = step
        self.site = site
    }

    /// Multiplies kept elements by 1 / (1 - probability) and sets the others to 0; gradients are treated alike.
    package func apply(to values: inout Matrix) {
        guard probability > 0 else { return }
        let (x, columns) = (values.mutableBase, values.columns)
        let mask = kernel
        ParallelLoop.ranges(values.rows, cost: 4 * columns) { part in
            withUnsafePointer(to: mask) { mask in
                for row in part { assize_dropout_row(mask, UInt32(row), x + row * columns, columns) }
            }
        }
    }

    /// The mask as the kernels take it.
    var kernel: assize_dropout_mask {
        assize_dropout_mask(
            seed: seed, step: step, site: site, threshold: UInt32(Double(probability) * 0x1p32),
            scale: Float(1 / (1 - Double(probability))))
    }
}
