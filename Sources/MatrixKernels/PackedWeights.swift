internal import CKernels

/// The weights of a linear layer, laid out as the product kernel for AVX-512 reads them.
package struct PackedWeights: Sendable {
    /// The width of a panel: products with some of the outputs begin at one of its multiples.
    package static let panelWidth = 32

    /// The numbers of outputs and inputs of the layer.
    package let outputs: Int, inputs: Int
    private let storage: FloatStorage

    /// Packs weights, `[outputs, inputs]`; nil where OpenBLAS is faster.
    package init?(_ weights: Matrix) {
        guard assize_packed_product_available() != 0, weights.count > 0 else { return nil }
        self.init(packing: weights)
    }

    /// Packs weights on a processor with AVX-512.
    init(packing weights: Matrix) {
        precondition(PackedWeights.canRun, "a processor without AVX-512")
        outputs = weights.rows
        inputs = weights.columns
        storage = FloatStorage(uninitialized: assize_packed_size(inputs, outputs))
        let (from, to) = (weights.base, storage.base)
        let (outputs, inputs) = (outputs, inputs)
        let panels = (outputs + PackedWeights.panelWidth - 1) / PackedWeights.panelWidth
        ParallelLoop.ranges(panels, cost: inputs * PackedWeights.panelWidth) { part in
            assize_pack(from, inputs, outputs, part.lowerBound, part.upperBound, to)
        }
    }

    /// Whether the kernel can run at all, be it compiled to fast code or not.
    static var canRun: Bool { assize_vector_level() == 2 }

    /// Calls `body` with the panels of the outputs from `start` on.
    func withPanels(from start: Int, _ body: (UnsafePointer<Float>) -> Void) {
        body(storage.base + start * inputs)
    }
}

extension Matrix {
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
        let (a, c, depth, width) = (base, result.mutableBase, columns, range.count)
        weights.withPanels(from: range.lowerBound) { panels in
            ParallelLoop.ranges(rows, cost: depth * width, multiple: 14) { part in
                let scratch = FloatStorage(uninitialized: Int(ASSIZE_PACKED_SCRATCH))
                assize_packed_product(
                    a + part.lowerBound * depth, depth, panels, c + part.lowerBound * width, width, part.count, depth,
                    width, scratch.base)
            }
        }
        return result
    }
}
