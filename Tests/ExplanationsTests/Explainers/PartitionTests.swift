import Explanations
import FairnessMetrics
import Testing

struct PartitionTests {
    private let game = FunctionGame(playerCount: 12) { s in
        let sum = s.players.reduce(0.0) { $0 + Double($1 + 1) }
        return sum * sum / 6_000
    }

    @Test func `where no player works against the others the bounds hold the unlimited value`() throws {
        let all = try PartitionSHAP().explain(game, ExplanationSettings(evaluations: 4_096))
        #expect(all.isExact)
        for evaluations in [2, 4, 10, 20, 50] {
            let some = try PartitionSHAP().explain(game, ExplanationSettings(evaluations: evaluations))
            #expect(!some.isExact && some.evaluations <= evaluations)
            #expect(abs(some.values.reduce(some.baseValue, +) - some.value) < 1e-12)
            for (player, value) in zip(some.players, all.values) {
                #expect(player.standardError == nil && player.signProbability == nil)
                #expect(player.interval.lower <= value + 1e-12 && value - 1e-12 <= player.interval.upper)
            }
            #expect(some.players.contains { $0.interval.lower < $0.interval.upper })
            #expect(some.rankStability == nil)
        }
    }

    @Test func `with nothing but the ends all players share alike`() throws {
        let found = try PartitionSHAP().explain(game, ExplanationSettings(evaluations: 2))
        #expect(found.values.allSatisfy { abs($0 - (found.value - found.baseValue) / 12) < 1e-12 })
    }

    @Test func `equal parts are visited in their order`() throws {
        let equal = FunctionGame(playerCount: 8) { Double($0.count * $0.count) }
        let settings = ExplanationSettings(evaluations: 7)
        #expect(try PartitionSHAP().explain(equal, settings) == PartitionSHAP().explain(equal, settings))
    }

    @Test func `a precision ends the visits as soon as no bound is farther`() throws {
        let found = try PartitionSHAP().explain(game, ExplanationSettings(evaluations: 4_096, precision: 0.2))
        #expect(!found.isExact)
        #expect(found.players.allSatisfy { $0.interval.upper - $0.value <= 0.2 && $0.value - $0.interval.lower <= 0.2 })
    }

    @Test func `a tree of other players is refused`() {
        #expect(throws: ExplanationsError.mismatch(what: "players in the tree", count: 3, expected: 12)) {
            try PartitionSHAP(tree: .balanced(playerCount: 3)).explain(game, ExplanationSettings())
        }
    }
}
