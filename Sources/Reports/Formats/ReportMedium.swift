/// What a report is written for.
public enum ReportMedium: Sendable, Equatable {
    /// A page for a screen, in light and dark, that also prints.
    case screen
    /// A page laid out for paper: light, everything open, numbered sheets.
    case paper(PaperSize)
    /// Text in Markdown (CommonMark with GitHub's tables), for a repository or a wiki.
    case markdown

    /// The name of a file for the medium: `report.html`, `report-print.html`, `report.md`.
    public func name(_ stem: String) -> String {
        switch self {
        case .screen: "\(stem).html"
        case .paper: "\(stem)-print.html"
        case .markdown: "\(stem).md"
        }
    }
}

/// The paper that a page is laid out for.
public enum PaperSize: String, Sendable, CaseIterable {
    /// 210 by 297 mm.
    case a4
    /// 8.5 by 11 inches.
    case letter

    /// The name in a style sheet.
    var keyword: String { self == .a4 ? "A4" : "letter" }
}

extension ReportPage {
    /// Returns the page for a medium, in UTF-8.
    ///
    /// - Throws: `ReportsError.brokenPage` if the page breaks a rule that every page keeps, which is an internal error.
    func bytes(for medium: ReportMedium) throws(ReportsError) -> [UInt8] {
        switch medium {
        case .screen: return try html()
        case .markdown: return Array(markdown.utf8)
        case .paper(let size):
            var page = self
            page.style = StyleSheet.paper(size, style)
            page.header = header.map(\.opened)
            page.sections = sections.filter { $0.id != ReportSection.machineReadable.id }.map { section in
                Section(id: section.id, title: section.title, body: section.body.map(\.opened))
            }
            return try page.html()
        }
    }
}

extension Node {
    /// The same with all depth open: paper has no reader who could open it.
    fileprivate var opened: Node {
        switch self {
        case .text, .verbatim: return self
        case .fragment(let nodes): return .fragment(nodes.map(\.opened))
        case .element(let element, let attributes, let content):
            let isClosed = element == .details && !attributes.contains { $0.name == .open }
            return .element(
                element, isClosed ? attributes + [Attribute(.open, "open")] : attributes, content.map(\.opened))
        }
    }
}
