internal import FairnessMetrics

/// The machine-readable results within a report.
///
/// They are those of `results.json`, number for number, but for the comparisons that no table of the page shows, on a
/// large audit nine in ten of all, which the member `omitted` counts by aggregation; and for the shrunken rates and the
/// sensitivity to wrong labels.
public enum EmbeddedResults {
    /// The id of the element that holds them.
    static let id = "results"

    /// Returns the results that a report holds, as JSON.
    ///
    /// - Parameter page: The bytes of a report, which may come from anybody.
    /// - Returns: The JSON, which `AuditResults(json:)` reads.
    /// - Throws: `ReportsError.notAReport` if they are no report; `ReportsError.malformedJSON` if what it holds is no JSON.
    public static func read(fromHTML page: [UInt8]) throws(ReportsError) -> JSON {
        guard let text = try ParsedPage(page).text(ofElement: id) else {
            throw .notAReport(fault: "it has no element '\(id)'")
        }
        return try JSON(parsing: Array(text.utf8))
    }

    /// Returns what a page of `context` holds.
    static func json(_ context: ReportContext) -> JSON {
        var results = context.results
        let omitted = Dictionary(
            grouping: results.assessment.disparities.filter { !context.shows($0) }, by: \.aggregation)
        results.assessment.disparities.removeAll { !context.shows($0) }
        results.assessment.removeDetail()
        guard !omitted.isEmpty, case .object(let object) = results.json else { return results.json }
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

extension Assessment {
    /// Leaves out the shrunken rates and the sensitivity to wrong labels.
    fileprivate mutating func removeDetail() {
        for index in disparities.indices { disparities[index].labelNoise = [] }
        for group in groups.indices {
            for metric in groups[group].metrics.indices { groups[group].metrics[metric].shrunken = nil }
        }
    }
}
