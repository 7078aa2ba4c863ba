import FairnessMetrics
import Files
import Reports

/// Results as they were read from a `results.json` or from a page that holds them.
struct ResultsFile {
    let results: AuditResults
    /// How many comparisons between groups the page lacks that `results.json` has.
    let omitted: Int

    /// Reads a file.
    ///
    /// - Throws: `AuditError.missingDefinition` if it cannot be opened; `UnreadableResults` if it holds no results.
    init(_ path: String) throws {
        let bytes = try InputFile.read(path)
        let isPage = path.hasSuffix(".html") || path.hasSuffix(".htm")
        do {
            let json = try isPage ? EmbeddedResults.read(fromHTML: bytes) : JSON(parsing: bytes)
            results = try AuditResults(json: json)
            omitted = EmbeddedResults.omitted(json)
        } catch {
            throw UnreadableResults(path: path, fault: error)
        }
    }
}

/// What a run other than an audit left, which has a page of its own.
enum RunRecord {
    case debiasing(DebiasRecord)
    case explanations(ExplanationsRecord)
    case ledger(MitigationLedger)

    /// Reads a record; nil if the file is something else.
    ///
    /// - Throws: `UnreadableResults` if it is a record and damaged.
    init?(_ path: String) throws {
        guard path.hasSuffix(".json"), let json = try? JSON(parsing: InputFile.read(path)) else { return nil }
        do {
            switch json["schema"] {
            case .string(DebiasRecord.schema): self = .debiasing(try DebiasRecord(json))
            case .string(ExplanationsRecord.schema): self = .explanations(try ExplanationsRecord(json))
            case .string(MitigationLedger.schema): self = .ledger(try MitigationLedger(json))
            default: return nil
            }
        } catch {
            throw UnreadableResults(path: path, fault: error)
        }
    }

    /// The page for a medium, and its name.
    func page(_ medium: ReportMedium) throws -> (bytes: [UInt8], name: String) {
        switch self {
        case .debiasing(let record): (try DebiasReport.rendered(record, as: medium), medium.name("debias"))
        case .explanations(let record):
            (try ExplanationsReport.rendered(record, as: medium), medium.name("explanations"))
        case .ledger(let ledger): (try MitigationReport.rendered(ledger, as: medium), medium.name("adjust"))
        }
    }
}

/// Results that cannot be read, with the file they are in.
struct UnreadableResults: Error, CustomStringConvertible {
    var path: String
    var fault: any Error

    var description: String { "\(path): \(fault)\(hint)" }

    /// What the fault most likely means, where that is another thing than it says.
    private var hint: String {
        guard case FilesError.malformedJSON(_, _, let words)? = fault as? FilesError else { return "" }
        if words.contains("ends") { return "; the file is cut short: take an intact copy, or run its command again" }
        if words.contains("byte 78") || words.contains("byte 73") {
            return ", and JSON has no NaN and no Infinity: what is undefined stands as {\"undefined\": \"why\"}"
        }
        return ""
    }
}
