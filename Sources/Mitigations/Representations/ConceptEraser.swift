public import MatrixKernels

/// A fitted map that removes from states what a linear probe could learn of a concept:
/// r(x) = x − W⁺ U Uᵀ W (x − μ) with W = Σxx^(−1/2) and U an orthonormal basis of the columns of W Σxz (Belrose et al. 2023).
public struct ConceptEraser: Sendable, Equatable {
    /// r as x ↦ P x + c.
    public let map: AffineMap
    /// The singular values of W Σxz, descending: how strongly the directions went with the concept.
    public let strengths: [Double]
    /// How many directions are erased.
    public let rank: Int

    /// Makes the eraser of moments.
    ///
    /// - Parameters:
    ///   - mean: μ, `[width]`.
    ///   - covariance: Σxx, `[width, width]`.
    ///   - cross: Σxz, `[width, concepts]`.
    /// - Throws: `MitigationsError.notFinite`.
    init(
        mean: [Double], covariance: DoubleMatrix, cross: DoubleMatrix, convention: ErasureConvention
    ) throws(MitigationsError) {
        guard let eigen = SymmetricEigen(covariance) else { throw .notFinite }
        // Directions without variance, up to rounding, have no inverse and go with no concept.
        let square = mean.indices.reduce(0) { max($0, covariance[$1, $1] + mean[$1] * mean[$1]) }
        let least = max(
            (eigen.values.last ?? 0) * Double(mean.count) * Double.ulpOfOne,
            convention.leastSpread * convention.leastSpread * square)
        let whitening = eigen.mapping { $0 > least ? 1 / $0.squareRoot() : 0 }
        let unwhitening = eigen.mapping { $0 > least ? $0.squareRoot() : 0 }
        guard let singular = SingularValues(whitening.times(cross)) else { throw .notFinite }
        let largest = singular.values.first ?? 0
        let bound = convention.isRelative ? convention.tolerance * largest : convention.tolerance
        strengths = singular.values
        rank = singular.values.count { $0 > bound }
        let basis = singular.left.columns(first: rank)
        let removed = unwhitening.times(basis).times(whitening.times(basis).transposed)
        map = AffineMap(matrix: DoubleMatrix(identity: mean.count) - removed, about: mean)
    }

    /// Returns the states without the concept, `[rows, width]`.
    public func callAsFunction(_ states: Matrix) -> Matrix { map(states) }
}
