import ArgumentParser
import Auditing
import Files
import Reports

/// `assize tally`: counts, and writes the counts to a file that can be shared and added to others.
struct TallyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tally",
        abstract: "Counts every group and writes a table of counts that can be shared and added up.",
        discussion: """
            The file holds one set of counts for each combination of protected and control values: no row and no score. \
            Each site makes its own with the same roles; 'assize audit a.tally b.tally' judges their sum as if it had \
            read all rows. DATA is what 'assize audit' takes; files that end in .tally are added up.

            Examples:
              assize tally people.csv --label hired --prediction offer --protected sex,race --out north.tally
              assize tally loans.csv --score risk --threshold 0.5 --protected age --bins age=25,45,65 --out bank.tally
              assize tally north.tally south.tally --out both.tally
            """)

    @Argument(help: "The data, or the definition of an audit.")
    var data: [String]

    @Option(help: "The file to write; its name ends in .tally.")
    var out: String

    @Option(help: "Warns of cells with fewer rows, and withholds none.")
    var minCell = 5

    @Flag(name: .shortAndLong, help: "Prints nothing but errors and the warning of small cells.")
    var quiet = false

    @Option(help: "Threads that read the data; the counts do not depend on it.")
    var threads: Int?

    @OptionGroup(title: "Roles") var roles: RoleOptions
    @OptionGroup(title: "Reading files") var files: TableFileOptions

    func validate() throws {
        guard minCell >= 0 else { throw ValidationError("--min-cell \(minCell) is negative") }
        guard out.hasSuffix(AuditDefinition.tallyEnding) else {
            throw ValidationError("--out \(out): the name must end in .tally, by which 'assize audit' knows a tally")
        }
    }

    func run() throws {
        let definition = try DefinitionArguments.definition(data, title: nil, roles: roles, files: files)
        let workers = try Machine.workers(threads)
        let tally = try ProgressLine.during(isQuiet: quiet) { progress in
            try Audit.tally(definition, workers: workers, progress: progress)
        }
        try OutputFolder.make(forFile: out)
        try AtomicFile.write(tally.json.bytes(.indented), to: out)
        if !quiet {
            Terminal.write("Written: \(out): \(tally.rows) rows counted in \(tally.cellCount) cells\n")
            for warning in tally.warnings { Terminal.writeError("assize: warning: \(warning)\n") }
        }
        let small = tally.cells(below: minCell)
        if small > 0 {
            Terminal.writeError(
                "assize: warning: \(small) of \(tally.cellCount) cells have fewer than \(minCell) rows; counts of so few "
                    + "can identify people. Nothing is withheld: name fewer columns or wider --bins before sharing\n")
        }
    }
}
