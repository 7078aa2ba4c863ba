public import FairnessMetrics
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
        /// How much answers move when a text speaks of somebody else, by attribute.
        public let swapGaps: [CounterfactualGap]
        /// How well the task is done on the test rows, and on a second set if one was given.
        public let abilities: [AbilityChange]
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
        /// Its accuracy and gap; nil where one of them is undefined.
        public let tradeOff: TradeOff?
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
    let table: TextTable
    let isScratch: Bool, isClassifier: Bool
    let positive: Int
    let trials: [DebiasTrial]
    let training: [Int], development: [Int]
    let second: TextTable?
    let facts: [(name: String, value: String)]
    let copies: SwappedCopies?
    /// What cannot be tried with these data, and why.
    let leftOut: [String]

    /// Prepares a run.
    ///
    /// - Parameters:
    ///   - checkpoint: A folder as transformers saves it, with or without a head.
    ///   - isScratch: Whether it is only a configuration with a tokenizer, and the weights are drawn.
    ///   - table: The texts with their labels and protected attributes.
    ///   - settings: What is tried, how it learns, and how one of the trials is chosen.
    ///   - second: Other texts of the same label, on which nothing is learnt or chosen.
    ///   - folder: Where the result goes; it exists.
    ///   - facts: What the log shall say of the data and the command.
    /// - Throws: `MitigationsError` if the data or the choices do not allow it.
    public init(
        checkpoint: String, isScratch: Bool = false, table: TextTable, settings: DebiasSettings,
        second: TextTable? = nil,
        folder: String,
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
        self.second = second
        let configuration = try ModelConfiguration(folder: checkpoint)
        task = try TextTask(table, known: configuration.isClassifier ? configuration.labels : [])
        guard case .labels(let labels) = task, labels.count == 2 else {
            throw MitigationsError.usage(
                "debiasing needs a label of two values, but '\(visible(table.labelNames.first ?? ""))' makes "
                    + "\(task.outputs.count) outputs")
        }
        if let second {
            // Better now than after the training.
            do {
                _ = try TextExamples(
                    second, task: task, tokenizer: Tokenizer(folder: checkpoint), maximumLength: 8)
            } catch ModelsError.data(let fault) { throw MitigationsError.data("the second data: \(fault)") }
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
    struct Shared {
        var examples: (training: TextExamples, development: TextExamples)?
        /// The seconds and the end of each training, by the folder's name.
        var trained: [String: WorkFolder.Outcome] = [:]
    }
}
