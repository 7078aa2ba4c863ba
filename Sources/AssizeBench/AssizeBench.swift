import ArgumentParser

/// Generates tables, times audits of them, and measures how often intervals hold.
@main
struct AssizeBench: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "assize-bench",
        abstract: "Generates seeded tables, times audits of them, and simulates how often intervals hold.",
        subcommands: [
            GenerateCommand.self, TimeCommand.self, CoverageCommand.self, TransformerCommand.self,
        ])
}
