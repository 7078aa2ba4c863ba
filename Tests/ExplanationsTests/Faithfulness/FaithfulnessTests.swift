import Explanations
import Testing

struct FaithfulnessTests {
    private let weights = [4.0, -1, 2, 0]
    private var additive: FunctionGame {
        FunctionGame(playerCount: 4) { [weights] s in s.players.reduce(0) { $0 + weights[$1] } }
    }

    @Test func `an additive model explained exactly`() throws {
        let attribution = try ExactSHAP().explain(additive, ExplanationSettings())
        let found = try Faithfulness(of: attribution, in: additive, shares: [0.25, 0.2, 0.5])
        #expect(found.steps.map(\.count) == [1, 2])
        #expect(close(found.steps.map(\.comprehensiveness), [4, 6], 1e-12))
        // Everyone is worth 5; the first alone 4, the first two 6.
        #expect(close(found.steps.map(\.sufficiency), [1, -1], 1e-12))
        #expect(abs(found.comprehensiveness - 5) < 1e-12 && abs(found.sufficiency) < 1e-12)
        #expect(abs(found.areaOverPerturbation - (0 + 4 + 6 + 6 + 5) / 5.0) < 1e-12)
        #expect(found.infidelity.value < 1e-20)
        #expect(found.tauWithLeaveOneOut == 1)
    }

    @Test func `a model that falls is judged downwards`() throws {
        let falling = FunctionGame(playerCount: 4) { [weights] s in -s.players.reduce(0) { $0 + weights[$1] } }
        let (up, down) = (
            try Faithfulness(of: ExactSHAP().explain(additive, ExplanationSettings()), in: additive),
            try Faithfulness(of: ExactSHAP().explain(falling, ExplanationSettings()), in: falling)
        )
        #expect(up.steps == down.steps && up.areaOverPerturbation == down.areaOverPerturbation)
    }

    @Test func `an explanation of another model is less faithful`() throws {
        let game = TableGame.random(playerCount: 9, seed: 6)
        let good = try ExactSHAP().explain(game, ExplanationSettings())
        var bad = good
        bad.players.reverse()
        let (first, second) = (try Faithfulness(of: good, in: game), try Faithfulness(of: bad, in: game))
        #expect(first.comprehensiveness > second.comprehensiveness)
        #expect(first.sufficiency < second.sufficiency)
        #expect(first.infidelity.value < second.infidelity.value)
        #expect((first.tauWithLeaveOneOut ?? -2) > (second.tauWithLeaveOneOut ?? 2))
    }

    @Test func `a drawn infidelity comes near the exact one by as much as it says`() throws {
        let game = TableGame.random(playerCount: 9, seed: 7)
        let attribution = try ExactSHAP().explain(game, ExplanationSettings())
        let exact = try Faithfulness(of: attribution, in: game, draws: 511).infidelity
        let drawn = try Faithfulness(of: attribution, in: game, draws: 200, seed: 5).infidelity
        let error = try #require(drawn.standardError)
        #expect(exact.standardError == 0 && error > 0)
        #expect(abs(exact.value - drawn.value) < 4 * error)
    }

    @Test func `other players, shares and draws are refused`() throws {
        let attribution = try ExactSHAP().explain(additive, ExplanationSettings())
        let other = TableGame.random(playerCount: 3, seed: 1)
        #expect(throws: ExplanationsError.mismatch(what: "attributed players", count: 4, expected: 3)) {
            try Faithfulness(of: attribution, in: other)
        }
        #expect(throws: ExplanationsError.self) { try Faithfulness(of: attribution, in: additive, shares: [1.1]) }
        #expect(throws: ExplanationsError.self) { try Faithfulness(of: attribution, in: additive, shares: []) }
        #expect(throws: ExplanationsError.self) { try Faithfulness(of: attribution, in: additive, draws: 1) }
    }
}
