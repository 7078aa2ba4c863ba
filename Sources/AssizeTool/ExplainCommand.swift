import ArgumentParser
import Explanations
import Files
import Models
import Tables

/// `assize explain`: what the words of each text contribute to what a model says of it, and how sure that is.
struct ExplainCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain",
        abstract: "Says what each word contributes to a model's answers, with error bars.",
        discussion: """
            Words, or tokens, share a text's output by what the model says when others are absent. Several methods asked for \
            together share their evaluations. --out gets explanations.json.

            A run that was ended at any moment goes on when the same command is given again.

            Examples:
              assize explain reviews.csv --model model --text text --rows 0,5 --out explained
              assize explain reviews.csv --model model --text text --limit 20 --method shap,lime,attention_rollout \
            --precision 0.05 --out explained
            """)

    @Argument(help: "CSV, TSV or JSON Lines files, read as one table.")
    var input: [String]

    @Option(help: "The column of texts.")
    var text: String

    @Option(help: "The column of what is true, to stand beside what the model says.")
    var label: String?

    @OptionGroup(title: "Rows") var rows: ExplainedRowOptions

    @OptionGroup(title: "The model") var checkpoint: CheckpointOptions

    @OptionGroup(title: "Explaining") var explaining: ExplanationOptions

    @Option(help: "The folder for the result; made if it does not exist.")
    var out: String

    @OptionGroup(title: "Reading files") var files: TableFileOptions

    @Flag(help: "Begins anew although --out holds unfinished work of another request.")
    var overwrite = false

    @Flag(name: .shortAndLong, help: "Prints nothing but errors.")
    var quiet = false

    @Option(help: "Threads; the results do not depend on it.")
    var threads: Int?

    func validate() throws {
        guard checkpoint.model != nil else { throw ValidationError("name the model: --model CHECKPOINT") }
    }

    func run() throws {
        let workers = try Machine.workers(threads)
        Machine.setThreads(workers)
        let plan = try explaining.plan()
        let table = try read(workers)
        let model = try checkpoint.open(plan)
        let choices = try checkpoint.choices(model.classifier)
        var run = try ExplanationRun(
            CheckpointTexts(table.texts, model: model, choices: choices), numbers: rows.numbers(of: table.count),
            plan: plan)
        run.isStrict = !rows.rows.isEmpty
        run.members = request(table)
        run.fingerprint = ModelFiles.fingerprint(checkpoint.model ?? "")
        if case .names(let labels)? = table.labels.first {
            run.facts = { row in labels[row].map { [.init("actual", .string($0))] } ?? [] }
        }
        try OutputFolder.make(out)
        let (document, finish) = try ProgressLine.counting("rows", isQuiet: quiet) { progress in
            try run.run(folder: out, overwrite: overwrite, progress: progress)
        }
        try AtomicFile.write(document.bytes, to: "\(out)/explanations.json")
        finish()
        guard !quiet else { return }
        Terminal.write(ExplanationSummary(document, precision: explaining.precision).text)
        Terminal.write("Written: \(out)/explanations.json\n")
    }

    private func read(_ workers: Int) throws -> TextTable {
        var roles = TextTable.Roles(text: text)
        roles.labels = [label].compactMap(\.self)
        let chosen = roles
        var options = TableOptions()
        try files.apply(to: &options)
        return try ProgressLine.during(isQuiet: quiet) { progress in
            try TextTable(paths: input, options: options, roles: chosen, workers: workers, progress: progress)
        }
    }

    /// What the document says of data and request.
    private func request(_ table: TextTable) -> [JSONObject.Member] {
        [
            .init(
                "data",
                .object([
                    .init(
                        "files",
                        .array(
                            table.files.map {
                                .object([
                                    .init("path", .string($0.path)), .init("sha256", .string($0.sha256)),
                                    .init("rows", .integer($0.rows)),
                                ])
                            }))
                ])),
            .init(
                "request",
                .object([
                    .init("command", .string(CommandText.reproducing(CommandLine.arguments))),
                    .init("model", .string(checkpoint.model ?? "")),
                ])),
        ]
    }
}
