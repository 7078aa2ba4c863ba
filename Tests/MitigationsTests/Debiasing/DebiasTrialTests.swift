import Testing

@testable import Mitigations

struct DebiasTrialTests {
    @Test(arguments: DebiasTrial.sweep)
    func `a trial reads back from its name`(_ trial: DebiasTrial) throws {
        #expect(try DebiasTrial(trial.name) == trial)
    }

    @Test func `the sweep tries the plain model first and every method`() {
        #expect(DebiasTrial.sweep.first == .plain)
        let tried = Set(DebiasTrial.sweep.flatMap { $0.methods.map(\.kind) })
        #expect(Set(DebiasMethod.Kind.allCases).subtracting(tried) == [.dropout])
        #expect(Set(DebiasTrial.sweep).count == DebiasTrial.sweep.count)
    }

    @Test func `a budget keeps plain and balanced, and draws the others by the seed`() throws {
        let drawn = try DebiasTrial.sweep(budget: 6, seed: 1)
        #expect(drawn.count == 6 && drawn.map(\.name).starts(with: ["plain", "balanced"]))
        #expect(try drawn == DebiasTrial.sweep(budget: 6, seed: 1))
        #expect(try drawn != DebiasTrial.sweep(budget: 6, seed: 2))
        #expect(try DebiasTrial.sweep(budget: 1_000, seed: 1) == DebiasTrial.sweep)
        #expect(throws: MitigationsError.self) { try DebiasTrial.sweep(budget: 1, seed: 1) }
    }

    @Test func `methods stand in the order in which they act`() throws {
        let trial = try DebiasTrial("leace+balanced+adversary:2")
        #expect(trial.name == "balanced+adversary:2+leace")
        #expect(trial.trainingPart.name == "balanced+adversary:2")
        #expect(trial.fitsCheckpoint)
        #expect(try !DebiasTrial("thresholds").fitsCheckpoint)
    }

    @Test(arguments: [
        "adversry", "adversary:-1", "adversary:x", "balanced:2", "leace+inlp", "adversary+diverse-adversaries",
        "balanced+balanced", "counterfactual:1", "balanced+fair-batch", "",
    ])
    func `what makes no sense is refused`(text: String) {
        #expect(throws: MitigationsError.self) { try DebiasTrial(text) }
    }

    @Test func `the rule chooses by distance, or by gap within a price`() throws {
        let points: [TradeOff?] = [
            TradeOff(accuracy: 0.9, gap: 0.3), TradeOff(accuracy: 0.895, gap: 0.12),
            TradeOff(accuracy: 0.85, gap: 0.01), nil,
            TradeOff(accuracy: 0.88, gap: 0.05),
        ]
        // Distances: .316, .160, .150, none, .130.
        #expect(DebiasRule.smallestDistance.choose(points, plain: 0) == 4)
        #expect(try DebiasRule("gap:0.01").choose(points, plain: 0) == 1)
        #expect(try DebiasRule("gap:0.02").choose(points, plain: 0) == 4)
        #expect(DebiasRule.smallestDistance.choose([nil], plain: nil) == nil)
        #expect(throws: MitigationsError.self) { try DebiasRule("best") }
        #expect(throws: MitigationsError.self) { try DebiasRule("gap:2") }
    }

    @Test func `the front holds what nothing beats`() {
        let points: [TradeOff?] = [
            TradeOff(accuracy: 0.9, gap: 0.3), TradeOff(accuracy: 0.8, gap: 0.3), nil,
            TradeOff(accuracy: 0.85, gap: 0.1),
            TradeOff(accuracy: 0.85, gap: 0.1), TradeOff(accuracy: 0.95, gap: 0.4),
        ]
        #expect(TradeOff.front(points) == [5, 0, 3])
    }
}
