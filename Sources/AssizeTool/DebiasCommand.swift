import ArgumentParser
import Auditing
import Files
import Mitigations
import Models
import Reports
import Tables
import Transformers

/// `assize debias`: fine-tunes a checkpoint so that its decisions depend less on protected attributes, and proves it.
struct DebiasCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "debias",
        abstract:
            "Fine-tunes a checkpoint so that its decisions depend less on protected attributes, and says what it cost.",
        discussion: """
            Methods are tried on texts to learn from, compared on others (the development rows), and the one chosen is judged \
            once on the rest (the test rows), beside the checkpoint as it was or the plain fine-tuned model. --out gets a \
            folder that Hugging Face transformers loads, debias.json, and an audit before and after.

            --method takes methods joined by '+', each with a strength: balanced+adversary:2. It may be given several times. \
            'assize list mitigations' explains them.
            """)

    @OptionGroup var start: StartOptions

    @Option(help: "CSV, TSV or JSON Lines files, read as one table.")
    var data: [String]

    @OptionGroup var texts: TextOptions

    @Option(help: "The column to predict, of two values.")
    var label: String

    @Option(help: "The value that counts as positive; the second in order unless named.")
    var positive: String?

    @Option(help: "Protected columns, separated by commas.")
    var protected: [String]

    @Option(help: "A column of weights, none negative.")
    var weight: String?

    @Option(
        help: """
            What is tried: methods joined by '+', such as balanced+adversary:2 (default: balanced, leace-within-label, \
            and both together).
            """)
    var method: [String] = []

    @Flag(help: "Tries every method but dropout alone, some at several strengths, and some together.")
    var sweep = false

    @Option(help: "The most trials of a sweep; plain and balanced are among them, the seed draws the others.")
    var budget: Int?

    @OptionGroup(title: "Adversaries") var adversaries: AdversaryOptions

    @OptionGroup(title: "Swaps") var swaps: SwapOptions

    @Option(
        help:
            "How one is chosen on the development rows: distance (to the optimum), or gap:0.01 (accuracy lost at most)."
    )
    var choose: String = "distance"

    @Option(help: "The share of the rows that trials are compared on (default: 0.15).")
    var development: Double = 0.15

    @Option(help: "The share of the rows that the result is judged on (default: 0.2).")
    var test: Double = 0.2

    @Option(help: "The folder for the result; made if it does not exist.")
    var out: String

    @OptionGroup(title: "Training") var choices: TrainingOptions

    @Option(help: "Steps between evaluations on the development rows; at the end of each epoch unless given.")
    var evaluateEvery: Int?

    @Flag(help: "Keeps the weights of the trials that are not chosen.")
    var keepTrials = false

    @Option(
        help: ArgumentHelp(
            "Other texts with the same labels, on which it is measured what general ability was lost; nothing is learnt from them.",
            valueName: "files"))
    var secondData: [String] = []

    @Option(help: "The column of texts in --second-data; that of --text unless named.")
    var secondText: String?

    @Option(help: "The column of labels in --second-data; that of --label unless named.")
    var secondLabel: String?

    @OptionGroup(title: "Reading files") var files: TableFileOptions

    @Flag(help: "Says on every page that the data are generated and not observed.")
    var synthetic = false

    @Flag(help: "Begins anew although --out holds trials of another run.")
    var overwrite = false

    @OptionGroup(title: "Signing") var signing: SigningOptions

    @Flag(name: .shortAndLong, help: "Prints nothing but errors.")
    var quiet = false

    @Option(help: "Threads; the results do not depend on it.")
    var threads: Int?

    /// What is tried unless something is named: what did best on tweets and on the bundled reviews.
    private static let usual = ["balanced", "leace-within-label", "balanced+leace-within-label"]

    func validate() throws {
        guard development > 0, test > 0, development + test < 1 else {
            throw ValidationError(
                "--development \(development) and --test \(test) must be above 0 and sum to less than 1")
        }
        guard method.isEmpty || !sweep else { throw ValidationError("--sweep tries its own methods: omit --method") }
        guard budget == nil || sweep else { throw ValidationError("--budget is of --sweep: name that too") }
        guard choices.bottleneck == nil else {
            throw ValidationError("--bottleneck makes no checkpoint that can be saved: use --lora, which can be merged")
        }
        guard !secondData.isEmpty || secondText == nil && secondLabel == nil else {
            throw ValidationError("--second-text and --second-label name columns of --second-data, which is missing")
        }
        try choices.check()
    }

    func run() throws {
        let key = try signing.key()
        let workers = try Machine.workers(threads)
        Machine.setThreads(workers)
        var settings = DebiasSettings()
        choices.apply(to: &settings.training)
        settings.training.evaluationInterval = evaluateEvery
        settings.training.maximumLength = texts.maxLength ?? settings.training.maximumLength
        settings.rule = try DebiasRule(choose)
        settings.trials =
            sweep
            ? try budget.map { try DebiasTrial.sweep(budget: $0, seed: settings.training.seed) } ?? DebiasTrial.sweep
            : try (method.isEmpty ? Self.usual : method).map {
                try DebiasTrial($0)
            }
        settings.leavesOutInapplicable = sweep
        settings.lexicon = try swaps.lexicon()
        settings.templates = try swaps.sentences()
        settings.developmentShare = development
        settings.testShare = test
        settings.positive = positive
        settings.adversaries = adversaries.choices
        settings.keepsTrials = keepTrials
        let table = try read(workers)
        if overwrite { Debiasing.discardTrials(in: out) }
        let facts = texts.facts([table], start: start)
        let run = try Debiasing(
            checkpoint: start.folder, isScratch: start.isScratch, table: table,
            settings: settings, second: try readSecond(workers), folder: out, facts: facts)
        var written = try OutputRun(out, command: CommandText.reproducing(CommandLine.arguments), key: key)
        let meter = TrainingMeter(isQuiet: quiet)
        defer { meter.finish() }
        let result = try run.run { event in
            switch event {
            case .training(let name, let number, let total): meter.title = "\(number)/\(total) \(name)"
            case .progress(let progress): meter.show(progress)
            case .judged(let judgement):
                meter.finish()
                if !quiet { Terminal.write(DebiasSummary.line(judgement) + "\n") }
            }
        }
        meter.finish()
        let output = DebiasOutput(
            run: run, result: result, table: table, label: label, results: written.folder, isSynthetic: synthetic)
        try output.write(facts: facts, workers: workers)
        written.inputs = try OutputRun.files(
            data + secondData + [start.folder, swaps.swaps, swaps.templates].compactMap(\.self))
        // Weights, tokenizer, logs and trials were written where they arose.
        try written.folder.addEverything()
        try written.finish()
        guard !quiet else { return }
        for warning in result.warnings { Terminal.writeError("assize: warning: \(warning)\n") }
        Terminal.write(
            DebiasSummary.text(result) + ModelChangeSummary.text(for: output.change) + "Written: \(out)\n")
    }

    private func readSecond(_ workers: Int) throws -> TextTable? {
        guard !secondData.isEmpty else { return nil }
        var columns = texts
        columns.text = secondText ?? texts.text
        return try columns.table(secondData, files, workers: workers, isQuiet: quiet) { roles in
            roles.labels = [secondLabel ?? label]
        }
    }

    private func read(_ workers: Int) throws -> TextTable {
        try texts.table(data, files, workers: workers, isQuiet: quiet) { roles in
            roles.labels = [label]
            roles.protected = protected.flatMap { $0.split(separator: ",").map(String.init) }
            roles.weight = weight
        }
    }
}
