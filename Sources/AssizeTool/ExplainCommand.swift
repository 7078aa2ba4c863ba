import ArgumentParser
import Auditing
import Explanations
import Files
import Models
import Reports
import Tables

/// `assize explain`: what the words of each text contribute to what a model says of it, and how sure that is.
struct ExplainCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain",
        abstract: "Says what each word or feature contributes to a model's answers, with error bars.",
        discussion: """
            Words share a text's output by what the model says when others are absent. Several methods asked for together \
            share their evaluations. With --protected the gap between groups is divided among classes of words, or among \
            features. --out gets explanations.json and explanations.html.

            A run that was ended at any moment goes on when the same command is given again.

            Examples:
              assize explain reviews.csv --model model --text text --rows 0,5 --out explained
              assize explain reviews.csv --model model --text text --positive yes --protected variety --rows-per-group 200 \
            --players classes --out gap
              assize explain loans.csv --predictor 'python3 score.py' --features income,debt --background loans.csv \
            --output 1 --limit 20 --out explained
            """)

    @Argument(help: "CSV, TSV or JSON Lines files, read as one table.")
    var input: [String]

    @Option(help: "The column of texts.")
    var text: String?

    @Option(help: "The column of what is true, to stand beside what the model says.")
    var label: String?

    @OptionGroup(title: "Rows") var rows: ExplainedRowOptions

    @OptionGroup(title: "A checkpoint") var checkpoint: CheckpointOptions

    @OptionGroup(title: "A command in place of a checkpoint") var predictor: PredictorOptions

    @OptionGroup(title: "Explaining") var explaining: ExplanationOptions

    @OptionGroup(title: "A gap between groups") var gap: GapOptions

    @Option(help: "The folder for the result; made if it does not exist.")
    var out: String

    @OptionGroup(title: "Reading files") var files: TableFileOptions
    @OptionGroup(title: "Signing") var signing: SigningOptions

    @Flag(help: "Begins anew although --out holds unfinished work of another request.")
    var overwrite = false

    @Flag(name: .shortAndLong, help: "Prints nothing but errors.")
    var quiet = false

    @Option(help: "Threads; the results do not depend on it.")
    var threads: Int?

    func validate() throws { try predictor.check(text: text, checkpoint) }

    func run() throws {
        let key = try signing.key()
        let workers = try Machine.workers(threads)
        Machine.setThreads(workers)
        var plan = try explaining.plan()
        plan.threshold = gap.threshold
        if !gap.columns.isEmpty { plan.measuresFaithfulness = true }
        let input = try read(plan, workers)
        var numbers = try rows.numbers(of: input.rows.count)
        let gapPlan = try gap.plan(input, candidates: numbers, seed: explaining.seed)
        if let gapPlan { numbers = gapPlan.rows }
        var run = try ExplanationRun(input.rows, numbers: numbers, plan: plan)
        run.gap = gapPlan
        run.earlier = try gap.compare.map { try EarlierExplanations(path: $0) }
        run.isStrict = !rows.rows.isEmpty
        run.facts = input.facts
        run.fingerprint = input.fingerprint
        run.members = [
            .init("tool_version", .string(Audit.version)), .init("data", input.data),
            .init(
                "request",
                .object([
                    .init("command", .string(CommandText.reproducing(CommandLine.arguments))),
                    .init("model", .string(checkpoint.model ?? predictor.predictor ?? predictor.linear ?? "")),
                ])),
        ]
        var output = try OutputRun(out, command: CommandText.reproducing(CommandLine.arguments), key: key)
        let (document, finish) = try ProgressLine.counting("rows", isQuiet: quiet) { progress in
            try run.run(folder: out, overwrite: overwrite, progress: progress)
        }
        try output.folder.write(document.bytes, to: "explanations.json")
        try output.folder.write(
            ExplanationsReport.html(for: ExplanationsRecord(document.json)), to: "explanations.html")
        finish()
        output.inputs = try OutputRun.files(
            self.input
                + [checkpoint.model, predictor.linear, predictor.background, gap.classes, gap.compare].compactMap(
                    \.self))
        try output.finish()
        guard !quiet else { return }
        Terminal.write(ExplanationSummary(document, precision: explaining.precision).text)
        Terminal.write("Written: \(out)/explanations.json and \(out)/explanations.html\n")
    }

    private func read(_ plan: ExplanationPlan, _ workers: Int) throws -> ExplanationInput {
        var options = TableOptions()
        try files.apply(to: &options)
        let chosen = options
        if let linear = predictor.linear { return try read(linear, chosen, workers) }
        guard let text else {
            let table = try FeatureTable(
                paths: input, background: predictor.background ?? "", features: predictor.columns, label: label,
                protected: gap.columns, options: chosen, workers: workers)
            let rows = try PredictorFeatures(
                table, output: predictor.start(output: checkpoint.output), mostBackground: predictor.backgroundRows,
                seed: explaining.seed)
            return ExplanationInput(
                rows: rows, labels: table.labels, positive: checkpoint.positive, attributes: table.attributes,
                files: table.files)
        }
        var roles = TextTable.Roles(text: text)
        roles.labels = [label].compactMap(\.self)
        roles.protected = gap.columns
        let known = roles
        let table = try ProgressLine.during(isQuiet: quiet) { progress in
            try TextTable(paths: input, options: chosen, roles: known, workers: workers, progress: progress)
        }
        let lexicon = try gap.lexicon(asPlayers: checkpoint.players == .classes)
        var labels: [String?] = []
        if case .names(let names)? = table.labels.first { labels = names }
        if predictor.predictor != nil {
            let rows = PredictorTexts(
                table.texts, output: try predictor.start(output: checkpoint.output), replacement: predictor.maskToken,
                lexicon: lexicon, playersAreClasses: checkpoint.players == .classes)
            return ExplanationInput(
                rows: rows, labels: labels, positive: checkpoint.positive, attributes: table.attributes,
                files: table.files)
        }
        let model = try checkpoint.open(plan)
        var choices = try checkpoint.choices(model.classifier, needsLabel: !gap.columns.isEmpty || gap.threshold != nil)
        choices.lexicon = lexicon
        return ExplanationInput(
            rows: CheckpointTexts(table.texts, model: model, choices: choices), labels: labels,
            positive: choices.label.map { model.classifier.outputs[$0] }, attributes: table.attributes,
            files: table.files, fingerprint: ModelFiles.fingerprint(checkpoint.model ?? ""))
    }

    private func read(_ path: String, _ options: TableOptions, _ workers: Int) throws -> ExplanationInput {
        let model = try LinearModel(path: path)
        let table = try FeatureTable(
            paths: input, background: predictor.background, features: model.features, label: label,
            protected: gap.columns, options: options, workers: workers)
        var chosen = try checkpoint.positive.map { try CheckpointOptions.label($0, among: model.outputs) }
        if chosen == nil, !gap.columns.isEmpty || gap.threshold != nil {
            guard model.outputs.count == 2 else { throw CheckpointOptions.noLabel(among: model.outputs) }
            chosen = 1
        }
        let output = try checkpoint.output(among: [.logitMargin, .logOdds, .probability, .logit])
        return ExplanationInput(
            rows: try LinearRows(table, model: model, output: output, label: chosen), labels: table.labels,
            positive: chosen.map { model.outputs[$0] }, attributes: table.attributes, files: table.files,
            fingerprint: [String(decoding: model.json.bytes(.compact), as: UTF8.self)])
    }
}
