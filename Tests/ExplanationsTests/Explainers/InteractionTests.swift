import Explanations
import Testing

struct InteractionTests {
    @Test(arguments: PairwiseInteractions.Index.allCases)
    func `drawn interactions come near the exact ones by as much as they say`(
        _ index: PairwiseInteractions.Index
    ) throws {
        let game = TableGame.random(playerCount: 9, seed: 21)
        let exact = try PairwiseInteractions(game, index: index, settings: ExplanationSettings(evaluations: 512))
        let drawn = try PairwiseInteractions(
            game, index: index, players: [0, 3, 5], settings: ExplanationSettings(evaluations: 511))
        #expect(exact.isExact && !drawn.isExact)
        #expect(drawn.pairs.map { [$0.first, $0.second] } == [[0, 3], [0, 5], [3, 5]])
        for pair in drawn.pairs {
            let truth = try #require(exact.pairs.first { $0.first == pair.first && $0.second == pair.second })
            let error = try #require(pair.interaction.standardError)
            #expect(error > 0 && abs(pair.interaction.value - truth.interaction.value) < 4 * error)
        }
    }

    @Test func `main effects and Shapley-Taylor interactions add up`() throws {
        let game = TableGame.random(playerCount: 6, seed: 2)
        let found = try PairwiseInteractions(
            game, index: .shapleyTaylor, settings: ExplanationSettings(evaluations: 64))
        let main = (0..<6).reduce(0.0) { $0 + game.worth[1 << $1] - game.worth[0] }
        let sum = found.pairs.reduce(main) { $0 + $1.interaction.value }
        #expect(abs(sum - (game.worth[63] - game.worth[0])) < 1e-12)
    }

    @Test func `players who only add do not interact`() throws {
        let game = FunctionGame(playerCount: 30) { Double($0.players.reduce(0, +)) }
        let found = try PairwiseInteractions(
            game, index: .shapley, players: [1, 2, 29], settings: ExplanationSettings(evaluations: 200))
        #expect(found.pairs.allSatisfy { $0.interaction.value == 0 })
    }

    @Test func `too few players, players who are not there and too few evaluations are refused`() {
        let game = TableGame.random(playerCount: 9, seed: 1)
        func measure(_ players: [Int]?, _ evaluations: Int) throws -> PairwiseInteractions {
            try PairwiseInteractions(
                game, index: .shapley, players: players, settings: ExplanationSettings(evaluations: evaluations))
        }
        #expect(throws: ExplanationsError.self) { try measure([2], 512) }
        #expect(throws: ExplanationsError.self) { try measure([2, 9], 512) }
        #expect(
            throws: ExplanationsError.tooFewEvaluations(
                method: "shapley_interaction", given: 500, needed: 64 * 36)
        ) { try measure(nil, 500) }
    }
}
