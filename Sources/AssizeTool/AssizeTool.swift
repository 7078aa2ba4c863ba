import ArgumentParser
import Auditing

/// The command line: parse, call, print.
@main
struct AssizeTool: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "assize",
        abstract: "Measures how data, decisions and scores treat groups of people, and says how sure that is.",
        discussion: """
            Exit codes: 0 done and every gate met, 1 a gate was crossed, 64 bad usage, 65 bad data, 66 missing input, \
            70 internal error, 74 input or output failed.
            """,
        version: Audit.version,
        subcommands: [
            AuditCommand.self, CleanCommand.self, TallyCommand.self, SlicesCommand.self, TrainCommand.self,
            PredictCommand.self, DebiasCommand.self, RebalanceCommand.self, AdjustCommand.self, ExplainCommand.self,
            ReportCommand.self, CardCommand.self, SignCommand.self, VerifyCommand.self, ListCommand.self,
        ])

    static func main() {
        do {
            var command = try parseAsRoot()
            try command.run()
        } catch {
            ExitStatus.exit(for: error)
        }
    }
}
