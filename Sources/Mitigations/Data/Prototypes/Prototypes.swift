internal import Glibc
internal import MatrixKernels
internal import Models

/// Points among the rows of a table, which each row belongs to in shares: the nearer, the more (Zemel et al. 2013).
///
/// Row x belongs to prototype k by M = softmax over k of −Σᵢ αᵢ (xᵢ − vₖᵢ)². The squares of x are the same for all
/// prototypes and cancel, so that the logits are 2 x·αvₖ − vₖ·αvₖ. No group enters.
struct Prototypes: Sendable, Equatable {
    /// u: a row that is wholly of prototype k is positive with probability wₖ = 1 / (1 + e^−uₖ), `[prototypes]`.
    var labelLogits: [Double]
    /// ln α, how much each feature counts in a distance, `[width]`.
    var logWeights: [Double]
    /// v, `[prototypes, width]`.
    var centres: DoubleMatrix

    init(labelLogits: [Double], logWeights: [Double], centres: DoubleMatrix) {
        precondition(
            labelLogits.count == centres.rows && logWeights.count == centres.columns,
            "\(labelLogits.count) and \(logWeights.count) for [\(centres.rows), \(centres.columns)]")
        (self.labelLogits, self.logWeights, self.centres) = (labelLogits, logWeights, centres)
    }

    /// Reads u, ln α and v from one list, in this order.
    init(_ list: [Double], count: Int, width: Int) {
        self.init(
            labelLogits: Array(list[..<count]), logWeights: Array(list[count..<count + width]),
            centres: DoubleMatrix(rows: count, columns: width, Array(list[(count + width)...])))
    }

    /// u, ln α and v in one list.
    var list: [Double] { labelLogits + logWeights + centres.values }

    /// The number of prototypes.
    var count: Int { centres.rows }

    /// α, `[width]`.
    var weights: [Double] { logWeights.map { exp($0) } }

    /// w, `[prototypes]`.
    var positiveShares: [Double] { labelLogits.map { 1 / (1 + exp(-$0)) } }

    /// Returns how far each row belongs to each prototype, `[rows, prototypes]`, of rows `[rows, width]`.
    func memberships(_ rows: DoubleMatrix) -> DoubleMatrix {
        let weighted = centres.scalingColumns(weights)
        var result = 2 * rows.timesTransposed(weighted)
        let own = (0..<count).map { prototype in
            (0..<centres.columns).reduce(0) { $0 + centres[prototype, $1] * weighted[prototype, $1] }
        }
        result.addToRows(own, factor: -1)
        _ = result.softmaxRows()
        return result
    }

    /// Returns the rows as their prototypes make them, M V, `[rows, width]`.
    func reconstructed(_ rows: DoubleMatrix) -> DoubleMatrix { memberships(rows).times(centres) }
}
