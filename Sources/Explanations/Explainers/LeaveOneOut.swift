/// What is lost when one player alone is absent: v(N) − v(N without i), as in occlusion (Zeiler, Fergus 2014).
///
/// Exact in n + 2 evaluations; the values do not add up to v(N) − v(∅).
public struct LeaveOneOut: Explainer {
    /// The id in results.
    public let id = "leave_one_out"
    /// What it does, in one line.
    public let summary = "what is lost when one player alone is absent"
    /// Who published it, with the year.
    public let source = "Zeiler, Fergus 2014"

    /// Makes the method.
    public init() {}

    /// Divides the value of a game among its players; see `Explainer`.
    public func explain(_ game: some CoalitionGame, _ settings: ExplanationSettings) throws -> Attribution {
        try settings.validate()
        let evaluator = try Evaluator(game)
        let count = evaluator.playerCount
        guard settings.evaluations >= count + 2 else {
            throw ExplanationsError.tooFewEvaluations(method: id, given: settings.evaluations, needed: count + 2)
        }
        let ends = try evaluator.ends()
        let without = try evaluator.values(
            of: (0..<count).map { Coalition(playerCount: count, [$0]).complement })
        return .exact(
            id, base: ends.base, everyone: ends.everyone, evaluations: evaluator.count,
            confidence: settings.confidence, without.map { ends.everyone - $0 })
    }
}
