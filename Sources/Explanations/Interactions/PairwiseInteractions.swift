/// How much more, or less, two players are worth together than each alone, for all pairs of some players.
///
/// With Δᵢⱼ(T) = v(T ∪ ij) − v(T ∪ i) − v(T ∪ j) + v(T), an index is the mean of Δᵢⱼ over coalitions T of the others.
public struct PairwiseInteractions: Sendable, Equatable {
    /// How large the coalitions are over which the mean is taken.
    public enum Index: String, Sendable, CaseIterable {
        /// Every size 0…n − 2 alike (Grabisch, Roubens 1999).
        case shapley = "shapley_interaction"
        /// Size t in proportion to n − 1 − t (Sundararajan, Dhamdhere, Agarwal 2020): main effects v({i}) − v(∅) and the
        /// interactions of all pairs add up to v(N) − v(∅).
        case shapleyTaylor = "shapley_taylor"
    }

    /// Two players and what they are worth together.
    public struct Pair: Sendable, Equatable {
        /// The numbers of both, the smaller one first.
        public let first: Int, second: Int
        /// The value with its error.
        public let interaction: Attribution.Player
    }

    /// Which mean.
    public let index: Index
    /// Every pair, in ascending order.
    public let pairs: [Pair]
    /// How many different coalitions were asked for.
    public let evaluations: Int
    /// Whether nothing is estimated.
    public let isExact: Bool

    /// Measures the interactions of all pairs of `players`, or of all players if nil.
    ///
    /// Exact if all 2ⁿ coalitions are affordable and n ≤ 20. Otherwise coalitions of the others are drawn for each pair, each
    /// with its complement among the others, which is four evaluations each; the standard error is the deviation between
    /// these draws ÷ √draws, the variance mixed with the mean of all pairs as if two draws more had that.
    ///
    /// - Throws: `ExplanationsError`, if there are fewer than two players or fewer than eight draws for each pair are
    ///   affordable.
    public init(
        _ game: some CoalitionGame, index: Index, players: [Int]? = nil, settings: ExplanationSettings
    ) throws {
        try settings.validate()
        let evaluator = try Evaluator(game)
        let count = evaluator.playerCount
        let chosen = Array(Set(players ?? Array(0..<count))).sorted()
        for player in chosen where !(0..<count).contains(player) {
            throw ExplanationsError.setting(
                name: "a player of interactions", value: "\(player)",
                remedy: "players are numbered from 0 to \(count - 1)")
        }
        guard chosen.count >= 2 else {
            throw ExplanationsError.mismatch(what: "players for interactions", count: chosen.count, expected: 2)
        }
        let couples = chosen.indices.flatMap { first in chosen[(first + 1)...].map { (chosen[first], $0) } }
        self.index = index
        isExact = count <= ExactSHAP.mostPlayers && settings.evaluations >= 1 << count
        if isExact {
            let worth = try evaluator.allValues(for: index.rawValue, evaluations: settings.evaluations)
            pairs = couples.map { first, second in
                let value = index.exactValue(worth, first, second, playerCount: count)
                return Pair(first: first, second: second, interaction: .exact(value))
            }
        } else {
            pairs = try InteractionDraws(index: index, evaluator: evaluator, settings: settings).pairs(couples)
        }
        evaluations = evaluator.count
    }
}

extension PairwiseInteractions.Index {
    /// The probability of the size t of the coalition, `[n - 1]`.
    func sizes(playerCount: Int) -> [Double] {
        let count = Double(playerCount)
        return (0..<playerCount - 1).map { size in
            switch self {
            case .shapley: 1 / (count - 1)
            case .shapleyTaylor: 2 * (count - 1 - Double(size)) / (count * (count - 1))
            }
        }
    }

    fileprivate func exactValue(_ worth: [Double], _ first: Int, _ second: Int, playerCount: Int) -> Double {
        let (one, other) = (1 << first, 1 << second)
        var weights = sizes(playerCount: playerCount)
        // Divided by C(n − 2, t).
        var binomial = 1.0
        for size in weights.indices {
            weights[size] /= binomial
            binomial = (binomial * Double(playerCount - 2 - size) / Double(size + 1)).rounded()
        }
        var sum = 0.0
        for mask in worth.indices where mask & (one | other) == 0 {
            let delta = worth[mask | one | other] - worth[mask | one] - worth[mask | other] + worth[mask]
            sum += weights[mask.nonzeroBitCount] * delta
        }
        return sum
    }
}
