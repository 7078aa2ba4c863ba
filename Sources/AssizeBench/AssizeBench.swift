import ArgumentParser

/// Generates tables, times audits and tokenizers, measures how often intervals hold, and compares methods.
@main
struct AssizeBench: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "assize-bench",
        abstract:
            "Generates seeded tables, times audits, tokenizers and encoders, and simulates how often intervals hold.",
        subcommands: [
            GenerateCommand.self, AlarmsCommand.self, TimeCommand.self, ScaleCommand.self, BootstrapCommand.self,
            CoverageCommand.self,
            TokenizeCommand.self, TransformerCommand.self, ExplainCommand.self, AdultCommand.self, GamesCommand.self,
            SeedsCommand.self,
        ])
}
