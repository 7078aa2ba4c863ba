internal import NumericalKernels

/// How well an attribution says what the model does when players leave or stay alone.
///
/// Players are ranked by how much they push towards what everyone is worth: in the direction of v(N) − v(∅), upwards if
/// that is 0, of equals the first. All drops are counted in this direction. Follows DeYoung et al. 2020 (comprehensiveness,
/// sufficiency), Samek et al. 2017 (area over the perturbation curve) and Yeh et al. 2019 (infidelity).
public struct Faithfulness: Sendable, Equatable {
    /// One share of the players, those that push most.
    public struct Step: Sendable, Equatable {
        /// How many players it is, at least one.
        public let count: Int
        /// v(N) − v(N without them): what goes with them. Large is faithful.
        public let comprehensiveness: Double
        /// v(N) − v(they alone): what they do not explain. Small is faithful.
        public let sufficiency: Double
    }

    /// For each share asked for, without repeats, ascending.
    public let steps: [Step]
    /// The mean of comprehensiveness over the steps.
    public let comprehensiveness: Double
    /// The mean of sufficiency over the steps.
    public let sufficiency: Double
    /// The area over the perturbation curve: v(N) − v(N without the first k), averaged over k = 0…n.
    public let areaOverPerturbation: Double
    /// E (Σ φ of those who leave − what is lost)², over leavers of a uniform number 1…n; 0 for a model that is additive
    /// and explained exactly. With a standard error where leavers are drawn.
    public let infidelity: Attribution.Player
    /// Kendall's τ-b of the attribution with leave-one-out; nil if either has no two different values.
    public let tauWithLeaveOneOut: Double?
    /// How many different coalitions were asked for.
    public let evaluations: Int

    /// The usual shares of the players.
    public static let usualShares = [0.1, 0.2, 0.3, 0.4, 0.5]

    /// Measures an attribution of a game.
    ///
    /// - Parameters:
    ///   - attribution: What is judged.
    ///   - game: The game that it explains; handed the cache that the explanation used, little is evaluated anew.
    ///   - shares: Of how many players the steps are, each in 0…1 and rounded up to a player.
    ///   - draws: How many coalitions are drawn for the infidelity, at least 2, unless there are no more at all.
    ///   - seed: Where the draws start.
    /// - Throws: `ExplanationsError` for an attribution of other players or a share out of its range; what the game throws.
    public init(
        of attribution: Attribution, in game: some CoalitionGame, shares: [Double] = usualShares, draws: Int = 64,
        seed: UInt64 = 0
    ) throws {
        let evaluator = try Evaluator(game)
        let count = evaluator.playerCount
        guard attribution.players.count == count else {
            throw ExplanationsError.mismatch(
                what: "attributed players", count: attribution.players.count, expected: count)
        }
        for share in shares where !(share >= 0 && share <= 1) {
            throw ExplanationsError.setting(name: "a share of players", value: "\(share)", remedy: "use 0 to 1")
        }
        guard !shares.isEmpty, draws >= 2 else {
            throw ExplanationsError.setting(
                name: "the number of shares or draws", value: "\(shares.count), \(draws)",
                remedy: "give at least one share and two draws")
        }
        let values = attribution.values
        let ends = try evaluator.ends()
        let direction: Double = ends.everyone < ends.base ? -1 : 1
        let ranking = values.indices.sorted { (direction * values[$0], $1) > (direction * values[$1], $0) }
        let leading = (0...count).map { Coalition(playerCount: count, ranking[..<$0]) }
        let sizes = Array(Set(shares.map { max(1, Int((Double(count) * $0).rounded(.up))) })).sorted()
        let removed = try evaluator.values(of: leading.map(\.complement)).map { direction * (ends.everyone - $0) }
        let kept = try evaluator.values(of: sizes.map { leading[$0] }).map { direction * (ends.everyone - $0) }
        steps = zip(sizes, kept).map { Step(count: $0, comprehensiveness: removed[$0], sufficiency: $1) }
        comprehensiveness = steps.reduce(0) { $0 + $1.comprehensiveness } / Double(steps.count)
        sufficiency = steps.reduce(0) { $0 + $1.sufficiency } / Double(steps.count)
        areaOverPerturbation = removed.reduce(0, +) / Double(count + 1)
        infidelity = try Infidelity(values, everyone: ends.everyone, confidence: attribution.confidence)
            .measure(evaluator, draws: draws, seed: seed)
        let without = try evaluator.values(of: (0..<count).map { Coalition(playerCount: count, [$0]).complement })
        tauWithLeaveOneOut = RankCorrelation.kendall(values, without.map { ends.everyone - $0 })
        evaluations = evaluator.count
    }
}
