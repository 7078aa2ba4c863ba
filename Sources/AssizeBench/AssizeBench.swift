import ArgumentParser

/// Generates tables and measures how long an audit of them takes.
@main
struct AssizeBench: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "assize-bench", abstract: "Generates seeded tables and times audits of them.",
        subcommands: [GenerateCommand.self, TimeCommand.self])
}
