internal import Files
internal import Glibc
internal import MatrixKernels
public import Models
internal import NumericalKernels
internal import Transformers

/// Fine-tunes a checkpoint in several ways so that its decisions depend less on protected attributes, chooses one of them on
/// rows of their own, and judges it once on others.
///
/// Rows are split by the seed into those to learn from, those to compare trials on, and those to judge the result on. Models
/// that share what acts in training are trained once. All that was trained lies in the folder until the end, so that a run
/// that was ended goes on where it was.
public struct Debiasing {
    /// What a run tells while it goes on.
    public enum Event {
        /// A trial begins to train: its name, its number from 1, and how many there are.
        case training(name: String, number: Int, of: Int)
        /// How far that has come.
        case progress(FineTuning.Progress)
        /// A trial has been judged on the development rows.
        case judged(Judgement)
    }

    /// What a trial came to on the development rows.
    public struct Judgement: Sendable {
        /// The trial.
        public let trial: DebiasTrial
        /// What it reached; nil if it collapsed.
        public let evaluation: Evaluation?
        /// Its accuracy and gap; nil where they are undefined or the trial collapsed.
        public let tradeOff: TradeOff?
        /// How well its representation tells each attribute.
        public let leakage: [RepresentationLeakage]
        /// Why its training ended early, if it did.
        public let collapse: String?
        /// How many swapped copies of texts it learned from besides; nil if it makes none.
        public let copies: Int?
        /// Seconds of training, shared with trials that differ in what acts afterwards.
        public let elapsed: Double
    }

    /// What a run came to.
    public struct Result {
        /// Every trial, in the order of the settings.
        public let judgements: [Judgement]
        /// The index of the trial that was chosen, and of the plain model if it was tried.
        public let chosen: Int, plain: Int?
        /// The trials that no other beats, by falling accuracy.
        public let front: [Int]
        /// What the comparison was made with: the checkpoint as it was, or the plain model.
        public let before: Verdict
        /// The result.
        public let after: Verdict
        /// What became of each group, on the test rows.
        public let changes: [PairedGroupChange]
        /// The texts of each part.
        public let trainingCount: Int, developmentCount: Int, testCount: Int
        /// What the reader should know; one sentence each.
        public let warnings: [String]
    }

    /// A model's answers to the test rows.
    public struct Verdict: Sendable {
        /// In words what it is.
        public let name: String
        /// The figures.
        public let evaluation: Evaluation
        /// How well its representation tells each attribute.
        public let leakage: [RepresentationLeakage]
        /// The rows of the table that were judged.
        public let rows: [Int]
        /// The probability of the positive label for each of them.
        public let probabilities: [Double]
    }

    /// The checkpoint's folder.
    public let checkpoint: String
    /// The choices.
    public let settings: DebiasSettings
    /// Where the result goes.
    public let folder: String
    /// The rows of the table that the result is judged on.
    public let testRows: [Int]
    /// What is learnt.
    public let task: TextTask
    /// The label that counts as positive, as the data write it.
    public var positiveName: String {
        guard case .names(let names)? = table.labels.first else { return "" }
        let found = Set(names.compactMap(\.self)).sorted()
        // The data may number the labels that the checkpoint names.
        return found.contains(task.outputs[positive]) ? task.outputs[positive] : "\(positive)"
    }
    /// Makes the next run in a folder begin anew.
    public static func discardTrials(in folder: String) { WorkFolder.discard("\(folder)/trials") }

    /// Where the record of the chosen trial's training lies.
    public func log(of result: Result) -> String {
        "\(folder)/trials/\(WorkFolder.name(of: trials[result.chosen].trainingPart))/training/run.jsonl"
    }
    private let table: TextTable
    private let isScratch: Bool, isClassifier: Bool
    private let positive: Int
    private let trials: [DebiasTrial]
    private let training: [Int], development: [Int]
    private let facts: [(name: String, value: String)]
    private let copies: SwappedCopies?
    /// What cannot be tried with these data, and why.
    let leftOut: [String]

