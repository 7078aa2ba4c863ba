internal import MatrixKernels

/// Shapley values by weighted least squares over coalitions (Lundberg, Lee 2017), with standard errors.
///
/// Coalitions come in complementary pairs; sizes that would be drawn whole are enumerated, and the rest are drawn without
/// repeats and weighted by the probability of being drawn at all (`SubsetDesign`). Standard errors are the sandwich over
/// pairs. If all coalitions are affordable the values are exact.
public struct KernelSHAP: Explainer {
    /// The id in results.
    public let id = "kernel_shap"
    /// What it does, in one line.
    public let summary = "Shapley values by least squares over pairs of coalitions, with sandwich errors"
    /// Who published it, with the year.
    public let source = "Lundberg, Lee 2017; Covert, Lee 2021; Olsen, Jullum 2024"

    /// Makes the method.
    public init() {}

    /// Divides the value of a game among its players; see `Explainer`.
    public func explain(_ game: some CoalitionGame, _ settings: ExplanationSettings) throws -> Attribution {
        try explainByPairs(game, settings) { paired in
            guard let fit = PairRegression(paired) else { return nil }
            return PairEstimate(values: fit.values, errors: fit.errors(paired.sample))
        }
    }
}

/// Values from a sample of pairs, and what each pair adds to their errors.
struct PairEstimate {
    let values: [Double]
    /// `[pairs, players]`.
    let errors: DoubleMatrix
}

extension Explainer {
    /// Draws pairs until they are enough or say enough, and makes an attribution of what `estimate` finds in them.
    func explainByPairs(
        _ game: some CoalitionGame, _ settings: ExplanationSettings, mostPairs: Int = .max,
        _ estimate: (PairedGame) -> PairEstimate?
    ) throws -> Attribution {
        let evaluator = try Evaluator(game)
        var design = SubsetDesign.pairs(playerCount: evaluator.playerCount, seed: settings.seed)
        let schedule = try PairSchedule(
            method: id, playerCount: evaluator.playerCount, total: design.total, most: mostPairs, settings: settings)
        let ends = try evaluator.ends()
        func exact(_ values: [Double]) -> Attribution {
            .exact(
                id, base: ends.base, everyone: ends.everyone, evaluations: evaluator.count,
                confidence: settings.confidence, values)
        }
        if evaluator.playerCount == 1 { return exact([ends.everyone - ends.base]) }
        for look in schedule.looks {
            let paired = try PairedGame(design.sample(look), evaluator: evaluator, ends: ends)
            guard let found = estimate(paired) else { continue }
            if paired.sample.drawn == 0 { return exact(found.values) }
            let errors = ErrorCovariance(found.errors)
            let attribution = Attribution.estimated(
                id, base: ends.base, everyone: ends.everyone, evaluations: evaluator.count,
                confidence: settings.confidence, found.values, covariance: errors.covariance,
                degreesOfFreedom: errors.degreesOfFreedom)
            if look == schedule.looks.last || settings.isMet(by: attribution) { return attribution }
        }
        throw ExplanationsError.tooFewEvaluations(
            method: id, given: settings.evaluations, needed: 2 * settings.evaluations)
    }
}
