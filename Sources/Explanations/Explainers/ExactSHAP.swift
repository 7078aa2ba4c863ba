/// Shapley values by visiting every coalition (Shapley 1953).
///
/// φᵢ = Σ over S without i of |S|! (n − |S| − 1)! / n! · (v(S ∪ i) − v(S)). Evaluates 2ⁿ coalitions, n ≤ 20.
public struct ExactSHAP: Explainer {
    /// The most players whose coalitions are enumerated.
    public static let mostPlayers = 20

    /// The id in results.
    public let id = "exact_shap"
    /// What it does, in one line.
    public let summary = "Shapley values from all coalitions, for few players"
    /// Who published it, with the year.
    public let source = "Shapley 1953"

    /// Makes the method.
    public init() {}

    /// Divides the value of a game among its players; see `Explainer`.
    public func explain(_ game: some CoalitionGame, _ settings: ExplanationSettings) throws -> Attribution {
        try settings.validate()
        let evaluator = try Evaluator(game)
        let values = try evaluator.allValues(for: id, evaluations: settings.evaluations)
        return .exact(
            id, base: values[0], everyone: values[values.count - 1], evaluations: evaluator.count,
            confidence: settings.confidence, ExactSHAP.values(values, playerCount: game.playerCount))
    }

    /// Returns the Shapley values of a game given by what every coalition is worth, by the bits of its players.
    static func values(_ worth: [Double], playerCount: Int) -> [Double] {
        let count = playerCount
        // 1 / (n · C(n − 1, s)): the probability of a coalition of size s before a given player.
        var weights = [1 / Double(count)]
        for size in 1..<max(1, count) { weights.append(weights[size - 1] * Double(size) / Double(count - size)) }
        return (0..<count).map { player in
            var sum = 0.0
            for mask in worth.indices where mask & (1 << player) == 0 {
                sum += weights[mask.nonzeroBitCount] * (worth[mask | 1 << player] - worth[mask])
            }
            return sum
        }
    }
}

extension Evaluator {
    /// Returns what every coalition is worth, by the bits of its players.
    func allValues(for method: String, evaluations: Int) throws -> [Double] {
        guard playerCount <= ExactSHAP.mostPlayers else {
            throw ExplanationsError.tooManyPlayers(method: method, count: playerCount, most: ExactSHAP.mostPlayers)
        }
        guard evaluations >= 1 << playerCount else {
            throw ExplanationsError.tooFewEvaluations(method: method, given: evaluations, needed: 1 << playerCount)
        }
        return try values(
            of: (0..<1 << playerCount).map { mask in
                Coalition(playerCount: playerCount, (0..<playerCount).filter { mask & (1 << $0) != 0 })
            })
    }
}
