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
            ? "The file results.json holds the same."
            : """
            The file results.json holds the same and what no table of this page shows: standard errors, adjusted p-values, \
            tests of equivalence, parts of the measures of whole tables and \
            \(counted(omitted, "further comparison")).
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
