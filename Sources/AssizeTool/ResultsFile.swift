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

    /// Reads the record of a debiasing run; nil if the file is something else.
    ///
    /// - Throws: `UnreadableResults` if it is a record and damaged.
    static func debiasRecord(_ path: String) throws -> DebiasRecord? {
        guard path.hasSuffix(".json"), let json = try? JSON(parsing: InputFile.read(path)),
            json["schema"] == .string(DebiasRecord.schema)
        else { return nil }
        do {
            return try DebiasRecord(json)
        } catch {
            throw UnreadableResults(path: path, fault: error)
        }
    }
}

/// Results that cannot be read, with the file they are in.
struct UnreadableResults: Error, CustomStringConvertible {
    var path: String
    var fault: any Error

    var description: String { "\(path): \(fault)" }
}
