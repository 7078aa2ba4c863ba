public import ArgumentParser
import Files
public import Reports

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

            --format chooses the form. html is the page for a screen; pdf-ready a page laid out for paper, which a browser \
            prints or saves as PDF (report-print.html); md the report in Markdown (report.md); csv two tables, groups.csv with \
            a row for each group and metric and gaps.csv with a row for each comparison; json the results themselves; text \
            the summary that an audit prints. Without --out, all but pages are printed (of csv the groups).

            Examples:
              assize report report/results.json --out again/
              assize report report/results.json --format md > REPORT.md
              assize report report/results.json --format pdf-ready --paper letter --out report/
              assize report before/results.json after/results.json --out comparison/
              assize report debiased/debias.json --out again/
            """)

    @Argument(help: "results.json, or a report.html that holds the results; two to compare, before and after.")
    var inputs: [String]

    @Option(help: "The folder for what is written; made if it does not exist.")
    var out: String?

    @Option(help: "What is written: html, md, json, csv or pdf-ready; or printed: text.")
    var format: ReportFormat?

    @Option(help: "The paper of pdf-ready: a4 or letter.")
    var paper: PaperSize = .a4

    @OptionGroup(title: "Signing") var signing: SigningOptions

    @Flag(name: .shortAndLong, help: "Prints nothing but errors.")
    var quiet = false

    func validate() throws {
        guard inputs.count <= 2 else {
            throw ValidationError("one audit is rendered or two are compared, not \(inputs.count)")
        }
        if out == nil, format == .pdfReady || inputs.count == 1 && (format ?? .html) == .html {
            let medium = (format ?? .html).medium(paper) ?? .screen
            throw ValidationError(
                "--out is missing: where shall \(medium.name(inputs.count == 1 ? "report" : "comparison")) go?")
        }
        if inputs.count == 2, format == .csv {
            throw ValidationError(
                "--format csv is of one audit; a comparison is written as html, md, json or pdf-ready")
        }
        try signing.check(out: out)
    }

    func run() throws {
        if inputs.count == 2 {
            try compare(ResultsFile(inputs[0]), ResultsFile(inputs[1]))
        } else if let record = try RunRecord(inputs[0]) {
            guard let medium = (format ?? .html).medium(paper) else {
                throw ValidationError(
                    "--format \(format?.rawValue ?? "") is of audits; \(inputs[0]) is rendered as html, md or pdf-ready"
                )
            }
            let page = try record.page(medium)
            try write([(page.name, page.bytes)])
        } else {
            try render(ResultsFile(inputs[0]))
        }
    }

    private func render(_ file: ResultsFile) throws {
        let results = file.results
        if file.omitted > 0, format == .csv || format == .json {
            Terminal.writeError(
                "assize: warning: \(inputs[0]) lacks \(file.omitted) comparisons that its results.json has\n")
        }
        switch format ?? .html {
        case .text: Terminal.write(TextSummary.text(for: results))
        case .json: try write([("results.json", results.json.bytes(.indented))])
        case .csv: try write([("groups.csv", ResultsCSV.groups(results)), ("gaps.csv", ResultsCSV.gaps(results))])
        case .html, .markdown, .pdfReady:
            guard let medium = (format ?? .html).medium(paper) else { return }
            try write([(medium.name("report"), AuditReport.rendered(results, as: medium))])
        }
    }

    /// Writes files to the folder, or prints the first one if there is none.
    private func write(_ files: [(name: String, bytes: [UInt8])]) throws {
        guard let out else {
            if let first = files.first { Terminal.write(first.bytes) }
            return
        }
        let run = try output(out)
        for file in files { try run.folder.write(file.bytes, to: file.name) }
        try run.finish()
        let names = files.map(\.name).joined(separator: " and ")
        if !quiet { Terminal.write("Written: \(out)/\(names)\n") }
    }

    private func output(_ folder: String) throws -> OutputRun {
        try OutputRun(
            rendering: inputs, to: folder,
            command: CommandText.reproducing(CommandLine.arguments, keepingFormat: true), key: signing.key())
    }

    private func compare(_ before: ResultsFile, _ after: ResultsFile) throws {
        let comparison = AuditComparison(
            before: before.results, after: after.results, omitted: (before.omitted, after.omitted))
        let medium = format?.medium(paper) ?? .screen
        let name = medium.name("comparison")
        let page = try ComparisonReport.rendered(comparison, as: medium)
        if let out {
            let run = try output(out)
            try run.folder.write(page, to: name)
            try run.folder.write(comparison.json.bytes(.indented), to: "comparison.json")
            try run.finish()
        }
        guard !quiet else { return }
        switch format {
        case .json: Terminal.write(comparison.json.bytes(.indented))
        case .markdown where out == nil: Terminal.write(page)
        default:
            Terminal.write(ComparisonSummary.text(for: comparison))
            if let out { Terminal.write("\nWritten: \(out)/\(name) and comparison.json\n") }
        }
    }
}

/// The forms that a report is written in.
enum ReportFormat: String, ExpressibleByArgument, CaseIterable {
    case html
    case markdown = "md"
    case json, csv
    case pdfReady = "pdf-ready"
    case text

    /// The medium, if it is one of a page's.
    func medium(_ paper: PaperSize) -> ReportMedium? {
        switch self {
        case .html: .screen
        case .markdown: .markdown
        case .pdfReady: .paper(paper)
        case .json, .csv, .text: nil
        }
    }
}

extension PaperSize: ExpressibleByArgument {}
