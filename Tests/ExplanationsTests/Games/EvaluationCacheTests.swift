import Explanations
import Testing

struct EvaluationCacheTests {
    private func coalition(_ players: Int...) -> Coalition { Coalition(playerCount: 4, players) }

    @Test func `a coalition is evaluated once, whoever asks`() throws {
        let game = TableGame(playerCount: 4) { Double($0.count) }
        let cache = EvaluationCache(game)
        #expect(try cache.values(of: [coalition(0), coalition(0, 1), coalition(0)]) == [1, 2, 1])
        #expect(try cache.values(of: [coalition(0, 1), coalition(2, 3, 0)]) == [2, 3])
        #expect(game.asked == [coalition(0), coalition(0, 1), coalition(0, 2, 3)])
        #expect(cache.evaluations == 3)
        #expect(cache.hits == 2)
    }

    @Test func `the game is asked for no more at once than a batch`() throws {
        let game = TableGame(playerCount: 4) { Double($0.count) }
        let cache = EvaluationCache(game, batchSize: 2)
        let all = (0..<5).map { Coalition(playerCount: 4, 0..<min(4, $0)) }
        #expect(try cache.values(of: all) == [0, 1, 2, 3, 4])
        #expect(game.calls == 3)
    }

    @Test(arguments: [Double.nan, .infinity, -.infinity])
    func `a value that is not finite is an error that names who was absent`(_ value: Double) throws {
        let cache = EvaluationCache(FunctionGame(playerCount: 4) { $0[2] ? Double($0.count) : value }, batchSize: 1)
        #expect(throws: ExplanationsError.notFinite(value: "\(value)", absent: [0, 2])) {
            try cache.values(of: [coalition(2), coalition(1, 3)])
        }
        #expect(cache.evaluations == 2)
        #expect(try cache.values(of: [coalition(2)]) == [1])
        #expect(cache.evaluations == 2)
    }

    @Test func `methods that share a cache share its evaluations and answer as alone`() throws {
        let game = TableGame.random(playerCount: 7, seed: 3)
        let cache = EvaluationCache(game)
        let settings = ExplanationSettings(evaluations: 128)
        let together = try Explainers.all.map { try $0.explain(cache, settings) }
        let alone = try Explainers.all.map { try $0.explain(game, settings) }
        #expect(together == alone)
        #expect(cache.evaluations == 128)
    }

    @Test func `a decision is worth one where the score reaches the threshold`() throws {
        let game = ThresholdGame(TableGame(playerCount: 4) { Double($0.count) / 4 }, threshold: 0.5)
        #expect(game.playerCount == 4)
        #expect(try game.values(of: [coalition(), coalition(3), coalition(0, 1)]) == [0, 0, 1])
        let broken = EvaluationCache(ThresholdGame(FunctionGame(playerCount: 1) { _ in .nan }, threshold: 0))
        #expect(throws: ExplanationsError.self) { try broken.values(of: [Coalition(playerCount: 1)]) }
    }
}
