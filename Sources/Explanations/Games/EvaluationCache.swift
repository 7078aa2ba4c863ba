/// A game that remembers: each coalition is evaluated once, however many methods ask for it.
///
/// Methods that are handed the same cache share its evaluations. Values that were found before an error stay known.
public final class EvaluationCache: CoalitionGame {
    /// How many players there are.
    public let playerCount: Int
    /// How many coalitions were evaluated.
    public private(set) var evaluations = 0
    /// How many values were asked for and known already, or asked for twice in one request.
    public private(set) var hits = 0
    private let evaluate: ([Coalition]) throws -> [Double]
    private let batchSize: Int
    private var known: [Coalition: Double] = [:]

    /// Puts a cache before a game.
    ///
    /// - Parameters:
    ///   - game: What evaluates.
    ///   - batchSize: The most coalitions that the game is asked for at once.
    public init(_ game: some CoalitionGame, batchSize: Int = 1024) {
        precondition(batchSize >= 1, "batches of \(batchSize)")
        playerCount = game.playerCount
        self.batchSize = batchSize
        evaluate = { try game.values(of: $0) }
    }

    /// Returns what each coalition is worth, in their order; asks the game only for those that are new, each once.
    ///
    /// - Throws: `ExplanationsError.notFinite` for a value that is infinite or not a number, and what the game throws.
    public func values(of coalitions: [Coalition]) throws -> [Double] {
        var new: [Coalition] = []
        var isAsked = Set<Coalition>()
        for coalition in coalitions where known[coalition] == nil && isAsked.insert(coalition).inserted {
            precondition(coalition.playerCount == playerCount, "\(coalition.playerCount) players of \(playerCount)")
            new.append(coalition)
        }
        hits += coalitions.count - new.count
        for start in stride(from: 0, to: new.count, by: batchSize) {
            let batch = Array(new[start..<min(new.count, start + batchSize)])
            let values = try evaluate(batch)
            precondition(values.count == batch.count, "\(values.count) values of \(batch.count) coalitions")
            evaluations += batch.count
            for (coalition, value) in zip(batch, values) {
                guard value.isFinite else {
                    throw ExplanationsError.notFinite(value: "\(value)", absent: coalition.complement.players)
                }
                known[coalition] = value
            }
        }
        return coalitions.compactMap { known[$0] }
    }
}
