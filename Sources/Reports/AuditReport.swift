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
        let page = MarkupWriter.page(root(results))
        do throws(ReportsError) {
            try ParsedPage(page).check()
        } catch .notAReport(let fault) {
            throw .brokenPage(fault: fault)
        }
        return page
    }

    private static func root(_ results: AuditResults) -> Node {
        let context = ReportContext(results)
        let sections = bodies(context)
        let links = sections.map { section, _ in
            Node.make(.li, content: .make(.a, .link(to: section.id), content: .text(section.title)))
        }
        let blocks = sections.map { section, body in
            Node.element(
                .section, [Attribute(.labelledBy, section.id)],
                [.make(.h2, .id(section.id), content: .text(section.title))] + body)
        }
        let banner: [Node] =
            results.data.isSynthetic
            ? [
                .make(
                    .p, .class("banner"),
                    content: "Synthetic data: generated, not observed. Nothing on this page is about real people.")
            ] : []
        let header = Node.element(
            .header, [],
            banner + [
                .make(.p, .class("kicker"), content: "Audit of disparities between groups"),
                .make(.h1, content: .user(results.title, limit: 200)),
                .make(.p, .class("byline"), content: byline(results)),
            ])
        let contents = Node.make(
            .nav, Attribute(.label, "Contents"), content: .element(.ol, [], links))
        let footer = Node.make(
            .footer,
            content: .paragraph(
                "Made with Assize \(user: results.toolVersion) from \(.code(results.data.files.first?.path ?? "-"))."))
        let body = Node.make(
            .body, content: .make(.a, .class("skip"), .link(to: "content"), content: "Skip to the findings"), header,
            contents, .element(.main, [.id("content")], blocks), footer)
        return .make(
            .html, Attribute(.lang, "en"), Attribute(.xmlns, "http://www.w3.org/1999/xhtml"),
            content: head(results), body)
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

    private static func head(_ results: AuditResults) -> Node {
        .make(
            .head, content: .make(.meta, Attribute(.charset, "utf-8")),
            .make(
                .meta, Attribute(.httpEquiv, "Content-Security-Policy"), Attribute(.content, StyleSheet.policy)),
            .make(.meta, Attribute(.name, "viewport"), Attribute(.content, "width=device-width, initial-scale=1")),
            .make(.meta, Attribute(.name, "color-scheme"), Attribute(.content, "light dark")),
            .make(.meta, Attribute(.name, "generator"), Attribute(.content, "Assize \(results.toolVersion)")),
            .make(.title, content: .text("\(Shortening.shortened(results.title, to: 200)): audit of disparities")),
            .make(.style, content: .verbatim(StyleSheet.bytes)))
    }

    private static func byline(_ results: AuditResults) -> Node {
        let attributes = ReportContext(results).singleSets.map { Node.attributes($0) }
        return "\(counted(results.data.rows, "row")), groups by \(.joined(attributes, by: ", "))"
    }
}
