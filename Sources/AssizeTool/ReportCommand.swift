import ArgumentParser
import Files
import Reports

/// `assize report`: renders results again without computing, or compares two of them.
struct ReportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report",
        abstract: "Renders a report again from its results, or compares two audits.",
        discussion: """
            A results.json, or a report.html that holds the results, is rendered again to report.html in --out. Two of them, \
            first the audit before and then the audit after, are compared: comparison.html and comparison.json in --out say \
            what became of each group and of each gap, how sure that is, and who is worse off. The debias.json of a debiasing \
            run is rendered to debias.html, the explanations.json of explain to explanations.html, \
            the ledger.json of adjust to adjust.html. Nothing is computed anew.

            Examples:
              assize report report/results.json --out again/
              assize report before/results.json after/results.json --out comparison/
              assize report debiased/debias.json --out again/
              assize report explained/explanations.json --out again/
            """)

    @Argument(help: "results.json, or a report.html that holds the results; two to compare, before and after.")
    var inputs: [String]

    @Option(help: "The folder for what is written; made if it does not exist.")
    var out: String?

    @Option(help: "What is printed of a comparison: text or json.")
    var format: OutputOptions.Format = .text

    @OptionGroup(title: "Signing") var signing: SigningOptions

    @Flag(name: .shortAndLong, help: "Prints nothing but errors.")
    var quiet = false

    func validate() throws {
        guard inputs.count <= 2 else {
            throw ValidationError("one audit is rendered or two are compared, not \(inputs.count)")
        }
        guard inputs.count == 2 || out != nil else {
            throw ValidationError("--out is missing: where shall report.html go?")
        }
        try signing.check(out: out)
    }

    func run() throws {
        if inputs.count == 1, let out, let record = try RunRecord(inputs[0]) {
            let page = try record.page()
            let run = try output(out)
            try run.folder.write(page.bytes, to: page.name)
            try run.finish()
            if !quiet { Terminal.write("Written: \(out)/\(page.name)\n") }
            return
        }
        let results = try inputs.map(ResultsFile.init)
        if results.count == 2 {
            try compare(results[0], results[1])
        } else if let out {
            let page = try AuditReport.html(for: results[0].results)
            let run = try output(out)
            try run.folder.write(page, to: "report.html")
            try run.finish()
            if !quiet { Terminal.write("Written: \(out)/report.html\n") }
        }
    }

    private func output(_ folder: String) throws -> OutputRun {
        try OutputRun(
            rendering: inputs, to: folder,
            command: CommandText.reproducing(CommandLine.arguments, keepingFormat: inputs.count == 1),
            key: signing.key())
    }

    private func compare(_ before: ResultsFile, _ after: ResultsFile) throws {
        let comparison = AuditComparison(
            before: before.results, after: after.results, omitted: (before.omitted, after.omitted))
        if let out {
            let page = try ComparisonReport.html(for: comparison)
            let run = try output(out)
            try run.folder.write(page, to: "comparison.html")
            try run.folder.write(comparison.json.bytes(.indented), to: "comparison.json")
            try run.finish()
        }
        guard !quiet else { return }
        switch format {
        case .json: Terminal.write(comparison.json.bytes(.indented))
        case .text:
            Terminal.write(ComparisonSummary.text(for: comparison))
            if let out { Terminal.write("\nWritten: \(out)/comparison.html and comparison.json\n") }
        }
    }
}
