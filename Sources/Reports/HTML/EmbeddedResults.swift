internal import FairnessMetrics
public import Files

/// The machine-readable results within a report.
///
/// They are those of `results.json`, number for number, and on a small audit all of them. Where the page does not show every
/// comparison, on large audits one in ten, what no part of the page is made of stays in `results.json` (`ShownResults` says
/// what); the member `omitted` counts the comparisons left out by aggregation.
public enum EmbeddedResults {
    /// The id of the element that holds them.
    static let id = "results"

    /// Returns the results that a report holds, as JSON.
    ///
    /// - Parameter page: The bytes of a report, which may come from anybody.
    /// - Returns: The JSON, which `AuditResults(json:)` reads.
    /// - Throws: `ReportsError.notAReport` if they are no report, or what it holds is no JSON.
    public static func read(fromHTML page: [UInt8]) throws(ReportsError) -> JSON {
        guard let text = try ParsedPage(page).text(ofElement: id) else {
            throw .notAReport(fault: "it has no element '\(id)'")
        }
        do throws(FilesError) {
            return try JSON(parsing: Array(text.utf8))
        } catch {
            throw .notAReport(fault: "its results are no JSON: \(error)")
        }
    }

    /// Returns how many comparisons a page left out, as the results read from it say; 0 for a `results.json`.
    public static func omitted(_ results: JSON) -> Int {
        guard case .object(let counts)? = results["omitted"] else { return 0 }
        return counts.members.reduce(0) { sum, member in
            guard case .integer(let count) = member.value, (0...1 << 40).contains(count) else { return sum }
            return sum + count
        }
    }

    /// Returns what a page of `context` holds.
    static func json(_ context: ReportContext) -> JSON {
        var context = context
        if var audit = context.results.dataAudit {
            for index in audit.parts.indices {
                audit.parts[index].findings = FindingTable.kept(audit.parts[index].findings)
            }
            var results = context.results
            results.dataAudit = audit
            context = ReportContext(results)
        }
        let omitted = Dictionary(
            grouping: context.results.assessment.disparities.filter { !context.shows($0) }, by: \.aggregation)
        guard !omitted.isEmpty else { return context.results.json }
        let results = ShownResults(context).results.json
        guard case .object(let object) = results else { return results }
        let counts = omitted.map { JSONObject.Member($0.key.rawValue, .integer($0.value.count)) }
        return .object(object.members + [.init("omitted", .object(counts))])
    }

    /// The element that holds `json`: data for programs, not a script.
    static func node(_ json: [UInt8]) -> Node {
        .make(.script, .id(id), Attribute(.type, "application/json"), content: .verbatim(escaped(json)))
    }

    /// Returns compact JSON without any byte that HTML or XML could take for markup; it reads as the same value.
    private static func escaped(_ json: [UInt8]) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(json.count + json.count / 64)
        // Whole runs are copied: what needs an escape is rare.
        var start = 0
        func flush(upTo end: Int, _ escape: String) {
            bytes.append(contentsOf: json[start..<end])
            bytes.append(contentsOf: escape.utf8)
            start = end
        }
        for (index, byte) in json.enumerated() {
            switch byte {
            case UInt8(ascii: "<"): flush(upTo: index, "\\u003c")
            case UInt8(ascii: ">"): flush(upTo: index, "\\u003e")
            case UInt8(ascii: "&"): flush(upTo: index, "\\u0026")
            case 0xBE where index >= 2 && json[index - 1] == 0xBF && json[index - 2] == 0xEF,
                0xBF where index >= 2 && json[index - 1] == 0xBF && json[index - 2] == 0xEF:
                // U+FFFE and U+FFFF are text in JSON but not in XML.
                flush(upTo: index - 2, byte == 0xBE ? "\\ufffe" : "\\uffff")
            default: continue
            }
            start = index + 1
        }
        bytes.append(contentsOf: json[start...])
        return bytes
    }
}
