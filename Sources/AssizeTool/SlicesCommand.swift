import ArgumentParser
import Auditing
import Files
import Reports

/// `assize slices`: searches for the groups that an audit of named columns would not look at.
struct SlicesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "slices",
        abstract: "Searches all conjunctions of up to three conditions for the people treated most differently.",
        discussion: """
            DATA is what 'assize audit' reads. The protected columns and those named with --columns-to-search are \
            searched. Numbers with more than 10 different values are cut at their quintiles unless --bins says otherwise; \
            of a column with more than 50 different texts, the 49 most frequent are searched and the others together.

            Small data are searched whole, and again after each of 199 permutations of the outcomes; of large data a \
            seeded half is searched, and what stands out is tested on the other half. --permutations chooses.

            Examples:
              assize slices people.csv --label hired --prediction offer --protected sex,race \
            --columns-to-search age,school --metric false_positive_rate
              assize slices compas.csv --label two_year_recid --prediction 'score_text != Low' \
            --columns-to-search race,sex,age,priors_count --metric false_positive_rate --permutations 999
              assize slices audits/hiring-synthetic/ --out slices/
            """)

    @Argument(help: "The data, or the definition of an audit.")
    var data: [String]

    @OptionGroup(title: "Roles") var roles: RoleOptions
    @OptionGroup(title: "Search") var search: SearchOptions
    @OptionGroup(title: "Reading files") var files: TableFileOptions
    @OptionGroup(title: "Output") var output: OutputOptions
    @OptionGroup(title: "Signing") var signing: SigningOptions

    func validate() throws { try signing.check(out: output.out) }

    func run() throws {
        let key = try signing.key()
        let definition = try definition()
        let workers = try Machine.workers(output.threads)
        let results = try ProgressLine.during(isQuiet: output.quiet) { progress in
            try SliceAudit.run(definition, workers: workers, progress: progress)
        }
        if let folder = output.out {
            let inputs = try OutputRun.files(
                definition.audit.resolvedPaths + [definition.audit.file].compactMap(\.self))
            let run = try OutputRun(folder, command: definition.audit.command, inputs: inputs, key: key)
            try run.folder.write(results.json.bytes(.indented), to: "slices.json")
            try run.finish()
        }
        if output.quiet { return }
        switch output.format {
        case .json: Terminal.write(results.json.bytes(.indented))
        case .text:
            Terminal.write(SliceSummary.text(for: results))
            if let folder = output.out { Terminal.write("\nWritten: \(folder)/slices.json\n") }
        }
        for warning in results.warnings { Terminal.writeError("assize: warning: \(warning)\n") }
    }

    private func definition() throws -> SliceDefinition {
        var definition = SliceDefinition()
        definition.audit = try DefinitionArguments.definition(data, title: nil, roles: roles, files: files)
        definition.columns = try search.columnsToSearch.flatMap { try ColumnExpression.list($0) }
        definition.metric = search.metric
        definition.permutations = search.permutations
        if let depth = search.depth { definition.depth = depth }
        if let minimumRows = search.minRows { definition.minimumRows = minimumRows }
        if let margin = search.margin { definition.audit.margin = margin }
        if let confidence = search.confidence { definition.audit.confidence = confidence }
        if let seed = search.seed { definition.audit.seed = seed }
        return definition
    }
}

/// What is searched, and how it is tested.
struct SearchOptions: ParsableArguments {
    @Option(help: "Columns to search besides the protected ones, separated by commas.")
    var columnsToSearch: [String] = []

    @Option(
        help: ArgumentHelp(
            "The share of rows that slices are compared by, such as false_positive_rate (default: accuracy; the "
                + "selection rate without a label, the base rate without a prediction)."))
    var metric: String?

    @Option(help: "The most conditions of a slice, 1 to 3 (default: 3).")
    var depth: Int?

    @Option(help: "Skips slices with fewer rows that the metric counts (default: 100).")
    var minRows: Int?

    @Option(
        help: "Tests with so many permutations of the outcomes, or with 0 on a half of the rows that is not searched.")
    var permutations: Int?

    @Option(help: "The largest difference that is not material (default: 0.05).")
    var margin: Double?

    @Option(help: "The confidence level of intervals (default: 0.95).")
    var confidence: Double?

    @Option(help: "The seed of the halves or permutations (default: 0).")
    var seed: UInt64?
}
