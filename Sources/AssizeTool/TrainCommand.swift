import ArgumentParser
import Files
import Models
import Tables
import Transformers

/// `assize train`: fine-tunes a checkpoint on the texts of a table.
struct TrainCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "train",
        abstract: "Fine-tunes a checkpoint on the texts of a table, and judges it by group as it goes.",
        discussion: """
            The result in --out is a folder that Hugging Face transformers loads (AutoModelForSequenceClassification, \
            AutoTokenizer), with training/run.jsonl, the record of the run, and events for TensorBoard. The same seed gives \
            the same bytes. A run that was ended at any moment goes on with --resume, to the same weights.
            """)

    @OptionGroup var start: StartOptions

    @Option(help: "CSV, TSV or JSON Lines files to learn from, read as one table.")
    var data: [String]

    @OptionGroup var texts: TextOptions

    @Option(
        help: "The column to predict; several of 0 and 1, separated by commas, may hold at once; none learns tokens.")
    var label: String?

    @Option(help: "classification (the default), regression (the label is a number) or masked-language.")
    var task: TaskName?

    @Option(help: "Protected columns, separated by commas: evaluations compare their groups.")
    var protected: [String] = []

    @Option(help: "A column of weights, none negative.")
    var weight: String?

    @Option(help: "The folder for the result; made if it does not exist.")
    var out: String

    @OptionGroup(title: "Evaluation") var judging: EvaluationOptions
    @OptionGroup(title: "Training") var choices: TrainingOptions
    @OptionGroup(title: "Reading files") var files: TableFileOptions

    @Flag(help: "Goes on with the run that was begun in --out, if there is one.")
    var resume = false

    @Flag(help: "Begins anew although --out holds a run that was not finished.")
    var overwrite = false

    @Flag(name: .shortAndLong, help: "Prints nothing but errors.")
    var quiet = false

    @Option(help: "Threads; the results do not depend on it.")
    var threads: Int?

    func validate() throws {
        guard (task == .maskedLanguage) == (label == nil) else {
            throw ValidationError(
                label == nil
                    ? "--label names the column to predict; without one say --task masked-language"
                    : "--task masked-language learns from the texts alone: omit --label")
        }
        try choices.check()
        try judging.check()
    }

    func run() throws {
        let workers = try Machine.workers(threads)
        Machine.setThreads(workers)
        if FineTuning.isUnfinished(out) {
            guard resume || overwrite else {
                throw ModelsError.usage(
                    "\(out) holds a run that was not finished: go on with --resume, or begin anew with --overwrite")
            }
            if overwrite { FineTuning.discardState(in: out) }
        }
        var settings = FineTuningSettings()
        choices.apply(to: &settings)
        judging.apply(to: &settings)
        let table = try read(data, workers: workers)
        let held = try judging.evaluationData.isEmpty ? nil : read(judging.evaluationData, workers: workers)
        let task = try self.task(table)
        let opened = try open(task, settings)
        settings.maximumLength = texts.maxLength ?? min(settings.maximumLength, opened.maximumLength)
        guard (3...opened.maximumLength).contains(settings.maximumLength) else {
            throw ModelsError.usage(
                "--max-length \(settings.maximumLength) is not between 3 and the \(opened.maximumLength) that the model "
                    + "can read")
        }
        let (training, judged) = held.map { (table, $0) } ?? judging.split(table, seed: settings.seed)
        let examples = try examples(training, task, opened, settings, workers)
        let heldExamples = try judged.map { try self.examples($0, task, opened, settings, workers) }
        try OutputFolder.make(out)
        var run = try FineTuning(
            opened, task: task, training: examples, held: heldExamples, settings: settings, folder: out,
            facts: facts(table, held),
            notes: [
                ("command", CommandText.reproducing(CommandLine.arguments, keepingOut: true)),
                ("machine", Machine.description),
            ])
        if !quiet {
            for warning in examples.warnings + (heldExamples?.warnings ?? []) {
                Terminal.writeError("assize: warning: \(warning)\n")
            }
            Terminal.write(
                "\(examples.count) texts to learn from, \(heldExamples?.count ?? 0) held out; "
                    + "\(opened.model.parameters.count) parameters\n")
        }
        let meter = TrainingMeter(isQuiet: quiet)
        defer { meter.finish() }
        let result = try run.run { meter.show($0) }
        meter.finish()
        guard !quiet else { return }
        let seconds = Int(result.elapsed.rounded())
        Terminal.write("\(result.steps) steps in \(seconds / 60) min \(seconds % 60) s\n")
        if let evaluation = result.evaluation {
            Terminal.write("Step \(result.chosenStep):\n" + TrainingMeter.lines(evaluation))
        }
        Terminal.write("Written: \(out)\n")
    }

    private func read(_ paths: [String], workers: Int) throws -> TextTable {
        try texts.table(paths, files, workers: workers, isQuiet: quiet) { roles in
            roles.labels = (label ?? "").split(separator: ",").map(String.init)
            roles.isNumeric = task == .regression
            roles.protected = protected.flatMap { $0.split(separator: ",").map(String.init) }
            roles.weight = weight
        }
    }

    private func task(_ table: TextTable) throws -> TextTask {
        guard !start.isScratch, label != nil else { return try TextTask(table) }
        let known = try ModelConfiguration(folder: start.folder)
        return try TextTask(table, known: known.isClassifier ? known.labels : [])
    }

    private func open(_ task: TextTask, _ settings: FineTuningSettings) throws -> TextCheckpoint {
        let purpose = task.purpose(seed: settings.seed)
        return start.isScratch
            ? try TextCheckpoint(scratch: start.folder, for: purpose, seed: settings.seed)
            : try TextCheckpoint(folder: start.folder, for: purpose)
    }

    private func examples(
        _ table: TextTable, _ task: TextTask, _ opened: TextCheckpoint, _ settings: FineTuningSettings, _ workers: Int
    ) throws -> TextExamples {
        try TextExamples(
            table, task: task, tokenizer: opened.tokenizer, maximumLength: settings.maximumLength, workers: workers)
    }

    private func facts(_ table: TextTable, _ held: TextTable?) -> [(name: String, value: String)] {
        texts.facts([table] + (held.map { [$0] } ?? []), start: start)
            + [("held_out_share", judging.shareText)]
    }
}

/// The tasks by the names of the command line.
enum TaskName: String, ExpressibleByArgument, CaseIterable {
    case classification, regression
    case maskedLanguage = "masked-language"
}
