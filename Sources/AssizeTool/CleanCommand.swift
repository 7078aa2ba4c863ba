import ArgumentParser
import Auditing
import DataAudits
import Files
import Reports
import Tables

/// `assize clean`: removes copies and repairs texts, and tells every change by group.
struct CleanCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "clean",
        abstract: "Removes copies and repairs texts, with a log of everything that changed, by group.",
        discussion: """
            Blanks, control and invisible characters, accents written in two ways, and spellings of one category that \
            differ in case, hyphens or look-alike letters are made one; rows equal to an earlier one are removed. --out gets \
            cleaned.csv and cleaning.json, which names every text replaced and every row removed. Nothing else is changed: \
            missing values stay missing, and no label is touched.

            Examples:
              assize clean people.csv --protected sex,region --out cleaned/
              assize clean people.csv --ignore id --near --protected sex --out cleaned/
            """)

    @Argument(help: "The table: CSV, TSV or JSON Lines; several files are read as one.")
    var data: [String]

    @Option(help: "The folder for cleaned.csv and cleaning.json; made if it does not exist.")
    var out: String

    @Option(help: "Columns by whose values the changes are told, separated by commas.")
    var protected: [String] = []

    @Option(help: "Columns that do not count when rows are compared, such as the number of the row.")
    var ignore: [String] = []

    @Flag(
        help:
            "Also removes rows that nearly repeat an earlier one: categories equal, numbers within 1 % of their spread."
    )
    var near = false

    @Flag(help: "Leaves the spellings of categories as they are.")
    var keepSpellings = false

    @Flag(help: "Leaves rows that are equal to an earlier one.")
    var keepCopies = false

    @Flag(name: .shortAndLong, help: "Prints nothing but errors.")
    var quiet = false

    @Option(help: "Threads that read the data; the result does not depend on it.")
    var threads: Int?

    @OptionGroup(title: "Reading files") var files: TableFileOptions
    @OptionGroup(title: "Signing") var signing: SigningOptions

    func run() throws {
        let key = try signing.key()
        var table = TableOptions()
        // Only an empty field is empty: what a marker means is for the audit to say.
        table.missingMarkers = [""]
        try files.apply(to: &table)
        var options = TableCleaning.Options()
        options.unifiesSpellings = !keepSpellings
        options.removesCopies = !keepCopies
        options.removesNearCopies = near
        options.ignored = names(ignore)
        options.protected = names(protected)
        let reader = try TableReader(paths: data, options: table)
        let cleaning = try TableCleaning(reader, options: options, workers: try Machine.workers(threads))
        let command = CommandText.reproducing(CommandLine.arguments)
        let run = try OutputRun(out, command: command, inputs: OutputRun.files(data), key: key)
        try run.folder.write(cleaning.csv, to: "cleaned.csv")
        try run.folder.write(
            cleaning.json(version: Audit.version, command: command).bytes(.indented), to: "cleaning.json")
        try run.finish()
        if !quiet {
            Terminal.write(CleaningSummary.text(cleaning) + "\nWritten: \(out)/cleaned.csv and cleaning.json\n")
        }
    }

    private func names(_ lists: [String]) -> [String] {
        lists.flatMap { $0.split(separator: ",") }.map { String($0.drop { $0 == " " }) }
    }
}

/// What a cleaning did, in words.
enum CleaningSummary {
    static func text(_ cleaning: TableCleaning) -> String {
        let exact = cleaning.removals.count { $0.isExact }
        let near = cleaning.removals.count - exact
        var lines = [
            "\(cleaning.rows.before) rows, \(cleaning.rows.after) after: \(exact) equal to an earlier one and \(near) nearly "
                + "equal were removed"
        ]
        let cells = cleaning.changes.reduce(0) { $0 + $1.rows }
        lines.append("\(cells) cells changed: \(cleaning.changes.count) texts replaced")
        for change in cleaning.changes.sorted(by: { $0.rows > $1.rows }).prefix(10) {
            lines.append(
                "  \(visible(change.column)): '\(visible(change.from))' is now '\(visible(change.to))' in \(change.rows) rows "
                    + "(\(change.reason.rawValue))")
        }
        for group in cleaning.groups {
            let value = group.value.isEmpty ? "(missing)" : visible(group.value)
            let removed = group.copies + group.nearCopies
            let share = (Double(removed) / Double(group.rows) * 1000).rounded() / 10
            lines.append(
                "  \(visible(group.column)) \(value): \(removed) of \(group.rows) rows removed (\(share) %), \(group.cells) cells "
                    + "changed")
        }
        return (lines + cleaning.notes).joined(separator: "\n") + "\n"
    }
}
