internal import CKernels

/// What computes a product of matrices.
package enum ProductKernel: Sendable {
    /// OpenBLAS, which runs everywhere and is at its best with few rows.
    case openBLAS
    /// The kernel of `PackedWeights`, for processors with AVX-512, which rearranges the right-hand side first.
    case packed

    /// The faster one for a right-hand side that is used once.
    ///
    /// - Parameters:
    ///   - reuse: How often each element of the right-hand side is used: the rows of the left-hand side.
    ///   - size: The number of elements of the right-hand side.
    static func best(reuse: Int, size: Int) -> ProductKernel {
        reuse >= worthPacking && size <= largestPacked && assize_packed_product_available() != 0
            ? .packed : .openBLAS
    }

    /// With fewer rows than this, packing costs more than the faster product brings.
    private static let worthPacking = 128

    /// Larger ones, such as a vocabulary, are not copied: 32 MiB.
    private static let largestPacked = 1 << 23
}
