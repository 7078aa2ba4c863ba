import ArgumentParser
import Files
import Models
import Tables

/// The columns of texts.
struct TextOptions: ParsableArguments {
    @Option(help: "The column of texts.")
    var text: String

    @Option(help: "The column of second texts, for a model that reads pairs.")
    var pair: String?

    @Option(help: "The most tokens of a text, special ones included; longer texts are cut, with a warning.")
    var maxLength: Int?

    /// Reads a table of texts, with a line that tells how far that has come.
    ///
    /// - Parameter addRoles: Says which other columns play a part.
    func table(
        _ paths: [String], _ files: TableFileOptions, workers: Int, isQuiet: Bool,
        addRoles: (inout TextTable.Roles) -> Void = { _ in }
    ) throws -> TextTable {
        var roles = TextTable.Roles(text: text)
        roles.pair = pair
        addRoles(&roles)
        let chosen = roles
        var options = TableOptions()
        try files.apply(to: &options)
        return try ProgressLine.during(isQuiet: isQuiet) { progress in
            try TextTable(paths: paths, options: options, roles: chosen, workers: workers, progress: progress)
        }
    }

    /// What the log of a run says of its data and where its weights came from.
    func facts(_ tables: [TextTable], start: StartOptions) -> [(name: String, value: String)] {
        let files = tables.flatMap(\.files)
        let columns = tables.first.map { $0.labelNames + $0.attributes.map(\.name) } ?? []
        return [
            ("data", files.map(\.path).joined(separator: "\n")),
            ("data_sha256", files.map(\.sha256).joined(separator: "\n")),
            ("columns", ([text] + columns).joined(separator: "\n")),
            ("from", start.isScratch ? "scratch: \(start.folder)" : start.folder),
        ]
    }
}
