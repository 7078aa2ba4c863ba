internal import FairnessMetrics
internal import Glibc
internal import MatrixKernels
internal import Models
internal import Transformers

extension Debiasing {
    /// What a model says of texts.
    private struct Answers {
        let margins: [Double]
        /// Whether it decides for the positive label.
        let decisions: [Bool]
        /// −ln of the probability of the right label.
        let losses: [Double]
        let logits: Matrix

        init(_ model: TextModel, _ examples: TextExamples, positive: Int) throws {
            logits = try model.logits(examples.texts.packed(0..<examples.count))
            margins = (0..<logits.rows).map { [logits] row in
                Double(logits[row, positive]) - Double(logits[row, 1 - positive])
            }
            decisions = margins.map { $0 >= 0 }
            losses = zip(margins, examples.isPositive(positive)).map { margin, isPositive in
                // ln(1 + e^−x) without overflow.
                let x = isPositive ? margin : -margin
                return max(0, -x) + log1p(exp(-abs(x)))
            }
        }
    }

    /// Judges the chosen trial on the test rows beside what it is compared with, and writes the checkpoint.
    func finish(
        _ judgements: [Judgement], _ chosen: Int, _ plain: Int?, _ shared: inout Shared, _ work: String
    ) throws -> Result {
        let folderOf = { (index: Int) in "\(work)/\(WorkFolder.name(of: trials[index].trainingPart))" }
        let examples = try examples(&shared, folderOf(chosen))
        var (after, erased) = try finished(trials[chosen], folderOf(chosen), examples.training)
        let before: TextCheckpoint
        if isClassifier {
            before = try TextCheckpoint(folder: checkpoint, for: task.purpose(seed: settings.training.seed))
        } else {
            before = try TextCheckpoint(folder: folderOf(plain ?? chosen))
        }
        let test = try self.examples(testRows, after)
        let models = (before: before.model, after: erased.model)
        let answers = try answers(test, models)
        let first = try verdict(
            isClassifier ? "the checkpoint as it was" : "the plain model", ErasedModel(model: before.model, map: nil),
            answers.before, examples, test)
        let second = try verdict(trials[chosen].name, erased, answers.after, examples, test)
        var abilities = [ability("test texts", test, answers)]
        if let others = self.second {
            let texts = try TextExamples(
                others, task: task, tokenizer: after.tokenizer,
                maximumLength: min(settings.training.maximumLength, after.maximumLength))
            abilities.append(ability("texts of the second set", texts, try self.answers(texts, models)))
        }
        let swapGaps = try CounterfactualTest(
            before: models.before, after: models.after, tokenizer: after.tokenizer,
            maximumLength: min(settings.training.maximumLength, after.maximumLength), positive: positive,
            lexicon: settings.lexicon, seed: settings.training.seed
        ).gaps(table, rows: second.rows, templates: settings.templates)
        after.model = erased.model
        try after.write(to: folder)
        if !settings.keepsTrials { WorkFolder.removeWeights(work, trials.map(\.trainingPart)) }
        return Result(
            judgements: judgements, chosen: chosen, plain: plain, front: TradeOff.front(judgements.map(\.tradeOff)),
            before: first, after: second,
            changes: PairedGroupChange.changes(
                test, positive: positive, before: answers.before.decisions, after: answers.after.decisions),
            swapGaps: swapGaps, abilities: abilities,
            trainingCount: examples.training.count, developmentCount: examples.development.count, testCount: test.count,
            warnings: leftOut + examples.training.warnings + test.warnings)
    }

    private func answers(
        _ examples: TextExamples, _ models: (before: TextModel, after: TextModel)
    ) throws -> (before: Answers, after: Answers) {
        (
            try Answers(models.before, examples, positive: positive),
            try Answers(models.after, examples, positive: positive)
        )
    }

    private func ability(
        _ name: String, _ examples: TextExamples, _ answers: (before: Answers, after: Answers)
    ) -> AbilityChange {
        let labels = examples.isPositive(positive)
        func right(_ answers: Answers) -> [Bool] { zip(answers.decisions, labels).map { $0 == $1 } }
        return AbilityChange(
            name: name, lossBefore: answers.before.losses, lossAfter: answers.after.losses,
            rightBefore: right(answers.before), rightAfter: right(answers.after))
    }

    private func verdict(
        _ name: String, _ erased: ErasedModel, _ answers: Answers,
        _ examples: (training: TextExamples, development: TextExamples), _ test: TextExamples
    ) throws -> Verdict {
        let evaluation = Evaluation(logits: answers.logits, test, task: task, positive: positive)
        return Verdict(
            name: name, evaluation: evaluation,
            tradeOff: TradeOff(evaluation, attributes: table.attributes.map(\.name)),
            leakage: try RepresentationLeakage.measure(
                erased.model, erased.map, training: examples.training, held: test, seed: settings.training.seed),
            rows: test.rows.map { testRows[$0] }, probabilities: answers.margins.map { 1 / (1 + exp(-$0)) })
    }
}
