internal import FairnessMetrics

/// The page of explanations: no network, no script, no other file.
public enum ExplanationsReport {
    /// Returns the page, in UTF-8; the same record always gives the same bytes.
    ///
    /// A page of many rows stays small: it shows the first rows one by one and all rows together, and says what is left to
    /// `explanations.json`.
    ///
    /// - Throws: `ReportsError.brokenPage` if the page breaks a rule that every page keeps, which is an internal error.
    public static func html(for record: ExplanationsRecord) throws(ReportsError) -> [UInt8] {
        try page(record).html()
    }

    /// Returns the page for a screen, for paper or as Markdown, in UTF-8.
    ///
    /// - Throws: `ReportsError.brokenPage` as `html(for:)` does.
    public static func rendered(_ record: ExplanationsRecord, as medium: ReportMedium) throws(ReportsError) -> [UInt8] {
        try page(record).bytes(for: medium)
    }

    private static func page(_ record: ExplanationsRecord) -> ReportPage {
        let parts: [(id: String, title: String, body: [Node]?)] = [
            ("gaps", "What the gap is made of", GapSection(record: record).body),
            ("changes", "What changed", GapChangeSection(record: record).body),
            ("means", "What is typical of each group", GroupMeansSection(record: record).body),
            (
                "disparities", "Whether groups are explained equally well",
                ExplanationDisparitySection(record: record).body
            ),
            ("across", "Across rows", AcrossRowsSection(record: record).body),
            ("rows", "Row by row", ExplainedRowsSection(record: record).body),
            ("attention", "Where the model looked", AttentionSection(record: record).body),
            ("scope", "How it was done", ExplanationsScope(record: record).body),
        ]
        let rows = ExplainedRow.rows(record.explanations).count
        let methods = ExplanationsScope.distinct(record.explanations.map(\.method)).map(ExplanationWording.method)
        return ReportPage(
            title: "Explanations: \(record.model.map { Shortening.shortened($0, to: 200) } ?? "why the model said so")",
            toolVersion: record.toolVersion,
            header: [
                .make(.p, .class("kicker"), content: "What a model’s outputs are made of, with error bars"),
                .make(.h1, content: "Why the model said so"),
                .make(
                    .p, .class("byline"),
                    content:
                        "\(counted(rows, "row")) explained\(methods.isEmpty ? "" : " by " + methods.joined(separator: ", "))\(record.model.map { "; model \(.code($0))" } ?? "")"
                ),
            ],
            sections: parts.compactMap { part in
                part.body.map { ReportPage.Section(id: part.id, title: part.title, body: $0) }
            },
            footer: .paragraph(
                "Made with Assize \(user: record.toolVersion) from explanations.json, which holds every number."),
            style: StyleSheet.explanations
        )
    }
}
