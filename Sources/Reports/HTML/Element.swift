/// The elements a page may consist of: the vocabulary of the writer and of the check that re-reads its pages.
enum Element: String, CaseIterable, Sendable {
    case html, head, meta, title, style, script, body
    case header, nav, main, section, footer, div, figure, figcaption, details, summary
    case h1, h2, h3, h4, p, ul, ol, li, dl, dt, dd, a, strong, em, small, span, bdi, code, br
    case table, caption, thead, tbody, tr, th, td
    case svg, g, line, rect, circle, path, text, desc

    /// Whether the element never has content, so that it is written as one tag.
    var isVoid: Bool { self == .meta || self == .br }

    /// Whether an element of SVG may be closed in its own tag, which HTML allows for foreign elements only.
    var closesItself: Bool {
        switch self {
        case .line, .rect, .circle, .path: true
        default: isVoid
        }
    }
}

/// One attribute of an element; the value is escaped when it is written.
struct Attribute: Sendable {
    /// The attributes a page may use. There is none for scripts, for inline styles or for addresses outside the page.
    enum Name: String {
        case lang, xmlns, charset, name, content, id, `class`, scope, colspan, role, tabindex, type, open, dir, href
        case httpEquiv = "http-equiv"
        case label = "aria-label"
        case labelledBy = "aria-labelledby"
        case isHidden = "aria-hidden"
        case width, height, viewBox, x, y, x1, y1, x2, y2, cx, cy, r, d, rx
        case anchor = "text-anchor"
    }

    let name: Name
    let value: String

    init(_ name: Name, _ value: String) {
        self.name = name
        self.value = value
    }

    static func id(_ value: String) -> Attribute { Attribute(.id, value) }
    static func `class`(_ value: String) -> Attribute { Attribute(.class, value) }
    /// A link to the element `id` of the same page.
    static func link(to id: String) -> Attribute { Attribute(.href, "#\(id)") }
    /// Marks a drawing that says nothing the words beside it do not say.
    static var hidden: Attribute { Attribute(.isHidden, "true") }
}
