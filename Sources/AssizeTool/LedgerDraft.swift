import FairnessMetrics
import Mitigations

/// The lines of a ledger of table methods before they are judged.
struct LedgerDraft {
    let constraint: ParityConstraint.Kind
    /// What exponentiated gradient keeps in place of its strength.
    let bound: ParityConstraint.Bound?
    let learner: TableLearner

    /// The gap that the constraint is about.
    var goal: MitigationLedger.Goal { decisions.constraint.goal }

    /// The first line.
    func plain(_ trial: TableTrials.Trial) -> MitigationStep {
        let name = learner.name
        return blank(
            id: "plain", name: "the table as it is",
            explanation: "\(name.prefix(1).uppercased())\(name.dropFirst()) learned from the rows as they are.",
            stage: .none, trial)
    }

    /// What decisions are made anew under, from the scores of the table as it is.
    var decisions: DecisionSettings {
        var settings = DecisionSettings()
        settings.constraint =
            switch constraint {
            case .demographicParity: .demographicParity
            case .equalizedOdds: .equalizedOdds
            case .truePositiveRateParity: .equalOpportunity
            case .falsePositiveRateParity: .falsePositiveRate
            case .errorRateParity: .accuracyParity
            }
        return settings
    }

    /// A method's line.
    func step(_ method: TableMethod, _ trial: TableTrials.Trial) -> MitigationStep {
        let id = id(method)
        var step = blank(
            id: id,
            name: method == TableMethod(method.kind) ? method.kind.name : "\(method.kind.name) (\(id))",
            explanation: method.kind.explanation,
            stage: method.kind.stage == .data ? .data : .training, trial)
        step.needsGroup = method.kind.needsGroup
        step.isRandomised = method.kind == .exponentiatedGradient
        step.parameters = [.init("method", id)]
        if method.kind == .exponentiatedGradient || method.kind == .gridSearch {
            step.parameters.append(.init("constraint", constraint.rawValue))
        }
        if let ratio = ratio(method) {
            step.name = "\(method.kind.name) (ratio \(ratio.bound))"
            step.parameters.append(.init("ratio bound", "\(ratio.bound), slack \(ratio.slack)"))
        }
        step.parameters += trial.facts.map { .init($0.name, $0.value) }
        if let rows = trial.rebalanced, method.kind.stage == .data {
            step.parameters.append(.init("rows learned from", "\(rows.rows.count)"))
            step.parameters.append(
                .init("of them copied, invented or changed", "\(rows.rows.count { $0.origin.isInvented })"))
        }
        return step
    }

    /// A method's name: with its strength, if it has one and nothing stands in the strength's place.
    func id(_ method: TableMethod) -> String { ratio(method) == nil ? method.text : method.kind.rawValue }

    private func ratio(_ method: TableMethod) -> (bound: Double, slack: Double)? {
        guard method.kind == .exponentiatedGradient, case .ratio(let ratio, let slack)? = bound else { return nil }
        return (ratio, slack)
    }

    /// What a reader should know of the whole.
    func notes(_ methods: [TableMethod], _ rules: [DecisionMethod]) -> [String] {
        var notes = [
            "Whoever learns otherwise than by \(learner.name) may find otherwise: the ledger judges these rows and "
                + "this learner."
        ]
        if methods.contains(where: \.kind.needsGroup) {
            notes.append(
                "The disparate-impact remover repairs the rows held out by their group too: whoever decides with it must know "
                    + "the group, which the law may forbid.")
        }
        if methods.contains(where: { $0.kind == .exponentiatedGradient }) {
            notes.append(
                "Exponentiated gradient mixes classifiers: two people alike may be decided differently, by a draw.")
        }
        if rules.contains(where: \.needsGroup) {
            notes.append(
                "Rules for decisions are fitted on the scores of the table as it is, for the rows that these were learned from; "
                    + "some need the group at decision time, which the law may forbid. 'assize adjust' writes such rules."
            )
        }
        return notes
    }

    private func blank(
        id: String, name: String, explanation: String, stage: MitigationStep.Stage, _ trial: TableTrials.Trial
    ) -> MitigationStep {
        MitigationStep(
            id: id, name: name, explanation: explanation, stage: stage, needsGroup: false, isRandomised: false,
            overall: GroupAssessment(key: GroupKey([]), count: 0, weight: 0, missing: MissingCounts(), metrics: []),
            groups: [], disparities: [], notes: trial.notes)
    }
}
