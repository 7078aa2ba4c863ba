import FairnessMetrics
import Testing

@testable import Reports

/// A ledger of two attributes with a step that helps at a price, one that does nothing, and one that worsens.
enum SampleLedger {
    static let rows: JudgedRows = {
        let sex = GroupingColumn(name: "sex", values: ["F<", "M"].map { AttributeValue(attribute: "sex", value: $0) })
        let place = GroupingColumn(
            name: "place", values: ["x", "y"].map { AttributeValue(attribute: "place", value: $0) })
        return JudgedRows(
            labels: (0..<1_600).map { $0 / 2 % 2 == 0 }, attributes: [sex, place],
            codes: [(0..<1_600).map { $0 % 2 }, (0..<1_600).map { $0 / 4 % 2 }])
    }()

    /// Decisions with so many tenths of each label and sex, `[label][sex]`.
    static func decisions(_ tenths: [[Int]]) -> [Bool] {
        (0..<rows.count).map { $0 / 8 % 10 < tenths[rows.labels[$0] ? 1 : 0][rows.codes[0][$0]] }
    }

    static let ledger: MitigationLedger = {
        let first = decisions([[2, 5], [6, 8]])
        let judge = StepJudge(rows, first: first, draws: 100)
        func step(_ id: String, _ name: String, _ decisions: [Bool]?, needsGroup: Bool) -> MitigationStep {
            let blank = MitigationStep(
                id: id, name: name, explanation: "What it does.", stage: decisions == nil ? .none : .decision,
                parameters: [.init("constraint", "equalized_odds")], needsGroup: needsGroup, isRandomised: needsGroup,
                overall: GroupAssessment(key: GroupKey([]), count: 0, weight: 0, missing: MissingCounts(), metrics: []),
                groups: [], disparities: [], notes: decisions == nil ? [] : ["a note of \(id)"])
            return judge.judged(blank, decisions: decisions)
        }
        return MitigationLedger(
            title: "People & offers", data: ["people.csv"], toolVersion: "0", command: "assize adjust people.csv",
            seed: 7, positive: "hired is 1", attributes: ["sex", "place"], goal: .equalizedOdds, confidence: 0.95,
            margin: 0.05, fittedRows: 3_000, judgedRows: rows.count,
            steps: [
                step("as-they-are", "The decisions as they are", nil, needsGroup: false),
                step("even", "Even", decisions([[2, 2], [6, 6]]), needsGroup: true),
                step("same", "The same", first, needsGroup: false),
                step("worse", "Worse", decisions([[1, 6], [5, 9]]), needsGroup: false),
            ], chosen: "even", notes: ["The law may forbid it."])
    }()
}
