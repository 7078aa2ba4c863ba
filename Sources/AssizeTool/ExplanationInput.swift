import Explanations
import Files
import Models
import Tables

/// The rows that are explained, with all that a run must know of them.
struct ExplanationInput {
    /// The rows.
    var rows: any ExplainedRows
    /// The label of each row; empty if none was asked for.
    var labels: [String?]
    /// The label that counts as positive; nil if nobody knows.
    var positive: String?
    /// The protected columns.
    var attributes: [TextTable.Attribute]
    /// The files that were read.
    var files: [ScanSummary.File]
    /// What else identifies the request.
    var fingerprint: [String] = []

    /// What stands in each entry beside its explanation.
    func facts(_ row: Int) -> [JSONObject.Member] {
        var members: [JSONObject.Member] = []
        if !labels.isEmpty, let label = labels[row] { members.append(.init("actual", .string(label))) }
        let groups = attributes.compactMap { attribute in
            attribute.codes[row].map { JSONObject.Member(attribute.name, .string(attribute.values[$0])) }
        }
        if !groups.isEmpty { members.append(.init("group", .object(groups))) }
        return members
    }

    /// What the document says of the data.
    var data: JSON {
        .object([
            .init(
                "files",
                .array(
                    files.map {
                        .object([
                            .init("path", .string($0.path)), .init("sha256", .string($0.sha256)),
                            .init("rows", .integer($0.rows)),
                        ])
                    }))
        ])
    }
}
