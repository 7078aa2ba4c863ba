import ArgumentParser
import Auditing
import FairnessMetrics
import Mitigations

/// A table as rules read it: who each row is, how it is decided now, and its score.
struct AdjustData {
    let rows: RoleRows
    /// Each row with the protected attributes and no label that could be missing: for deciding.
    let people: JudgedRows
    /// The decisions as they are; nil where unknown.
    let decisions: [Bool?]
    /// The scores, NaN where missing; nil where only decisions are known.
    let scores: [Double]?
    /// The score from which decisions are positive, where they follow it.
    let threshold: Double?

    init(_ definition: AuditDefinition, workers: Int, isQuiet: Bool) throws {
        rows = try ProgressLine.during(isQuiet: isQuiet) { progress in
            try RoleRows(definition, workers: workers, progress: progress)
        }
        people = JudgedRows(
            labels: rows.labels.map { $0 == .positive }, weights: rows.weights, attributes: rows.attributes,
            codes: rows.codes)
        scores = rows.scores.isEmpty ? nil : rows.scores
        if let scores, definition.prediction == nil, definition.threshold == nil {
            guard scores.allSatisfy({ $0.isNaN || (0...1).contains($0) }) else {
                throw ValidationError(
                    "the scores of '\(definition.score?.text ?? "")' are no probabilities: name --threshold, the score from which decisions are positive now"
                )
            }
            threshold = 0.5
            decisions = scores.map { $0.isNaN ? nil : $0 >= 0.5 }
        } else {
            threshold = definition.threshold
            decisions = rows.predictions.map { $0 == .missing ? nil : $0 == .positive }
        }
    }

    /// The rows that have a label, a decision and, if there are scores, a score.
    var complete: [Int] {
        (0..<rows.count).filter { row in
            rows.labels[row] != .missing && decisions[row] != nil && !(scores?[row].isNaN ?? false)
        }
    }

    /// Some complete rows as rules are fitted to them and judged on them.
    func part(_ places: [Int]) -> DecisionTrials.Part {
        DecisionTrials.Part(
            rows: people.rows(places), scores: scores.map { scores in places.map { scores[$0] } },
            decisions: places.map { decisions[$0] ?? false }, numbers: places)
    }

    /// The probability of a positive decision of each row under a rule; nil where what it reads is missing.
    func probabilities(_ entry: Adjustment.Entry, cells: DecisionCells) -> [Double?] {
        let places = cells.places(of: people)
        let inputs: [Double?]
        switch entry.input {
        case .score: inputs = scores?.map { $0.isNaN ? nil : $0 } ?? Array(repeating: nil, count: rows.count)
        case .prediction: inputs = decisions.map { $0.map { $0 ? 1 : 0 } }
        }
        let found = entry.rule.probabilities(inputs.map { $0 ?? 0 }, cells: places)
        return zip(inputs, found).map { $0 == nil ? nil : $1 }
    }
}
