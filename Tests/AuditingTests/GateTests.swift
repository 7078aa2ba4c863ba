import FairnessMetrics
import Reports
import Testing

@testable import Auditing

struct GateTests {
    static func assessment() -> Assessment {
        let values = ["a", "b"].map { AttributeValue(attribute: "g", value: $0) }
        var table = GroupTable(attributes: [GroupingColumn(name: "g", values: values)], inputs: [.label, .prediction])
        table.add(Tally(truePositives: 400, falsePositives: 100, falseNegatives: 100, trueNegatives: 400), at: [0])
        table.add(Tally(truePositives: 200, falsePositives: 100, falseNegatives: 300, trueNegatives: 400), at: [1])
        return Assessor().assess(table)
    }

    @Test(arguments: [
        ("selection_rate.difference <= 0.25", true), ("selection_rate.difference <= 0.1", false),
        ("true_positive_rate.ratio >= 0.8", false), ("true_positive_rate.ratio@g >= 0.4", true),
        ("equalized_odds_difference < 0.41", true), ("equalized_odds_difference.upper < 0.41", false),
        ("false_positive_rate.difference.verdict == no_material_disparity", true),
        ("true_positive_rate.difference.verdict != disparity_shown", false),
        ("false_positive_rate.difference.verdict != disparity_shown", true),
        // Nothing was measured on this attribute, so the gate is not met.
        ("selection_rate.difference@h <= 1", false),
    ])
    func `a gate is met by what was found`(text: String, isMet: Bool) throws {
        let outcome = try Gate(text).outcome(of: GateTests.assessment())
        #expect(outcome.isMet == isMet, "\(outcome.finding)")
    }

    @Test func `an undefined disparity meets no gate`() throws {
        var assessment = GateTests.assessment()
        for index in assessment.disparities.indices { assessment.disparities[index].estimate = .undefined("test") }
        #expect(try Gate("selection_rate.difference <= 1").outcome(of: assessment).isMet == false)
    }

    @Test(arguments: [
        ("selection_rat.difference <= 1", "did you mean 'selection_rate'"),
        ("selection_rate.diference <= 1", "did you mean 'difference'"),
        ("selection_rate.difference", "no comparison"), ("selection_rate.difference <= few", "not a number"),
        ("selection_rate.difference.verdict == fair", "disparity_shown"), ("a.b.c.d <= 1", "name a metric"),
    ])
    func `a gate that cannot be read says what may stand there`(text: String, hint: String) {
        #expect {
            try Gate(text)
        } throws: { error in
            "\(error)".contains(hint)
        }
    }
}
