internal import FairnessMetrics
internal import Files
internal import MatrixKernels
internal import Models
internal import NumericalKernels
internal import Transformers

extension Debiasing {
    /// Trains a trial and judges it on the development rows.
    func judge(
        _ trial: DebiasTrial, _ number: Int, _ shared: inout Shared, _ work: String, _ report: (Event) -> Void
    ) throws -> Judgement {
        let folder = "\(work)/\(WorkFolder.name(of: trial.trainingPart))"
        report(.training(name: trial.name, number: number, of: trials.count))
        let run = try train(trial.trainingPart, in: folder, &shared, report)
        let copies = trial.contains(.counterfactual) ? run.copies : nil
        if let collapse = run.collapse {
            return Judgement(
                trial: trial, evaluation: nil, tradeOff: nil, leakage: [], collapse: collapse, copies: copies,
                elapsed: run.elapsed)
        }
        let examples = try examples(&shared, folder)
        let erased = try finished(trial, folder, examples.training).erased
        let held = examples.development
        let evaluation = try evaluate(trial, erased.model, held, fittedOn: held)
        return Judgement(
            trial: trial, evaluation: evaluation,
            tradeOff: TradeOff(evaluation, attributes: table.attributes.map(\.name)),
            leakage: try RepresentationLeakage.measure(
                erased.model, erased.map, training: examples.training, held: held, seed: settings.training.seed),
            collapse: nil, copies: copies, elapsed: run.elapsed)
    }

    /// Trains what acts in training, unless that was done before.
    private func train(
        _ trial: DebiasTrial, in folder: String, _ shared: inout Shared, _ report: (Event) -> Void
    ) throws -> WorkFolder.Outcome {
        if let known = shared.trained[folder] { return known }
        if let outcome = WorkFolder.outcome(folder) {
            shared.trained[folder] = outcome
            return outcome
        }
        try OutputFolder.make(folder)
        var choices = settings.training
        choices.watched = "\(table.attributes[0].name).distance_to_optimum"
        let purpose = task.purpose(seed: choices.seed)
        let dropout = trial.strength(.dropout)
        let opened =
            isScratch
            ? try TextCheckpoint(scratch: checkpoint, for: purpose, seed: choices.seed, dropout: dropout)
            : try TextCheckpoint(folder: checkpoint, for: purpose, dropout: dropout)
        choices.maximumLength = min(choices.maximumLength, opened.maximumLength)
        let examples = try examples(&shared, opened)
        var (learnt, notes) = (examples.training, [("trial", trial.name)])
        if trial.contains(.counterfactual), let copies {
            learnt = try TextExamples(
                table.rows(training).adding(copies.copies), task: task, tokenizer: opened.tokenizer,
                maximumLength: choices.maximumLength)
            notes.append(("swapped_copies", "\(learnt.count - examples.training.count)"))
        }
        var run = try FineTuning(
            opened, task: task, training: learnt, held: examples.development, settings: choices,
            folder: folder, facts: facts + notes,
            additions: trial.additions(
                learnt, opened.model, settings: settings, positive: positive))
        let result = try run.run { report(.progress($0)) }
        let outcome = WorkFolder.Outcome(
            elapsed: result.elapsed, collapse: result.stopReason, copies: learnt.count - examples.training.count)
        try WorkFolder.record(outcome, in: folder)
        shared.trained[folder] = outcome
        return outcome
    }

    /// Opens what was trained and does what acts on representations.
    func finished(
        _ trial: DebiasTrial, _ folder: String, _ training: TextExamples
    ) throws -> (checkpoint: TextCheckpoint, erased: ErasedModel) {
        let checkpoint = try TextCheckpoint(folder: folder)
        return (checkpoint, try trial.erased(checkpoint.model, fittedOn: training, seed: settings.training.seed))
    }

    /// Judges a model, with thresholds by group if the trial has them.
    private func evaluate(
        _ trial: DebiasTrial, _ model: TextModel, _ held: TextExamples, fittedOn development: TextExamples
    ) throws -> Evaluation {
        var logits = try model.logits(held.texts.packed(0..<held.count))
        if trial.methods.contains(where: { $0.kind == .thresholds }) {
            let fitted = try model.logits(development.texts.packed(0..<development.count))
            let crossed = TextTable.Attribute.crossed(development.attributes, count: development.count)
            let thresholds = GroupThresholds(
                margins: (0..<fitted.rows).map { Double(fitted[$0, positive]) - Double(fitted[$0, 1 - positive]) },
                labels: development.isPositive(positive), groups: crossed,
                groupCount: development.attributes.reduce(1) { $0 * $1.values.count })
            logits = thresholds.shifted(
                logits, groups: TextTable.Attribute.crossed(held.attributes, count: held.count), positive: positive)
        }
        return Evaluation(logits: logits, held, task: task, positive: positive)
    }

    func examples(
        _ shared: inout Shared, _ folder: String
    ) throws -> (training: TextExamples, development: TextExamples) {
        if let known = shared.examples { return known }
        return try examples(&shared, TextCheckpoint(folder: folder))
    }

    func examples(
        _ shared: inout Shared, _ checkpoint: TextCheckpoint
    ) throws -> (training: TextExamples, development: TextExamples) {
        if let known = shared.examples { return known }
        let found = (try examples(training, checkpoint), try examples(development, checkpoint))
        shared.examples = found
        return found
    }

    func examples(_ rows: [Int], _ checkpoint: TextCheckpoint) throws -> TextExamples {
        try TextExamples(
            table.rows(rows), task: task, tokenizer: checkpoint.tokenizer,
            maximumLength: min(settings.training.maximumLength, checkpoint.maximumLength))
    }
}
