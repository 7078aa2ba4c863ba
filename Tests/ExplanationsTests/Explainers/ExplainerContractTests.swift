import Explanations
import FairnessMetrics
import Files
import Testing

/// What every method in the list must keep.
struct ExplainerContractTests {
    static let all = Explainers.all.map(\.id)
    /// Those whose values add up to what everyone is worth less what nobody is.
    static let additive = all.filter { $0.hasSuffix("_shap") }
    /// Those that draw.
    static let drawing = ["surrogate_shap", "kernel_shap", "permutation_shap", "lime"]

    private func explain(
        _ id: String, _ game: some CoalitionGame, _ settings: ExplanationSettings = ExplanationSettings()
    ) throws -> Attribution {
        try #require(Explainers.named(id)).explain(game, settings)
    }

    @Test func `ids are different and every method says what it is and whose`() {
        #expect(Set(Self.all).count == Self.all.count)
        #expect(Explainers.all.allSatisfy { !$0.summary.isEmpty && !$0.source.isEmpty })
        #expect(Explainers.named("unknown") == nil)
    }

    @Test(arguments: all, [1, 2, 3, 5, 8])
    func `any number of players is explained`(_ id: String, _ count: Int) throws {
        let game = TableGame.random(playerCount: count, seed: 5)
        let attribution = try explain(id, game)
        #expect(attribution.method == id)
        #expect(attribution.players.count == count)
        #expect(attribution.value == game.worth.last)
        #expect(attribution.evaluations <= 512)
        #expect(attribution.evaluations == Set(game.asked).count)
        for player in attribution.players {
            #expect(player.interval.lower <= player.value && player.value <= player.interval.upper)
        }
        if Self.additive.contains(id) {
            let sum = attribution.values.reduce(attribution.baseValue, +)
            #expect(abs(sum - attribution.value) < 1e-9)
        }
    }

    @Test(arguments: all)
    func `players who only add are worth what they add, and one who does nothing is worth nothing`(_ id: String) throws
    {
        let weights = [1.5, -2, 0, 0.25, 3, -0.5, 0, 1, 2, -1, 0.5]
        let game = FunctionGame(playerCount: 11) { s in s.players.reduce(0.7) { $0 + weights[$1] } }
        let settings = ExplanationSettings(evaluations: id == "exact_shap" ? 2_048 : 512)
        let attribution = try explain(id, game, settings)
        // The ridge shrinks LIME's coefficients a little; it alone has one.
        #expect(close(attribution.values, weights, id == "lime" ? 0.05 : 1e-7))
        if id == "partition_shap" || id == "lime" { return }
        #expect(attribution.players.allSatisfy { $0.standardError.map { $0 < 1e-6 } ?? false })
    }

    @Test(arguments: drawing)
    func `the same seed gives the same values to the last bit, and another one others`(_ id: String) throws {
        let game = TableGame.random(playerCount: 10, seed: 8)
        func run(_ seed: UInt64) throws -> Attribution {
            try explain(id, game, ExplanationSettings(evaluations: 100, seed: seed))
        }
        let first = try run(1)
        #expect(try run(1) == first)
        #expect(try run(2).values != first.values)
        #expect(!first.isExact && first.players.allSatisfy { ($0.standardError ?? 0) > 0 })
        #expect(
            try run(1).json(row: 0, output: "probability", names: (0..<10).map { "w\($0)" }).bytes()
                == first.json(row: 0, output: "probability", names: (0..<10).map { "w\($0)" }).bytes())
    }

    @Test(arguments: drawing)
    func `a precision stops early, and what is promised is kept`(_ id: String) throws {
        let game = TableGame.random(playerCount: 10, seed: 8)
        let most = ExplanationSettings(evaluations: 1_000)
        let all = try explain(id, game, most)
        let coarse = try explain(id, game, ExplanationSettings(evaluations: 1_000, precision: 0.1))
        #expect(coarse.evaluations < all.evaluations)
        #expect(coarse.players.allSatisfy { $0.interval.upper - $0.value <= 0.1 })
        let never = try explain(id, game, ExplanationSettings(evaluations: 300, precision: 1e-9))
        #expect(never.evaluations > 200)
    }

    @Test(arguments: all)
    func `nobody to explain is an error`(_ id: String) {
        #expect(throws: ExplanationsError.noPlayers) { try explain(id, FunctionGame(playerCount: 0) { _ in 1 }) }
    }

    @Test(arguments: all.filter { $0 != "partition_shap" })
    func `too few evaluations are refused with the number that is needed`(_ id: String) throws {
        let game = TableGame.random(playerCount: 9, seed: 1)
        let error = try #require(throws: ExplanationsError.self) {
            try explain(id, game, ExplanationSettings(evaluations: 4))
        }
        guard case .tooFewEvaluations(id, 4, let needed) = error else {
            Issue.record("\(error)")
            return
        }
        #expect(try explain(id, game, ExplanationSettings(evaluations: needed)).players.count == 9)
        #expect(throws: ExplanationsError.self) {
            try explain(id, game, ExplanationSettings(evaluations: needed - 1))
        }
    }

    @Test(arguments: all)
    func `settings out of range and values that are not finite are refused`(_ id: String) {
        let game = TableGame.random(playerCount: 4, seed: 1)
        for settings in [
            ExplanationSettings(confidence: 1), ExplanationSettings(confidence: .nan),
            ExplanationSettings(precision: 0),
        ] {
            #expect(throws: ExplanationsError.self) { try explain(id, game, settings) }
        }
        #expect(throws: ExplanationsError.notFinite(value: "nan", absent: [])) {
            try explain(id, FunctionGame(playerCount: 4) { $0.count == 4 ? .nan : 0 })
        }
    }

    @Test func `draws that happen to agree do not make a value certain`() throws {
        // Orders disagree about the first three players only, yet five pairs of orders cannot know that.
        let game = FunctionGame(playerCount: 12) { s in (s[0] && s[1] && s[2] ? 1 : 0) + (s[11] ? 1 : 0) }
        let attribution = try explain("permutation_shap", game, ExplanationSettings(evaluations: 120))
        #expect(attribution.players.allSatisfy { ($0.standardError ?? 0) > 0 })
        let all = try attribution.merged(Array(repeating: 0, count: 12), groupCount: 1)
        #expect((all.players[0].standardError ?? 1) < 1e-7)
    }

    @Test func `few players are explained exactly by themselves`() {
        #expect(Explainers.shapley(playerCount: 9, evaluations: 512).id == "exact_shap")
        #expect(Explainers.shapley(playerCount: 10, evaluations: 512).id == "surrogate_shap")
        #expect(Explainers.shapley(playerCount: 70, evaluations: .max).id == "surrogate_shap")
        #expect(throws: ExplanationsError.tooManyPlayers(method: "exact_shap", count: 21, most: 20)) {
            try ExactSHAP().explain(
                FunctionGame(playerCount: 21) { _ in 0 }, ExplanationSettings(evaluations: 1 << 22))
        }
    }

    @Test func `many players are explained`() throws {
        let game = FunctionGame(playerCount: 150) { s in
            let sum = s.players.reduce(0.0) { $0 + ($1 % 3 == 0 ? 0.1 : -0.05) }
            return sum + (s[3] && s[4] && s[5] ? 1 : 0)
        }
        for id in ["surrogate_shap", "kernel_shap"] {
            let attribution = try explain(id, game, ExplanationSettings(evaluations: 400))
            for player in [3, 4, 5] {
                let expected = (player == 3 ? 0.1 : -0.05) + 1.0 / 3
                #expect(abs(attribution.values[player] - expected) < 0.15)
            }
        }
    }
}
