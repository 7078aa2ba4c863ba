import ArgumentParser
import Auditing
import Reports
import Tables

/// `assize audit`: measures groups and writes the report.
struct AuditCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "audit",
        abstract: "Measures every group and every intersection and judges what the evidence supports.",
        discussion: """
            DATA is a CSV, TSV or JSON Lines file ('-' reads standard input; several files are read as one table), a \
            folder with an audit.yaml, or such a YAML file. Options given besides a definition override it.

            Examples:
              assize audit people.csv --label hired --prediction offer --protected sex,race --out report/
              assize audit compas.csv --label two_year_recid --prediction 'score_text != Low' --protected race,sex
              assize audit loans.csv --score risk --threshold 0.5 --label repaid --protected age --bins age=25,45,65
              assize audit people.csv --prediction offer --protected sex --gate 'selection_rate.ratio >= 0.8'
              assize audit audits/berkeley-admissions --out report/
            """)

    @Argument(help: "The data, or the definition of an audit.")
    var data: [String]

    @Option(help: "What is audited, in words, for the report's heading.")
    var title: String?

    @OptionGroup(title: "Roles") var roles: RoleOptions
    @OptionGroup(title: "Judgement") var judgement: JudgementOptions
    @OptionGroup(title: "Reading files") var files: TableFileOptions
    @OptionGroup(title: "Output") var output: OutputOptions

    func run() throws {
        let definition = try definition()
        let line = ProgressLine()
        let showsProgress = !output.quiet && Terminal.errorIsTerminal
        defer { line.finish() }
        let results = try Audit.run(definition, workers: try workers()) { done, total in
            if showsProgress { line.update(done: done, total: total) }
        }
        line.finish()
        if let folder = output.out {
            try OutputFiles.write(results, to: folder)
        }
        if !output.quiet {
            switch output.format {
            case .json: Terminal.write(results.json.bytes(.indented))
            case .text:
                Terminal.write(TextSummary.text(for: results))
                if let folder = output.out { Terminal.write("\nWritten: \(folder)/report.html and results.json\n") }
            }
        }
        for warning in results.warnings where !output.quiet { Terminal.writeError("assize: warning: \(warning)\n") }
        let crossed = results.gates.filter { !$0.isMet }
        if !crossed.isEmpty {
            for gate in crossed { Terminal.writeError("assize: gate '\(gate.gate)' \(gate.finding)\n") }
            throw ExitCode(ExitStatus.gateCrossed.rawValue)
        }
    }

    private func workers() throws -> Int {
        guard let threads = output.threads else { return Machine.processors }
        guard (1...64).contains(threads) else { throw ValidationError("--threads \(threads) is not between 1 and 64") }
        return threads
    }

    private func definition() throws -> AuditDefinition {
        var definition: AuditDefinition
        if data.count == 1, let only = data.first, isDefinition(only) {
            definition = try AuditDefinition(contentsOf: only)
        } else {
            definition = AuditDefinition()
            definition.data = data
        }
        try apply(to: &definition)
        definition.command = CommandText.reproducing(CommandLine.arguments)
        return definition
    }

    private func isDefinition(_ path: String) -> Bool {
        FileKind.of(path) == .folder || path.hasSuffix(".yaml") || path.hasSuffix(".yml")
    }

    private func apply(to definition: inout AuditDefinition) throws {
        if let title { definition.title = title }
        try applyRoles(to: &definition)
        if let margin = judgement.margin { definition.margin = margin }
        if let ratioMargin = judgement.ratioMargin { definition.ratioMargin = ratioMargin }
        if let confidence = judgement.confidence { definition.confidence = confidence }
        if let minCell = judgement.minCell { definition.minimumCell = minCell }
        if let seed = judgement.seed { definition.seed = seed }
        if judgement.compareUnknown { definition.comparesUnknown = true }
        if !judgement.gate.isEmpty { definition.gates = try judgement.gate.map { try Gate($0) } }
        try applyFiles(to: &definition.table)
    }

    private func applyRoles(to definition: inout AuditDefinition) throws {
        if let label = roles.label { definition.label = try ColumnExpression(label) }
        if let prediction = roles.prediction { definition.prediction = try ColumnExpression(prediction) }
        if let score = roles.score { definition.score = try ColumnExpression(score) }
        if let threshold = roles.threshold { definition.threshold = threshold }
        if let positive = roles.positive { definition.positive = positive }
        if !roles.protected.isEmpty {
            definition.protected = try roles.protected.flatMap { try ColumnExpression.list($0) }
        }
        if !roles.strata.isEmpty { definition.strata = try roles.strata.flatMap { try ColumnExpression.list($0) } }
        if let weight = roles.weight { definition.weight = weight }
        for entry in roles.reference {
            let (column, value) = try pair(entry, "--reference", "race=White")
            definition.references[column] = value
        }
        for entry in roles.bins {
            let (column, edges) = try pair(entry, "--bins", "age=25,45,65")
            definition.bins[column] = try edges.split(separator: ",").map { edge in
                guard let number = Double(edge.filter { $0 != " " }), number.isFinite else {
                    throw ValidationError("--bins \(entry): '\(edge)' is not a number")
                }
                return number
            }
        }
    }

    private func applyFiles(to table: inout TableOptions) throws {
        if let name = files.inputFormat {
            guard let format = TableFormat(rawValue: name) else {
                let known = TableFormat.allCases.map(\.rawValue)
                let guess = didYouMean(name, among: known).map { "; did you mean '\($0)'?" } ?? ""
                throw ValidationError("--input-format '\(name)' is none of \(known.joined(separator: ", "))\(guess)")
            }
            table.format = format
        }
        if let separator = files.separator {
            guard let byte = SeparatorText.byte(separator) else {
                throw ValidationError("--separator '\(separator)' is not one ASCII character, 'tab' or 'space'")
            }
            table.separator = byte
        }
        if files.noHeader { table.hasHeader = false }
        if let columns = files.columns {
            table.columnNames = columns.split(separator: ",", omittingEmptySubsequences: false).map { name in
                String(name.drop { $0 == " " })
            }
        }
        if let missing = files.missing {
            table.missingMarkers = Set(missing.split(separator: ",", omittingEmptySubsequences: false).map(String.init))
        }
        if let comment = files.comment { table.commentPrefix = comment }
        if files.noQuotes { table.allowsQuotes = false }
    }

    private func pair(_ entry: String, _ option: String, _ example: String) throws -> (String, String) {
        guard let sign = entry.lastIndex(of: "="), sign != entry.startIndex else {
            throw ValidationError("\(option) '\(entry)' is not COL=VALUE, such as \(option) \(example)")
        }
        return (String(entry[..<sign]), String(entry[entry.index(after: sign)...]))
    }
}
