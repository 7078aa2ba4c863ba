internal import Crypto

extension ReportSection {
    /// The results within the page, for programs.
    static let machineReadable = ReportSection(
        id: "machine-readable", title: "Machine-readable results",
        question: "Where are all the numbers, for a program?"
    ) { context in
        let bytes = context.results.json.bytes()
        let digest = SHA256.hash(data: bytes).map { byte in
            String(byte >> 4, radix: 16) + String(byte & 15, radix: 16)
        }.joined()
        return [
            .takeaway(
                """
                This page holds every number it was made from, as JSON of schema \(.code(AuditResults.schema)), in the \
                element \(.code(EmbeddedResults.id)); the report can be made again from it.
                """),
            .note("\(counted(bytes.count, "byte")), SHA-256 \(.code(digest))"),
            EmbeddedResults.node(bytes),
        ]
    }
}
