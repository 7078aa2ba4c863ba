internal import MatrixKernels

/// Shapley values of a Gaussian process fitted to sampled coalitions: the estimator with the smallest error.
///
/// Least squares over pairs gives the main effects, as in `KernelSHAP`; what they leave is explained by interactions of three
/// and more players (`InteractionSurrogate`), whose strength is chosen by leave-one-out error, and the Shapley values of both
/// are added in closed form. In the spirit of regression-adjusted sampling (Witter, Liu, Musco 2025), with a surrogate that is
/// exact where it was observed.
///
/// Standard errors do not trust the surrogate: they are those of the unbiased estimator that adds to it what sampled pairs
/// say of its leave-one-out errors, which is the noisier one of the two.
///
/// Uses at most 4,098 evaluations, since solving costs the cube of them; `KernelSHAP` uses all.
public struct SurrogateSHAP: Explainer {
    /// The id in results.
    public let id = "surrogate_shap"
    /// What it does, in one line.
    public let summary = "Shapley values by a Gaussian process on coalitions: the fewest evaluations for a precision"
    /// Who published it, with the year.
    public let source = "derived here, after Lundberg, Lee 2017 and Witter, Liu, Musco 2025"

    /// The most pairs that are fitted.
    static let mostPairs = 2_048

    /// Makes the method.
    public init() {}

    /// Divides the value of a game among its players; see `Explainer`.
    public func explain(_ game: some CoalitionGame, _ settings: ExplanationSettings) throws -> Attribution {
        try explainByPairs(game, settings, mostPairs: SurrogateSHAP.mostPairs) { paired in
            guard let fit = PairRegression(paired) else { return nil }
            return SurrogateSHAP.estimate(paired, fit)
        }
    }

    private static func estimate(_ game: PairedGame, _ fit: PairRegression) -> PairEstimate {
        let plain = PairEstimate(values: fit.values, errors: fit.errors(game.sample))
        let largest = game.odd.reduce(abs(game.difference)) { max($0, abs($1)) }
        // An additive game, or a sum of pairwise interactions, leaves nothing.
        guard game.sample.drawn > 0, fit.residuals.contains(where: { abs($0) > 1e-12 * largest }) else { return plain }
        guard
            let surrogate = InteractionSurrogate.fitted(
                signs: game.signs, observations: fit.residuals + [0], mainEffects: fit.values,
                weights: game.sample.weights)
        else { return plain }
        var values = zip(fit.values, surrogate.shapleyValues).map { $0 + $1 }
        let missing = (game.difference - values.reduce(0, +)) / Double(values.count)
        for index in values.indices { values[index] += missing }

        let residuals = surrogate.leaveOneOutResiduals
        let drawn = Double(game.sample.drawn)
        let correction = (drawn / max(1, drawn - 1)).squareRoot() / designVariance(playerCount: game.playerCount)
        let factors = game.odd.indices.map { row in
            let inclusion = game.sample.inclusion[row]
            return correction * game.sample.weights[row] * residuals[row] * (1 - inclusion).squareRoot()
        }
        return PairEstimate(values: values, errors: fit.design.scalingRows(factors))
    }

    /// The eigenvalue of Xᵀ W X over all pairs, within the values that add up to 0.
    private static func designVariance(playerCount: Int) -> Double {
        let count = Double(playerCount)
        var (mass, product) = (0.0, 0.0)
        for size in stride(from: 1.0, to: count, by: 1) {
            let weight = 1 / (size * (count - size))
            mass += weight
            // E zᵢ zⱼ − E zᵢ + ¼ for two players.
            product += weight * (size * (size - 1) / (count * (count - 1)) - size / count + 0.25)
        }
        return 0.25 - product / mass
    }
}
