import ArgumentParser
import Files
import Reports

/// `assize report`: renders results again without computing.
struct ReportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report",
        abstract: "Renders a report again from results.json, or from the results inside a report.html.",
        discussion: "Example:\n  assize report report/results.json --out again/")

    @Argument(help: "results.json, or a report.html that holds the results.")
    var input: String

    @Option(help: "The folder for report.html; made if it does not exist.")
    var out: String

    func run() throws {
        let bytes = try InputFile.read(input)
        let isPage = input.hasSuffix(".html") || input.hasSuffix(".htm")
        let results: AuditResults
        do {
            results = try AuditResults(
                json: isPage ? EmbeddedResults.read(fromHTML: bytes) : JSON(parsing: bytes))
        } catch {
            throw UnreadableResults(path: input, fault: error)
        }
        let page = try AuditReport.html(for: results)
        try OutputFolder.make(out)
        try AtomicFile.write(page, to: out + "/report.html")
        Terminal.write("Written: \(out)/report.html\n")
    }
}

/// Results that cannot be read, with the file they are in.
struct UnreadableResults: Error, CustomStringConvertible {
    var path: String
    var fault: any Error

    var description: String { "\(path): \(fault)" }
}
