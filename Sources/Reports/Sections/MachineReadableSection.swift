internal import FairnessMetrics
internal import Files

extension ReportSection {
    /// The results within the page, for programs.
    static let machineReadable = ReportSection(
        id: "machine-readable", title: "Machine-readable results",
        question: "Where are all the numbers, for a program?"
    ) { context in
        let bytes = EmbeddedResults.json(context).bytes()
        let omitted = context.hiddenComparisons
        let remark: Node =
            omitted == 0
            ? "The file results.json holds the same, and of each comparison its power and its test of equivalence."
            : """
            The file results.json holds the same, of each comparison its power and its test of equivalence, and \
            \(counted(omitted, "further comparison")) that no table of this page shows.
            """
        return [
            .takeaway(
                """
                This page holds the numbers it was made from, as JSON of schema \(.code(AuditResults.schema)), in the \
                element \(.code(EmbeddedResults.id)); the report can be made again from it.
                """),
            .paragraph(remark),
            .note("\(counted(bytes.count, "byte")), SHA-256 \(.code(Digest.sha256(bytes)))"),
            EmbeddedResults.node(bytes),
        ]
    }
}