    /// Prepares a run.
    ///
    /// - Parameters:
    ///   - checkpoint: A folder as transformers saves it, with or without a head.
    ///   - isScratch: Whether it is only a configuration with a tokenizer, and the weights are drawn.
    ///   - table: The texts with their labels and protected attributes.
    ///   - folder: Where the result goes; it exists.
    ///   - facts: What the log shall say of the data and the command.
    /// - Throws: `MitigationsError` if the data or the choices do not allow it.
    public init(
        checkpoint: String, isScratch: Bool = false, table: TextTable, settings: DebiasSettings, folder: String,
        facts: [(name: String, value: String)] = []
    ) throws {
        guard !table.attributes.isEmpty else {
            throw MitigationsError.usage("no protected attribute: name one with --protected")
        }
        for attribute in table.attributes where attribute.values.count < 2 {
            throw MitigationsError.data(
                "column '\(visible(attribute.name))' has \(attribute.values.count == 1 ? "one value alone" : "no value"): "
                    + "there are no groups to compare")
        }
        self.checkpoint = checkpoint
        self.isScratch = isScratch
        self.table = table
        self.settings = settings
        self.folder = folder
        self.facts = facts
        let configuration = try ModelConfiguration(folder: checkpoint)
        task = try TextTask(table, known: configuration.isClassifier ? configuration.labels : [])
        guard case .labels(let labels) = task, labels.count == 2 else {
            throw MitigationsError.usage(
                "debiasing needs a label of two values, but '\(visible(table.labelNames.first ?? ""))' makes "
                    + "\(task.outputs.count) outputs")
        }
        isClassifier = !isScratch && configuration.isClassifier && configuration.labels == labels
        if let name = settings.positive {
            guard let place = labels.firstIndex(of: name) else {
                throw MitigationsError.usage(
                    "--positive '\(visible(name))' is neither '\(visible(labels[0]))' nor '\(visible(labels[1]))'")
            }
            positive = place
        } else {
            positive = 1
        }
        var trials = settings.trials
        if !isClassifier, !trials.contains(.plain) { trials.insert(.plain, at: 0) }
        let (rest, test) = RowSplit.split(table.count, share: settings.testShare, seed: settings.training.seed)
        let (training, development) = RowSplit.split(
            rest.count, share: settings.developmentShare / max(1e-9, 1 - settings.testShare),
            seed: settings.training.seed &+ 1)
        testRows = test
        self.training = training.map { rest[$0] }
        self.development = development.map { rest[$0] }
        var (copies, leftOut): (SwappedCopies?, [String]) = (nil, [])
        if trials.contains(where: { $0.contains(.counterfactual) }) {
            let found = SwappedCopies(
                table, rows: self.training, lexicon: settings.lexicon, seed: settings.training.seed)
            if !found.copies.isEmpty {
                copies = found
            } else {
                let reason =
                    "none of the \(training.count) texts to learn from holds a word to exchange ("
                    + settings.lexicon.attributes.joined(separator: ", ") + "): name pairs of words with --swaps FILE"
                guard settings.leavesOutInapplicable else {
                    throw MitigationsError.data("'counterfactual' adds nothing: \(reason)")
                }
                trials.removeAll { $0.contains(.counterfactual) }
                leftOut.append("'counterfactual' is not tried: \(reason)")
            }
        }
        self.trials = trials
        self.copies = copies
        self.leftOut = leftOut
    }

