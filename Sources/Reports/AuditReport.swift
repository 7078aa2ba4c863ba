internal import Dispatch
internal import Synchronization

/// The report of an audit: one HTML page that needs no network, no script and no other file.
public enum AuditReport {
    /// Returns the page for `results`, in UTF-8; the same results always give the same bytes.
    ///
    /// The page is re-read before it is returned: it is well-formed XML as well as HTML, its ids differ, its links lead
    /// somewhere, and it has no element that the report did not mean to write.
    ///
    /// - Throws: `ReportsError.brokenPage` if the page breaks such a rule, which is an internal error.
    public static func html(for results: AuditResults) throws(ReportsError) -> [UInt8] {
        try page(results).html()
    }

    /// Returns the report for a screen, for paper or as Markdown, in UTF-8.
    ///
    /// - Throws: `ReportsError.brokenPage` as `html(for:)` does.
    public static func rendered(_ results: AuditResults, as medium: ReportMedium) throws(ReportsError) -> [UInt8] {
        try page(results).bytes(for: medium)
    }

    private static func page(_ results: AuditResults) -> ReportPage {
        ReportPage(
            title: "\(Shortening.shortened(results.title, to: 200)): audit of disparities",
            toolVersion: results.toolVersion,
            header: (results.data.isSynthetic ? [ReportPage.syntheticBanner] : []) + [
                .make(.p, .class("kicker"), content: "Audit of disparities between groups"),
                .make(.h1, content: .user(results.title, limit: 200)),
                .make(.p, .class("byline"), content: byline(results)),
            ],
            sections: bodies(ReportContext(results)).map { section, body in
                ReportPage.Section(id: section.id, title: section.title, body: body)
            },
            footer: .paragraph(
                "Made with Assize \(user: results.toolVersion) from \(.code(results.data.files.first?.path ?? "-"))."),
            style: results.ledger == nil ? StyleSheet.bytes : StyleSheet.comparison + StyleSheet.tradeOff)
    }

    /// The sections that have something to show; they are written side by side and keep their order.
    private static func bodies(_ context: ReportContext) -> [(ReportSection, [Node])] {
        let sections = ReportSection.all
        let bodies = Mutex([[Node]?](repeating: nil, count: sections.count))
        DispatchQueue.concurrentPerform(iterations: sections.count) { iteration in
            // The last section holds all results and takes longest.
            let index = sections.count - 1 - iteration
            let body = sections[index].body(context)
            bodies.withLock { $0[index] = body }
        }
        return zip(sections, bodies.withLock { $0 }).compactMap { section, body in body.map { (section, $0) } }
    }

    private static func byline(_ results: AuditResults) -> Node {
        let attributes = ReportContext(results).singleSets.map { Node.attributes($0) }
        return "\(counted(results.data.rows, "row")), groups by \(.joined(attributes, by: ", "))"
    }
}
