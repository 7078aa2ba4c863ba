internal import FairnessMetrics
internal import Files

/// A file of a results folder that is a function of another one, and can be made again from it.
package struct RenderedFile: Sendable {
    /// The name of the file with the numbers, such as `results.json`.
    package let source: String
    /// The name of the file made from it, such as `report.html`.
    package let name: String
    /// Makes it again; nil if these numbers make none.
    let render: @Sendable (JSON) throws -> [UInt8]?

    /// All that are known.
    package static let all: [RenderedFile] = [
        RenderedFile(source: "results.json", name: "report.html") {
            try AuditReport.html(for: AuditResults(json: $0))
        },
        RenderedFile(source: "results.json", name: "datasheet.md") {
            try Datasheet.markdown(for: AuditResults(json: $0)).map { Array($0.utf8) }
        },
        RenderedFile(source: "debias.json", name: "debias.html") { try DebiasReport.html(for: DebiasRecord($0)) },
        RenderedFile(source: "explanations.json", name: "explanations.html") {
            try ExplanationsReport.html(for: ExplanationsRecord($0))
        },
        RenderedFile(source: "ledger.json", name: "adjust.html") {
            try MitigationReport.html(for: MitigationLedger($0))
        },
        RenderedFile(source: "ledger.json", name: "ledger.html") {
            try MitigationReport.html(for: MitigationLedger($0))
        },
    ]

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
            guard let made = try render(json) else { return .unreadable("it makes no such file") }
            return made == bytes ? .same : .other
        } catch {
            return .unreadable("\(error)")
        }
    }
}
