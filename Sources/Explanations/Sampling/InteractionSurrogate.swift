internal import Glibc
internal import NumericalKernels
internal import MatrixKernels

/// A Gaussian process on coalitions, which knows that interactions of many players are small and those of players without
/// an effect are smaller.
///
/// With tᵢ = ±1 for present and absent players its covariance is the odd part of Πᵢ (1 + ωᵢ sᵢ tᵢ), the sum over all
/// sets A of an odd number of players of Π ω sᵢ tᵢ over A: every interaction is as large as the product of its players' ω. As
/// ω = tanh h, the product is Π √(1 − ω²) · exp(Σ hᵢ sᵢ tᵢ), and its odd part a hyperbolic sine: one matrix product
/// for all pairs. Main effects are nearly free. Even interactions do not occur: they cancel in half differences of pairs.
struct InteractionSurrogate {
    /// ωᵢ, `[players]`, in 0..<1.
    let scales: [Double]
    /// The inverse of the covariance of the observations, `[pairs + 1, pairs + 1]`.
    let inverse: DoubleMatrix
    /// ±1 for present and absent players, `[pairs + 1, players]`.
    let signs: DoubleMatrix
    /// The inverse times the observations, `[pairs + 1]`.
    let solution: [Double]

    /// The variance of main effects, where that of the intercept of the kernel is 1.
    static let mainVariance = 100.0

    /// Fits observations, `[pairs + 1]`, exactly; nil if the covariance is singular to working precision.
    init?(signs: DoubleMatrix, observations: [Double], scales: [Double]) {
        self.signs = signs
        self.scales = scales
        let atanhs = scales.map { atanh($0) }
        let offset = scales.reduce(0) { $0 + 0.5 * log1p(-$1 * $1) }
        var kernel = signs.scalingColumns(atanhs).timesTransposed(signs)
        let linear = signs.timesTransposed(signs)
        let size = signs.rows
        var values = kernel.values
        values.withUnsafeMutableBufferPointer { values in
            linear.values.withUnsafeBufferPointer { linear in
                for row in 0..<size {
                    for index in row * size...row * size + row {
                        let odd = 0.5 * (exp(offset + values[index]) - exp(offset - values[index]))
                        values[index] = odd + InteractionSurrogate.mainVariance * linear[index]
                        values[(index - row * size) * size + row] = values[index]
                    }
                }
            }
        }
        kernel.values = values
        let jitter = 1e-9 * kernel.trace / Double(size)
        for index in 0..<size { kernel[index, index] += jitter }
        guard let inverse = kernel.invertingPositiveDefinite() else { return nil }
        self.inverse = inverse
        solution = inverse.times(observations)
    }

    /// What is left of each observation when it is predicted from all others, `[pairs + 1]`.
    var leaveOneOutResiduals: [Double] { solution.indices.map { solution[$0] / inverse[$0, $0] } }

    /// The square of each of them over its variance, `[pairs + 1]`: about the factor by which the covariance is too small.
    var standardizedSquares: [Double] { solution.indices.map { solution[$0] * solution[$0] / inverse[$0, $0] } }

    /// The Shapley values of the process' mean, `[players]`.
    ///
    /// φᵢ of a product is ∫ over p in 0…1 of player i's step times what the others are worth if each is present with
    /// probability p (Owen 1972), here a polynomial that Gauss's rule with n / 2 nodes integrates exactly; beyond 64
    /// players 32 nodes leave no error that a double can show.
    var shapleyValues: [Double] {
        let count = scales.count
        let rule = GaussLegendre(count: min(32, count / 2 + 1))
        var result = [Double](repeating: 0, count: count)
        var factors = result
        for row in 0..<signs.rows {
            let weight = solution[row]
            for (node, share) in zip(rule.nodes, rule.weights) {
                var product = 1.0
                for player in 0..<count {
                    factors[player] = 1 + node * scales[player] * signs[row, player]
                    product *= factors[player]
                }
                for player in 0..<count {
                    // Weights add up to 2 on −1…1, and the step is 2 ω t.
                    result[player] += weight * share * scales[player] * signs[row, player] * product / factors[player]
                }
            }
            for player in 0..<count {
                result[player] += 2 * InteractionSurrogate.mainVariance * weight * signs[row, player]
            }
        }
        return result
    }
}
