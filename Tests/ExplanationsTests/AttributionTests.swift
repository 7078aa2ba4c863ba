import Explanations
import FairnessMetrics
import Files
import Testing

struct AttributionTests {
    private let game = TableGame.random(playerCount: 10, seed: 4)
    private func attribution() throws -> Attribution {
        try KernelSHAP().explain(game, ExplanationSettings(evaluations: 120))
    }

    @Test func `the sum of a class has the value of its members and the error of their sum`() throws {
        let attribution = try attribution()
        let merged = try attribution.merged([0, 0, 1, 1, 1, 1, 1, 1, 1, 1], groupCount: 3)
        #expect(abs(merged.values[0] - attribution.values[0] - attribution.values[1]) < 1e-14)
        #expect(merged.players[2].value == 0 && merged.players[2].standardError == 0)
        // Both classes add up to what is known without error, so they err alike.
        let (first, second) = (merged.players[0].standardError ?? 0, merged.players[1].standardError ?? 0)
        #expect(first > 0 && abs(first - second) < 1e-9 * first)
        let all = try attribution.merged(Array(repeating: 0, count: 10), groupCount: 1)
        #expect((all.players[0].standardError ?? 1) < 1e-9)
        #expect(throws: ExplanationsError.mismatch(what: "groups", count: 1, expected: 10)) {
            try attribution.merged([0], groupCount: 1)
        }
        #expect(throws: ExplanationsError.self) {
            try attribution.merged(Array(repeating: 3, count: 10), groupCount: 3)
        }
    }

    @Test func `bounds of a class are the sums of its members' bounds`() throws {
        var found = try attribution()
        found.covariance = nil
        for player in found.players.indices { found.players[player].standardError = nil }
        let merged = try found.merged([0, 0, 0, 0, 0, 1, 1, 1, 1, 1], groupCount: 2)
        let lower = found.players[..<5].reduce(0) { $0 + $1.interval.lower }
        #expect(abs(merged.players[0].interval.lower - lower) < 1e-14)
        #expect(merged.players[0].standardError == nil)
    }

    @Test func `a sign is undetermined exactly where the interval reaches zero`() throws {
        let attribution = try attribution()
        #expect(attribution.players.contains { $0.isUndetermined })
        for player in attribution.players {
            #expect(player.isUndetermined == (player.interval.lower <= 0 && player.interval.upper >= 0))
            #expect(player.isUndetermined == ((player.signProbability ?? 0) <= 0.975))
        }
        let stability = try #require(attribution.rankStability)
        #expect(stability > 0.5 && stability < 1)
    }

    @Test func `the file has the schema that others read`() throws {
        let attribution = try LeaveOneOut().explain(
            FunctionGame(playerCount: 2) { $0[0] ? 1 : 0.25 }, ExplanationSettings())
        let entry = try attribution.json(row: 3, output: "logit_margin", names: ["great", "film"])
        let text = String(decoding: Attribution.document([entry]).bytes(), as: UTF8.self)
        #expect(
            text
                == #"{"explanations":[{"base_value":0.25,"confidence":0.95,"evaluations":4,"exact":true,"#
                + #""method":"leave_one_out","output":"logit_margin","players":[{"interval":[0.75,0.75],"name":"great","#
                + #""sign_probability":1.0,"standard_error":0.0,"undetermined":false,"value":0.75},{"interval":[0.0,0.0],"#
                + #""name":"film","sign_probability":1.0,"standard_error":0.0,"undetermined":false,"value":0.0}],"#
                + #""rank_stability":1.0,"row":3,"value":1.0}],"schema":"assize.explanations/1"}"#)
        #expect(throws: ExplanationsError.mismatch(what: "names", count: 1, expected: 2)) {
            try attribution.json(row: nil, output: "probability", names: ["great"])
        }
    }
}
