import Explanations
import FairnessMetrics
import NumericalKernels
import Testing

struct ExplanationDisparityTests {
    private typealias Row = ExplanationDisparity.Row
    private let count = ExplanationMeasure.allCases.count

    @Test func `a group that is explained worse is found, and no other measure is`() throws {
        var generator = SeededGenerator(seed: 12)
        let rows = (0..<80).map { index in
            let group = index % 2
            var values = (0..<count).map { _ in Double?(generator.normal()) }
            values[0] = generator.normal() - (group == 1 ? 2 : 0)
            return Row(values: values, group: group)
        }
        let found = try ExplanationDisparity(rows, groups: ["one", "other"])
        #expect(found.comparisons.map(\.measure) == ExplanationMeasure.allCases && found.undefined.isEmpty)
        let first = found.comparisons[0]
        #expect(first.difference.interval.upper < 0 && (first.test.adjustedPValue ?? 1) < 0.001)
        #expect(first.rows == 40 && first.group == "other")
        #expect(found.comparisons.dropFirst().allSatisfy { ($0.test.adjustedPValue ?? 0) > 0.05 })
        #expect(abs(first.difference.value - (first.mean.value - first.reference.value)) < 1e-12)
    }

    @Test func `the difference is tested by Welch's t`() throws {
        let (one, other) = ([1.0, 2, 3, 4], [2.0, 2.5, 7])
        func row(_ value: Double, _ group: Int) -> Row {
            Row(values: [value] + Array(repeating: nil, count: count - 1), group: group)
        }
        let found = try ExplanationDisparity(
            one.map { row($0, 0) } + other.map { row($0, 1) }, groups: ["one", "other"])
        #expect(found.comparisons.count == 1 && found.undefined.count == count - 1)
        #expect(found.undefined.contains("sufficiency of other"))
        // scipy.stats.ttest_ind([2, 2.5, 7], [1, 2, 3, 4], equal_var=False)
        #expect(abs(found.comparisons[0].test.statistic - 0.7770286898858115) < 1e-12)
        #expect(abs(found.comparisons[0].test.pValue - 0.5002067919741618) < 1e-9)
    }

    @Test func `measures are read from an attribution and its faithfulness`() throws {
        let game = TableGame.random(playerCount: 9, seed: 6)
        let attribution = try KernelSHAP().explain(game, ExplanationSettings(evaluations: 100))
        let faithfulness = try Faithfulness(of: attribution, in: game)
        let row = Row(attribution, faithfulness, group: 1, weight: 2)
        #expect(row.values[0] == faithfulness.comprehensiveness && row.values[1] == faithfulness.sufficiency)
        #expect(row.values.allSatisfy { $0?.isFinite ?? false })
        let errors = attribution.players.compactMap(\.standardError)
        let mean = ExplanationMeasure.standardError.value(of: attribution, faithfulness)
        #expect(abs((mean ?? 0) - errors.reduce(0, +) / 9) < 1e-15)
    }

    @Test func `rows of no group and weights of nothing are refused`() {
        let values = [Double?](repeating: 1, count: count)
        #expect(throws: ExplanationsError.self) {
            try ExplanationDisparity([Row(values: values, group: 2)], groups: ["one", "other"])
        }
        #expect(throws: ExplanationsError.self) {
            try ExplanationDisparity([Row(values: values, group: 0, weight: -1)], groups: ["one", "other"])
        }
        #expect(throws: ExplanationsError.self) { try ExplanationDisparity([], groups: ["one"], reference: 1) }
    }
}
