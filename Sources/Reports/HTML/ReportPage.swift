/// A whole page: a header, a list of contents, sections, a footer; without script and without network.
struct ReportPage {
    /// A section with its heading.
    struct Section {
        let id: String
        let title: String
        let body: [Node]
    }

    /// The title of the window.
    let title: String
    /// The version of the tool that made what the page shows.
    let toolVersion: String
    var header: [Node]
    var sections: [Section]
    let footer: Node
    /// The style sheet, which the page's policy allows and no other.
    var style = StyleSheet.bytes

    /// Returns the page in UTF-8, re-read: it is well-formed XML as well as HTML, its ids differ, its links lead somewhere,
    /// and it has no element that the writer does not know.
    ///
    /// - Throws: `ReportsError.brokenPage` if the page breaks such a rule, which is an internal error.
    func html() throws(ReportsError) -> [UInt8] {
        let page = MarkupWriter.page(root)
        do throws(ReportsError) {
            try ParsedPage(page).check()
        } catch .notAReport(let fault) {
            throw .brokenPage(fault: fault)
        }
        return page
    }

    private var root: Node {
        let links = sections.map { section in
            Node.make(.li, content: .make(.a, .link(to: section.id), content: .text(section.title)))
        }
        let blocks = sections.map { section in
            Node.element(
                .section, [Attribute(.labelledBy, section.id)],
                [.make(.h2, .id(section.id), content: .text(section.title))] + section.body)
        }
        let contents = Node.make(.nav, Attribute(.label, "Contents"), content: .element(.ol, [], links))
        let body = Node.make(
            .body, content: .make(.a, .class("skip"), .link(to: "content"), content: "Skip to the findings"),
            .element(.header, [], header), contents, .element(.main, [.id("content")], blocks),
            .make(.footer, content: footer))
        return .make(
            .html, Attribute(.lang, "en"), Attribute(.xmlns, "http://www.w3.org/1999/xhtml"), content: head, body)
    }

    private var head: Node {
        .make(
            .head, content: .make(.meta, Attribute(.charset, "utf-8")),
            .make(
                .meta, Attribute(.httpEquiv, "Content-Security-Policy"),
                Attribute(.content, StyleSheet.policy(for: style))),
            .make(.meta, Attribute(.name, "viewport"), Attribute(.content, "width=device-width, initial-scale=1")),
            .make(.meta, Attribute(.name, "color-scheme"), Attribute(.content, "light dark")),
            .make(.meta, Attribute(.name, "generator"), Attribute(.content, "Assize \(toolVersion)")),
            .make(.title, content: .text(title)), .make(.style, content: .verbatim(style)))
    }

    /// What stands above all else on pages of data that were generated.
    static let syntheticBanner = Node.make(
        .p, .class("banner"),
        content: "Synthetic data: generated, not observed. Nothing on this page is about real people.")
}