    /// Runs to the end, or from where an earlier run was ended, and writes the chosen checkpoint.
    ///
    /// - Throws: What fine-tuning throws; `MitigationsError.data` if no trial can be chosen.
    public func run(_ report: (Event) -> Void = { _ in }) throws -> Result {
        let work = "\(folder)/trials"
        try WorkFolder.open(work, fingerprint: (facts.map(\.value) + [settings.fingerprint]).joined(separator: "\n"))
        var shared = Shared()
        var judgements: [Judgement] = []
        for (index, trial) in trials.enumerated() {
            let judgement = try judge(trial, index + 1, &shared, work, report)
            report(.judged(judgement))
            judgements.append(judgement)
        }
        let plain = trials.firstIndex(of: .plain)
        let points = judgements.map { $0.trial.fitsCheckpoint ? $0.tradeOff : nil }
        guard let chosen = settings.rule.choose(points, plain: plain) else {
            throw MitigationsError.data(
                "no trial can be chosen: in each the model collapsed, or a group of the development rows has no text of "
                    + "one label; give more rows, or a larger --development share")
        }
        return try finish(judgements, chosen, plain, &shared, work)
    }

    /// What trials have in common while a run goes on.
    private struct Shared {
        var examples: (training: TextExamples, development: TextExamples)?
        /// The seconds and the end of each training, by the folder's name.
        var trained: [String: WorkFolder.Outcome] = [:]
    }

    // MARK: - One trial

    private func judge(
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
                learnt, opened.model, learningRate: choices.learningRate, seed: choices.seed))
        let result = try run.run { report(.progress($0)) }
        let outcome = WorkFolder.Outcome(
            elapsed: result.elapsed, collapse: result.stopReason, copies: learnt.count - examples.training.count)
        try WorkFolder.record(outcome, in: folder)
        shared.trained[folder] = outcome
        return outcome
    }

    /// Opens what was trained and does what acts on representations.
    private func finished(
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

    private func examples(
        _ shared: inout Shared, _ folder: String
    ) throws -> (training: TextExamples, development: TextExamples) {
        if let known = shared.examples { return known }
        return try examples(&shared, TextCheckpoint(folder: folder))
    }

    private func examples(
        _ shared: inout Shared, _ checkpoint: TextCheckpoint
    ) throws -> (training: TextExamples, development: TextExamples) {
        if let known = shared.examples { return known }
        let found = (try examples(training, checkpoint), try examples(development, checkpoint))
        shared.examples = found
        return found
    }

    private func examples(_ rows: [Int], _ checkpoint: TextCheckpoint) throws -> TextExamples {
        try TextExamples(
            table.rows(rows), task: task, tokenizer: checkpoint.tokenizer,
            maximumLength: min(settings.training.maximumLength, checkpoint.maximumLength))
    }

    // MARK: - The result

    private func finish(
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
        let first = try verdict(
            isClassifier ? "the checkpoint as it was" : "the plain model", ErasedModel(model: before.model, map: nil),
            examples, test)
        let second = try verdict(trials[chosen].name, erased, examples, test)
        after.model = erased.model
        try after.write(to: folder)
        if !settings.keepsTrials { WorkFolder.removeWeights(work, trials.map(\.trainingPart)) }
        return Result(
            judgements: judgements, chosen: chosen, plain: plain, front: TradeOff.front(judgements.map(\.tradeOff)),
            before: first.verdict, after: second.verdict,
            changes: PairedGroupChange.changes(
                test, positive: positive, before: first.decisions, after: second.decisions),
            trainingCount: examples.training.count, developmentCount: examples.development.count, testCount: test.count,
            warnings: leftOut + examples.training.warnings + test.warnings)
    }

    private func verdict(
        _ name: String, _ erased: ErasedModel,
        _ examples: (training: TextExamples, development: TextExamples), _ test: TextExamples
    ) throws -> (verdict: Verdict, decisions: [Bool]) {
        let logits = try erased.model.logits(test.texts.packed(0..<test.count))
        let margins = (0..<logits.rows).map { Double(logits[$0, positive]) - Double(logits[$0, 1 - positive]) }
        return (
            Verdict(
                name: name, evaluation: Evaluation(logits: logits, test, task: task, positive: positive),
                leakage: try RepresentationLeakage.measure(
                    erased.model, erased.map, training: examples.training, held: test, seed: settings.training.seed),
                rows: test.rows.map { testRows[$0] }, probabilities: margins.map { 1 / (1 + exp(-$0)) }),
            margins.map { $0 >= 0 }
        )
    }
}
