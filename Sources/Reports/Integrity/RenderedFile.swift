internal import FairnessMetrics
internal import Files

/// A file of a results folder that is a function of another one, and can be made again from it.
struct RenderedFile: Sendable {
    /// The name of the file with the numbers, such as `results.json`.
    let source: String
    /// The name of the file made from it, such as `report.html`.
    let name: String
    /// Makes every form that the file may have; none if these numbers make no such file.
    let render: @Sendable (JSON) throws -> [[UInt8]]

    /// All that are known.
    static let all: [RenderedFile] =
        pages("report", of: "results.json") { try AuditReport.rendered(AuditResults(json: $0), as: $1) } + [
            RenderedFile(source: "results.json", name: "datasheet.md") {
                try Datasheet.markdown(for: AuditResults(json: $0)).map { [Array($0.utf8)] } ?? []
            },
            RenderedFile(source: "results.json", name: "groups.csv") {
                [ResultsCSV.groups(try AuditResults(json: $0))]
            },
            RenderedFile(source: "results.json", name: "gaps.csv") { [ResultsCSV.gaps(try AuditResults(json: $0))] },
        ]
        + pages("debias", of: "debias.json") { try DebiasReport.rendered(DebiasRecord($0), as: $1) }
        + pages("explanations", of: "explanations.json") {
            try ExplanationsReport.rendered(ExplanationsRecord($0), as: $1)
        }
        + pages("adjust", of: "ledger.json") { try MitigationReport.rendered(MitigationLedger($0), as: $1) }
        + pages("ledger", of: "ledger.json") { try MitigationReport.rendered(MitigationLedger($0), as: $1) }

    private static func pages(
        _ stem: String, of source: String, _ render: @escaping @Sendable (JSON, ReportMedium) throws -> [UInt8]
    ) -> [RenderedFile] {
        [
            RenderedFile(source: source, name: ReportMedium.screen.name(stem)) { [try render($0, .screen)] },
            RenderedFile(source: source, name: ReportMedium.markdown.name(stem)) { [try render($0, .markdown)] },
            RenderedFile(source: source, name: ReportMedium.paper(.a4).name(stem)) { json in
                try PaperSize.allCases.map { try render(json, .paper($0)) }
            },
        ]
    }

    /// What comes of making a file again.
    enum Outcome: Equatable {
        case same
        case other
        /// Another version of the tool made it, whose pages may differ.
        case otherVersion(String)
        /// What should be its source makes no such file, or cannot be read.
        case unreadable(String)
    }

    /// Makes the file again and compares it with `bytes`.
    func outcome(of bytes: [UInt8], from source: [UInt8], toolVersion: String) -> Outcome {
        do {
            let json = try JSON(parsing: source)
            if case .string(let version)? = json["tool"]?["version"] ?? json["tool_version"], version != toolVersion {
                return .otherVersion(version)
            }
            let made = try render(json)
            guard !made.isEmpty else { return .unreadable("it makes no such file") }
            return made.contains(bytes) ? .same : .other
        } catch {
            return .unreadable("\(error)")
        }
    }
}
