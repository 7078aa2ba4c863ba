internal import CKernels

/// The right-hand side of a product, laid out as the kernel for AVX-512 reads it: the weights of a linear layer.
package struct PackedWeights: Sendable {
    /// The width of a panel: products with some of the outputs begin at one of its multiples.
    package static let panelWidth = 32

    /// The numbers of outputs and inputs of the layer: the columns and the depth of a product.
    package let outputs: Int, inputs: Int
    private let storage: FloatStorage

    /// Packs weights, `[outputs, inputs]`; nil where OpenBLAS is faster.
    package init?(_ weights: Matrix) {
        guard assize_packed_product_available() != 0, weights.count > 0 else { return nil }
        self.init(packing: weights)
    }

    /// Packs weights, `[outputs, inputs]`, for gradients to go back through; nil where OpenBLAS is faster.
    package init?(backward weights: Matrix) {
        guard assize_packed_product_available() != 0, weights.count > 0 else { return nil }
        self.init(plain: weights.base, outputs: weights.columns, inputs: weights.rows)
    }

    /// Packs weights on a processor with AVX-512.
    init(packing weights: Matrix) {
        self.init(transposing: weights.base, outputs: weights.rows, inputs: weights.columns)
    }

    /// Packs the transpose of weights, `[outputs, inputs]`.
    init(transposing from: UnsafePointer<Float>, outputs: Int, inputs: Int) {
        self.init(outputs, inputs) { part, to in
            assize_pack(from, inputs, outputs, part.lowerBound, part.upperBound, to)
        }
    }

    /// Packs a right-hand side as it is, `[inputs, outputs]`.
    init(plain from: UnsafePointer<Float>, outputs: Int, inputs: Int) {
        self.init(outputs, inputs) { part, to in
            assize_pack_plain(from, inputs, outputs, part.lowerBound, part.upperBound, to)
        }
    }

    private init(_ outputs: Int, _ inputs: Int, _ pack: (Range<Int>, UnsafeMutablePointer<Float>) -> Void) {
        precondition(PackedWeights.canRun, "a processor without AVX-512")
        self.outputs = outputs
        self.inputs = inputs
        storage = FloatStorage(uninitialized: assize_packed_size(inputs, outputs))
        let to = storage.base
        let panels = (outputs + PackedWeights.panelWidth - 1) / PackedWeights.panelWidth
        ParallelLoop.ranges(panels, cost: inputs * PackedWeights.panelWidth, most: 4) { pack($0, to) }
    }

    /// Whether the kernel can run at all, be it compiled to fast code or not.
    static var canRun: Bool { assize_vector_level() == 2 }

    /// The rows that one part of a product computes: enough for the panels to pay for their way from memory.
    private static let partRows = 168

    /// Writes `a · self` for some outputs: rows of `a` lie end to end, those of `c` too.
    func product(
        _ a: UnsafePointer<Float>, rows: Int, outputs range: Range<Int>, into c: UnsafeMutablePointer<Float>
    ) {
        let (panels, depth, width) = (storage.base + range.lowerBound * inputs, inputs, range.count)
        ParallelLoop.ranges(rows, cost: depth * width, most: PackedWeights.partRows, multiple: 14) { part in
            assize_packed_product(
                a + part.lowerBound * depth, depth, panels, c + part.lowerBound * width, width, part.count, depth,
                width)
        }
    }

    /// Adds `aᵀ · self` to `c`, `[rows, outputs]`, for `a` of `[inputs, rows]`.
    func addProduct(transposed a: UnsafePointer<Float>, rows: Int, to c: UnsafeMutablePointer<Float>) {
        let (panels, depth, width) = (storage.base, inputs, outputs)
        ParallelLoop.ranges(rows, cost: depth * width, most: PackedWeights.partRows, multiple: 14) { part in
            let scratch = FloatStorage(uninitialized: Int(ASSIZE_PACKED_SCRATCH))
            assize_add_packed_product(
                a + part.lowerBound, rows, panels, c + part.lowerBound * width, width, part.count, depth, width,
                scratch.base)
        }
    }
}

extension Matrix {
    /// Returns `self · weights`, `[rows, columns of the weights]`, for weights packed for gradients to go back through.
    package func times(_ weights: PackedWeights) -> Matrix { timesTransposed(weights) }

    /// Returns `self · weightsᵀ` for some rows of the weights, `[rows, range]`.
    ///
    /// An element does not depend on the rows that are computed together with it.
    ///
    /// - Parameter range: Rows of the weights that begin at a multiple of the panels' width; all of them if nil.
    package func timesTransposed(_ weights: PackedWeights, rows range: Range<Int>? = nil) -> Matrix {
        let range = range ?? 0..<weights.outputs
        precondition(columns == weights.inputs, "[\(rows), \(columns)] by [\(weights.outputs), \(weights.inputs)]ᵀ")
        precondition(
            range.lowerBound >= 0 && range.upperBound <= weights.outputs
                && range.lowerBound % PackedWeights.panelWidth == 0, "rows \(range) of \(weights.outputs)")
        var result = Matrix(uninitialized: rows, range.count)
        weights.product(base, rows: rows, outputs: range, into: result.mutableBase)
        return result
    }
}
