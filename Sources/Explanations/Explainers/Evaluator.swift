/// What one explanation asks of a game: through a cache, and counted without regard to what others asked before it.
///
/// So the same explanation says the same number of evaluations whether it comes first or shares a cache.
final class Evaluator {
    let playerCount: Int
    private let cache: EvaluationCache
    private var asked = Set<Coalition>()

    /// - Throws: `ExplanationsError.noPlayers` for a game of nobody.
    init(_ game: some CoalitionGame) throws {
        guard game.playerCount > 0 else { throw ExplanationsError.noPlayers }
        playerCount = game.playerCount
        cache = (game as? EvaluationCache) ?? EvaluationCache(game)
    }

    /// How many different coalitions were asked for.
    var count: Int { asked.count }

    func values(of coalitions: [Coalition]) throws -> [Double] {
        for coalition in coalitions { asked.insert(coalition) }
        return try cache.values(of: coalitions)
    }

    /// What nobody and what everyone is worth.
    func ends() throws -> (base: Double, everyone: Double) {
        let values = try values(of: [
            Coalition(playerCount: playerCount), .everyone(playerCount: playerCount),
        ])
        return (values[0], values[1])
    }
}
