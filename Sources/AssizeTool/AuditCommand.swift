import ArgumentParser
import Auditing
import Files
import Reports

/// `assize audit`: measures groups and writes the report.
struct AuditCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "audit",
        abstract: "Measures every group and every intersection and judges what the evidence supports.",
        discussion: """
            DATA is a CSV, TSV or JSON Lines file ('-' reads standard input; several files are read as one table), a \
            folder with an audit.yaml, or such a YAML file. Options given besides a definition override it. Files that end \
            in .tally, made with 'assize tally', are added up and judged; they bring their roles with them.

            Examples:
              assize audit people.csv --label hired --prediction offer --protected sex,race --out report/
              assize audit compas.csv --label two_year_recid --prediction 'score_text != Low' --protected race,sex
              assize audit pay.csv --task regression --label salary --prediction estimate --protected sex
              assize audit loans.csv --score risk --threshold 0.5 --label repaid --protected age --bins age=25,45,65
              assize audit people.csv --prediction offer --protected sex --gate 'selection_rate.ratio >= 0.8'
              assize audit people.csv --data-audit --protected sex --label hired --population census.csv
              assize audit audits/berkeley-admissions --out report/
              assize audit north.tally south.tally --reference race=White --out report/
            """)

    @Argument(help: "The data, or the definition of an audit.")
    var data: [String]

    @Option(help: "What is audited, in words, for the report's heading.")
    var title: String?

    @Option(
        help: ArgumentHelp(
            "Shows what assize explain found the gaps to be made of: its explanations.json.", valueName: "file"))
    var explanations: String?

    @Option(
        help: ArgumentHelp(
            "Shows what assize adjust or assize rebalance tried, and what came of it: its ledger.json.",
            valueName: "file"))
    var ledger: String?

    @Option(
        help: ArgumentHelp(
            "Adds what a rule asks for: eeoc, nyc-ll144, eu-ai-act or nist-rmf; it may be given several times.",
            discussion:
                "Each annex names its clause and says what it does not establish. nyc-ll144 takes the protected "
                + "columns named sex or gender, and race or ethnicity."))
    var annex: [String] = []

    @OptionGroup(title: "Roles") var roles: RoleOptions
    @OptionGroup(title: "The data themselves") var dataAudit: DataAuditOptions
    @OptionGroup(title: "Judgement") var judgement: JudgementOptions
    @OptionGroup(title: "Reading files") var files: TableFileOptions
    @OptionGroup(title: "Output") var output: OutputOptions
    @OptionGroup(title: "Signing") var signing: SigningOptions

    @Option(
        help: "A file for the gates' outcomes as JUnit XML, which build servers show as tests.", completion: .file())
    var junit: String?

    @Option(help: "A file for the gates' outcomes as SARIF, which code hosts show as findings.", completion: .file())
    var sarif: String?

    func validate() throws { try signing.check(out: output.out) }

    func run() throws {
        let key = try signing.key()
        let definition = try definition()
        let workers = try Machine.workers(output.threads)
        let results = try ProgressLine.during(isQuiet: output.quiet) { progress in
            try Audit.run(definition, workers: workers, progress: progress)
        }
        let run = try output.out.map { folder in
            try OutputRun(
                folder, command: results.command, inputs: OutputRun.files(of: definition, results), key: key)
        }
        if let run { try OutputFiles.write(results, into: run.folder) }
        let gates = GateReport(results)
        if let path = junit { try AtomicFile.write(gates.junit, to: path) }
        if let path = sarif { try AtomicFile.write(gates.sarif.bytes(.indented), to: path) }
        if let run {
            for path in [junit, sarif].compactMap(\.self) { try run.folder.add(fileAt: path) }
            try run.finish()
        }
        if !output.quiet {
            switch output.format {
            case .json: Terminal.write(results.json.bytes(.indented))
            case .text:
                Terminal.write(TextSummary.text(for: results))
                if let folder = output.out {
                    let sheet = results.dataAudit == nil ? "" : ", datasheet.md"
                    Terminal.write("\nWritten: \(folder)/report.html\(sheet) and results.json\n")
                }
            }
        }
        for warning in results.warnings where !output.quiet { Terminal.writeError("assize: warning: \(warning)\n") }
        let crossed = results.gates.filter { !$0.isMet }
        if !crossed.isEmpty {
            for gate in crossed { Terminal.writeError("assize: gate '\(gate.gate)' \(gate.finding)\n") }
            throw ExitCode(ExitStatus.gateCrossed.rawValue)
        }
    }

    private func definition() throws -> AuditDefinition {
        var definition = try DefinitionArguments.definition(data, title: title, roles: roles, files: files)
        try judgement.apply(to: &definition)
        dataAudit.apply(to: &definition)
        if let explanations { definition.explanations = explanations }
        if let ledger { definition.ledger = ledger }
        if !annex.isEmpty { definition.annexes = try annex.map { try OptionWord.read($0, "--annex") } }
        return definition
    }
}
