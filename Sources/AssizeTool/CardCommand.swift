import ArgumentParser
import Auditing
import Files
import Glibc
import Reports

/// `assize card`: writes the model card of a folder that `assize train` wrote.
struct CardCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "card",
        abstract: "Writes the model card of a trained checkpoint, from the record of its training and an audit.",
        discussion: """
            FOLDER is what 'assize train' wrote; its training/run.jsonl tells data, choices and figures. With --audit the card \
            has figures by group with verdicts, with --before also what changed and who is worse off. Blanks that people have \
            to fill are marked. The head of the card is metadata that the Hugging Face Hub reads.

            Examples:
              assize card model
              assize card model --audit after/results.json --before before/results.json --language en --licence apache-2.0
            """)

    @Argument(help: "The folder of the checkpoint.")
    var folder: String

    @Option(help: "The audit of the checkpoint's answers: results.json, or the report.html of a small audit.")
    var audit: String?

    @Option(help: "The audit of what it was before, of the same texts.")
    var before: String?

    @Option(help: "The file for the card; README.md in FOLDER unless named.")
    var out: String?

    @Option(help: "The model's name; that of the folder unless given.")
    var title: String?

    @Option(help: "The checkpoint's id on the Hugging Face Hub from which the model was made, such as owner/name.")
    var baseModel: String?

    @Option(help: "Languages of the texts by their ISO 639 codes, separated by commas, such as en,de.")
    var language: String?

    @Option(help: "The licence of the model, such as apache-2.0.")
    var licence: String?

    @Flag(help: "Writes over a card that is there, with whatever people filled in.")
    var overwrite = false

    func validate() throws {
        if before != nil, audit == nil {
            throw ValidationError("--before needs --audit, the audit of the model as it is")
        }
        if let baseModel, !ModelCard.canBeModel(baseModel) {
            throw ValidationError(
                "--base-model '\(visible(baseModel))' is no id of the Hugging Face Hub, such as owner/name")
        }
        for code in languages where !ModelCard.canBeLanguage(code) {
            throw ValidationError("--language '\(visible(code))' is no ISO 639 code such as en")
        }
    }

    func run() throws {
        let path = out ?? "\(folder)/README.md"
        guard FileKind.of(folder) == .folder else {
            throw AuditError.missingDefinition("\(folder): there is no such folder")
        }
        guard overwrite || FileKind.of(path) == .absent else {
            throw AuditError.usage("\(path) is there already: --overwrite replaces it, --out names another file")
        }
        var content = try self.content()
        content.baseModel = baseModel
        content.languages = languages
        content.licence = licence
        if let audit {
            let after = try ResultsFile(audit)
            content.audit = after.results
            if let before {
                let first = try ResultsFile(before)
                content.comparison = AuditComparison(
                    before: first.results, after: after.results, omitted: (first.omitted, after.omitted))
            }
        }
        try OutputFolder.make(forFile: path)
        try AtomicFile.write(ModelCard.markdown(for: content), to: path)
        Terminal.write("Written: \(path)\n")
    }

    private var languages: [String] { (language ?? "").split(separator: ",").map(String.init) }

    private func content() throws -> ModelCardContent {
        let log = "\(folder)/training/run.jsonl"
        guard FileKind.of(log) == .file else {
            throw AuditError.missingDefinition(
                "\(log): there is no record of a training run; a card needs the folder that 'assize train' wrote")
        }
        let name = folder.split(separator: "/").last.map(String.init) ?? folder
        do {
            return try TrainingLog(InputFile.read(log)).content(title: title ?? name, toolVersion: Audit.version)
        } catch let fault as ReportsError {
            throw UnreadableResults(path: log, fault: fault)
        }
    }
}
