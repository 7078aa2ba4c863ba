/// Of which rows a linear probe is to learn nothing about the group.
///
/// In all cases the map changes the states as little as any affine map can that reaches the goal, in mean square over all
/// rows (theorem 4.3 of Belrose et al. 2023 with the concept as stated), and reads nothing but the state: no label is
/// needed to apply it. What it reaches holds on the rows that it was fitted on; on others up to sampling.
public enum ErasureScope: Sendable, Hashable {
    /// All rows together, for demographic parity: Cov(r(x), z) = 0. No affine probe has a smaller mean loss, for any convex
    /// loss, than the best constant.
    case marginal
    /// Rows of one label on average: Σ_y P(y) Cov(r(x), z | y) = 0, the concept being z − E[z | y]. No affine probe with one
    /// slope and a constant for each label does better by least squares than those constants. Within a single label another
    /// slope may still find the group. Takes as many directions as there are groups, less one.
    case pooledWithinLabels
    /// Rows of each label, for equalized odds: Cov(r(x), z | y) = 0 for every y, the concepts being 1[y] (z − E[z | y]). No
    /// affine probe that is fitted on the rows of one label beats the best constant there. As the label may go with the
    /// group, a probe on all rows can still find the group as far as it finds the label. Takes as many directions as
    /// there are groups, less one, times labels.
    case withinEachLabel
    /// Rows of one label alone, for equal opportunity.
    case withinLabel(Int)
}

/// How an eraser is made of the moments.
public struct ErasureConvention: Sendable, Hashable {
    /// Whether the covariance of the states is shrunk towards a multiple of the identity (Bodnar, Gupta, Parolya 2014),
    /// which keeps the map smaller where there are few rows. The covariance with the group is 0 in any case.
    public var isShrunk: Bool
    /// Directions whose singular value, of whitened states with the concept, is not above this are left.
    public var tolerance: Double
    /// Whether `tolerance` is a share of the largest singular value.
    public var isRelative: Bool
    /// Directions in which the states vary by less than this are taken for constant, as a share of the largest root mean
    /// square of a coordinate. A normalised state has such a direction: all that varies there is rounding, by which nothing
    /// can be divided.
    public var leastSpread: Double

    /// Makes a convention.
    public init(isShrunk: Bool, tolerance: Double, isRelative: Bool, leastSpread: Double) {
        precondition(tolerance >= 0 && leastSpread >= 0, "tolerances of \(tolerance) and \(leastSpread)")
        self.leastSpread = leastSpread
        self.isShrunk = isShrunk
        self.tolerance = tolerance
        self.isRelative = isRelative
    }

    /// The paper's map: every direction above the rounding of Floats is erased.
    public static let exact = ErasureConvention(isShrunk: false, tolerance: 1e-9, isRelative: true, leastSpread: 1e-6)
    /// The same with a shrunk covariance. Where some direction of the states varies little, as those of a saturated tanh
    /// do, the paper's map may multiply another by a large number; this one does so less, and erases as much.
    public static let shrunk = ErasureConvention(isShrunk: true, tolerance: 1e-9, isRelative: true, leastSpread: 1e-6)
    /// That of the package `concept-erasure` without shrinkage, which leaves singular values up to 0.01.
    public static let plainPackage = ErasureConvention(
        isShrunk: false, tolerance: 0.01, isRelative: false, leastSpread: 0)
    /// What the package `concept-erasure` does if nothing is chosen. Its other default, that the trace of the covariance
    /// must not grow, changes nothing: W⁺ (I − U Uᵀ) W⁺ never has a larger trace than W⁺ W⁺.
    public static let packageDefault = ErasureConvention(
        isShrunk: true, tolerance: 0.01, isRelative: false, leastSpread: 0)
}
