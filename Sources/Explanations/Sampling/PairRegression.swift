internal import MatrixKernels

/// The weighted least squares of Kernel SHAP over pairs, with the efficiency constraint eliminated.
///
/// Minimises Σ w (g − Σᵢ φᵢ (zᵢ − ½))² over the pairs, where g is half the difference of a pair, subject to
/// Σ φᵢ = v(N) − v(∅). Over all pairs the minimum is at the Shapley values.
struct PairRegression {
    /// φ, `[players]`.
    let values: [Double]
    /// g − Σᵢ φᵢ (zᵢ − ½), `[pairs]`.
    let residuals: [Double]
    /// The leverage of each pair, `[pairs]`.
    let leverages: [Double]
    /// zᵢ − |S| / n, `[pairs, players]`.
    let design: DoubleMatrix
    /// The inverse of Xᵀ W X within the values that add up to 0, `[players, players]`.
    private let inverse: DoubleMatrix

    /// Solves; nil if the pairs do not determine the values.
    init?(_ game: PairedGame) {
        let count = game.playerCount
        let weights = game.sample.weights
        design = game.centredDesign
        let weighted = design.scalingRows(weights)
        let gram = design.transposedTimes(weighted)
        guard let eigen = SymmetricEigen(gram) else { return nil }
        let least = 1e-11 * (eigen.values.map(abs).max() ?? 0)
        guard eigen.values.count(where: { $0 > least }) == count - 1 else { return nil }
        inverse = eigen.mapping { $0 > least ? 1 / $0 : 0 }
        // Every player's even share first: what is left adds up to 0.
        let share = game.difference / Double(count)
        let target = zip(game.odd, game.sample.coalitions).map { $0 - (Double($1.count) - Double(count) / 2) * share }
        let found = inverse.times(weighted.transposed.times(target))
        values = found.map { $0 + share }
        let fitted = design.times(found)
        residuals = zip(target, fitted).map { $0 - $1 }
        leverages = PairRegression.leverages(design, spread: design.times(inverse), weights)
    }

    /// w xᵀ A⁻¹ x of each row x, given x A⁻¹ as `spread`.
    private static func leverages(_ design: DoubleMatrix, spread: DoubleMatrix, _ weights: [Double]) -> [Double] {
        weights.indices.map { row in
            var sum = 0.0
            for column in 0..<design.columns { sum += spread[row, column] * design[row, column] }
            return min(1, max(0, weights[row] * sum))
        }
    }

    /// What each drawn pair adds to the error of each value, `[pairs, players]`; its products summed are the sandwich.
    ///
    /// A residual is divided by √(1 − leverage) (MacKinnon, White 1985: HC2), because the fit has followed it, and
    /// multiplied by √(1 − π): a pair that was sure to be there adds nothing.
    func errors(_ sample: SubsetDesign.Sample) -> DoubleMatrix {
        let scales = residuals.indices.map { row in
            sample.weights[row] * residuals[row]
                * ((1 - sample.inclusion[row]) / max(0.05, 1 - leverages[row])).squareRoot()
        }
        return design.times(inverse).scalingRows(scales)
    }
}

/// A covariance of independent errors, with the degrees of freedom that their kurtosis leaves.
struct ErrorCovariance {
    let covariance: DoubleMatrix
    let degreesOfFreedom: [Double]

    /// - Parameter errors: What each draw adds to the error of each value, `[draws, players]`.
    ///
    /// Σ e² of few large errors is itself uncertain: it counts as (Σ e²)² / Σ e⁴ degrees of freedom, at least 2.
    init(_ errors: DoubleMatrix) {
        covariance = errors.transposedTimes(errors)
        var squares = [Double](repeating: 0, count: errors.columns)
        var fourths = squares
        for row in 0..<errors.rows {
            for column in 0..<errors.columns {
                let square = errors[row, column] * errors[row, column]
                squares[column] += square
                fourths[column] += square * square
            }
        }
        degreesOfFreedom = zip(squares, fourths).map { $1 > 0 ? max(2, $0 * $0 / $1) : .infinity }
    }
}
