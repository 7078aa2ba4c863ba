internal import MatrixKernels
internal import NumericalKernels

/// Shapley values by random orders in which players arrive, each walked forwards and backwards (Castro et al. 2009;
/// antithetic: Mitchell et al. 2022).
///
/// A pair of walks is one draw: the standard error is the deviation between pairs ÷ √pairs. A player whose few draws happen
/// to agree is not thereby known: the variance of each counts as if two draws more had the mean variance of all.
public struct PermutationSHAP: Explainer {
    /// The id in results.
    public let id = "permutation_shap"
    /// What it does, in one line.
    public let summary = "Shapley values by random orders of arrival, forwards and backwards"
    /// Who published it, with the year.
    public let source = "Castro, Gómez, Tejada 2009; Mitchell et al. 2022"

    /// Makes the method.
    public init() {}

    /// Divides the value of a game among its players; see `Explainer`.
    public func explain(_ game: some CoalitionGame, _ settings: ExplanationSettings) throws -> Attribution {
        try settings.validate()
        let evaluator = try Evaluator(game)
        let count = evaluator.playerCount
        // A walk forwards and one backwards, each with n − 1 coalitions between nobody and everyone.
        let cost = 2 * (count - 1)
        guard settings.evaluations >= 2 + 2 * cost else {
            throw ExplanationsError.tooFewEvaluations(
                method: id, given: settings.evaluations, needed: 2 + 2 * cost)
        }
        let ends = try evaluator.ends()
        // Of one or two players one pair of walks says all.
        guard count > 2 else {
            let values = try walk(Array(0..<count), evaluator: evaluator, ends: ends)
            return .exact(
                id, base: ends.base, everyone: ends.everyone, evaluations: evaluator.count,
                confidence: settings.confidence, values)
        }
        let most = (settings.evaluations - 2) / cost
        var draws: [[Double]] = []
        var look = settings.precision == nil ? most : min(most, 8)
        while true {
            let orders = (draws.count..<look).map { index in
                var generator = SeededGenerator(seed: settings.seed, stream: UInt64(index))
                return (0..<count).shuffled(using: &generator)
            }
            // All at once, so that the game can answer them together.
            _ = try evaluator.values(of: orders.flatMap { coalitions(along: $0) + coalitions(along: $0.reversed()) })
            draws += try orders.map { try walk($0, evaluator: evaluator, ends: ends) }
            let attribution = summary(draws, ends: ends, evaluations: evaluator.count, settings)
            if look == most || settings.isMet(by: attribution) { return attribution }
            look = min(most, look + max(2, look / 3))
        }
    }

    /// The coalitions between nobody and everyone, each with the next player of an order.
    private func coalitions(along order: [Int]) -> [Coalition] {
        var coalition = Coalition(playerCount: order.count)
        return order.dropLast().map { player in
            coalition[player] = true
            return coalition
        }
    }

    /// The mean contribution of each player over an order and its reverse.
    private func walk(
        _ order: [Int], evaluator: Evaluator, ends: (base: Double, everyone: Double)
    ) throws -> [Double] {
        var result = [Double](repeating: 0, count: order.count)
        for order in [order, order.reversed()] {
            var before = ends.base
            for (player, after) in zip(order, try evaluator.values(of: coalitions(along: order)) + [ends.everyone]) {
                result[player] += (after - before) / 2
                before = after
            }
        }
        return result
    }

    private func summary(
        _ draws: [[Double]], ends: (base: Double, everyone: Double), evaluations: Int, _ settings: ExplanationSettings
    ) -> Attribution {
        let count = Double(draws.count)
        let players = draws[0].count
        let means = (0..<players).map { player in draws.reduce(0) { $0 + $1[player] } / count }
        var errors = DoubleMatrix(rows: draws.count, columns: players)
        let scale = 1 / (count * (count - 1)).squareRoot()
        for (row, draw) in draws.enumerated() {
            for player in 0..<players { errors[row, player] = scale * (draw[player] - means[player]) }
        }
        return .estimated(
            id, base: ends.base, everyone: ends.everyone, evaluations: evaluations, confidence: settings.confidence,
            means, covariance: PooledVariance.moderated(errors.transposedTimes(errors), degreesOfFreedom: count - 1),
            degreesOfFreedom: Array(repeating: count - 1, count: players))
    }
}
