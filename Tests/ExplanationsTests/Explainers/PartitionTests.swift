import Explanations
import FairnessMetrics
import Testing

struct PartitionTests {
    private let game = FunctionGame(playerCount: 12) { s in
        let sum = s.players.reduce(0.0) { $0 + Double($1 + 1) }
        return sum * sum / 6_000
    }
    /// One player after the other: 255 pairs for nine of them.
    private let chain = PlayerTree(
        playerCount: 9, merges: (0..<8).map { .init(left: $0 == 0 ? 0 : 8 + $0, right: $0 + 1) })

    private func explain(
        _ seed: UInt64, evaluations: Int, draw: UInt64 = 0, precision: Double? = nil
    ) throws -> Attribution {
        try PartitionSHAP(tree: chain).explain(
            TableGame.random(playerCount: 9, seed: seed),
            ExplanationSettings(evaluations: evaluations, precision: precision, seed: draw))
    }

    @Test func `all contexts of all nodes are exact, and any fewer are estimates that add up`() throws {
        let all = try PartitionSHAP().explain(game, ExplanationSettings(evaluations: 4_096))
        #expect(all.isExact && all.evaluations == 108)
        for evaluations in [2, 3, 4, 10, 20, 50, 107] {
            let some = try PartitionSHAP().explain(game, ExplanationSettings(evaluations: evaluations))
            #expect(!some.isExact && some.evaluations <= evaluations)
            #expect(abs(some.values.reduce(some.baseValue, +) - some.value) < 1e-9)
            for player in some.players {
                #expect((player.standardError ?? -1) >= 0 && player.signProbability != nil)
                #expect(player.interval.lower <= player.value && player.value <= player.interval.upper)
            }
        }
    }

    @Test func `of a sum of effects and of interactions of two a pair for each node tells all`() throws {
        let all = try PartitionSHAP().explain(game, ExplanationSettings(evaluations: 4_096))
        let some = try PartitionSHAP().explain(game, ExplanationSettings(evaluations: 2 + 2 * 13))
        #expect(!some.isExact)
        #expect(close(some.values, all.values, 1e-5))
    }

    @Test func `with nothing but the ends all players share alike`() throws {
        let found = try PartitionSHAP().explain(game, ExplanationSettings(evaluations: 2))
        #expect(found.values.allSatisfy { abs($0 - (found.value - found.baseValue) / 12) < 1e-7 })
    }

    @Test func `every node is known a little before any is known well`() throws {
        // Spreading what large nodes are worth over their players errs by 0.5 and more of these values.
        var (errors, norms) = (0.0, 0.0)
        for seed in 0..<10 {
            let truth = try explain(UInt64(seed), evaluations: 512)
            #expect(truth.isExact && truth.evaluations == 512)
            let found = try explain(UInt64(seed), evaluations: 96)
            errors += zip(found.values, truth.values).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
            norms += truth.values.reduce(0) { $0 + $1 * $1 }
        }
        #expect((errors / norms).squareRoot() < 0.2, "\((errors / norms).squareRoot())")
    }

    @Test func `the same seed gives the same bits, and another one other values`() throws {
        let first = try explain(3, evaluations: 64, draw: 1)
        #expect(try explain(3, evaluations: 64, draw: 1) == first)
        #expect(try explain(3, evaluations: 64, draw: 2).values != first.values)
    }

    @Test func `a precision ends the draws as soon as every interval is as narrow`() throws {
        let coarse = try explain(5, evaluations: 500, precision: 0.1)
        #expect(!coarse.isExact && coarse.evaluations < 400)
        #expect(coarse.players.allSatisfy { $0.interval.upper - $0.value <= 0.1 })
        let never = try explain(5, evaluations: 300, precision: 1e-9)
        #expect(never.evaluations == 300)
    }

    @Test func `a tree too deep to be enumerated is drawn from`() throws {
        let count = 90
        let deep = PlayerTree(
            playerCount: count, merges: (1..<count).map { .init(left: $0 == 1 ? 0 : count + $0 - 2, right: $0) })
        let game = FunctionGame(playerCount: count) { s in
            s.players.reduce(0.0) { $0 + ($1 % 3 == 0 ? 0.1 : -0.05) } + (s[3] && s[4] ? 1 : 0)
        }
        let found = try PartitionSHAP(tree: deep).explain(game, ExplanationSettings(evaluations: 400))
        for player in 0..<count {
            // Pairwise interactions are shared evenly along any tree.
            let expected = (player % 3 == 0 ? 0.1 : -0.05) + (player == 3 || player == 4 ? 0.5 : 0)
            #expect(abs(found.values[player] - expected) < 1e-4)
        }
    }

    @Test func `a tree of other players is refused`() {
        #expect(throws: ExplanationsError.mismatch(what: "players in the tree", count: 3, expected: 12)) {
            try PartitionSHAP(tree: .balanced(playerCount: 3)).explain(game, ExplanationSettings())
        }
    }
}
