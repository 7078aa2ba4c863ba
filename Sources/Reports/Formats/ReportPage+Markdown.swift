extension ReportPage {
    /// The page as Markdown: the same words and tables, without drawings and without the results for programs.
    var markdown: String {
        var blocks = MarkdownWriter.blocks(header)
        for section in sections where section.id != ReportSection.machineReadable.id {
            blocks.append("## " + MarkdownWriter.inline([.text(section.title)]))
            blocks += MarkdownWriter.blocks(section.body)
        }
        blocks.append("---")
        blocks += MarkdownWriter.blocks([footer])
        return blocks.joined(separator: "\n\n") + "\n"
    }
}

/// Writes nodes as Markdown; text of any origin is escaped, so that none of it becomes markup.
enum MarkdownWriter {
    /// Returns the blocks that `nodes` are; loose text becomes a paragraph.
    static func blocks(_ nodes: [Node]) -> [String] {
        var blocks: [String] = []
        var loose: [Node] = []
        func flush() {
            let text = inline(loose)
            if !text.isEmpty { blocks.append(text) }
            loose = []
        }
        for node in flattened(nodes) {
            guard case .element(let element, let attributes, let content) = node, element.isBlock else {
                loose.append(node)
                continue
            }
            flush()
            blocks += block(element, attributes, content)
        }
        flush()
        return blocks
    }

    private static func block(_ element: Element, _ attributes: [Attribute], _ content: [Node]) -> [String] {
        switch element {
        case .h1: return heading("# ", content)
        case .h2: return heading("## ", content)
        case .h3: return heading("### ", content)
        case .h4: return heading("#### ", content)
        case .summary: return heading("**", content, "**")
        case .p:
            let isLead = attributes.contains { $0.name == .class && ["lead", "banner"].contains($0.value) }
            return heading(isLead ? "> " : "", content)
        case .ul, .ol:
            let items = flattened(content).map { item -> String in
                guard case .element(.li, _, let parts) = item else { return "" }
                return inline(parts)
            }.filter { !$0.isEmpty }
            return items.isEmpty
                ? []
                : [items.enumerated().map { element == .ol ? "\($0 + 1). \($1)" : "- \($1)" }.joined(separator: "\n")]
        case .dl: return definitions(content)
        case .table: return MarkdownTable(content).blocks
        case .svg, .script, .style, .nav: return []
        default: return blocks(content)
        }
    }

    private static func heading(_ start: String, _ content: [Node], _ end: String = "") -> [String] {
        let text = inline(content)
        return text.isEmpty ? [] : [start + text + end]
    }

    private static func definitions(_ content: [Node]) -> [String] {
        var items: [String] = []
        func visit(_ nodes: [Node]) {
            for node in flattened(nodes) {
                guard case .element(let element, _, let content) = node else { continue }
                switch element {
                case .dt: items.append("- **\(inline(content))**")
                case .dd where !items.isEmpty: items[items.count - 1] += ": " + inline(content)
                default: visit(content)
                }
            }
        }
        visit(content)
        return items.isEmpty ? [] : [items.joined(separator: "\n")]
    }

    /// Returns nodes as text on one line; what a page sets as a line of its own follows a dot.
    static func inline(_ nodes: [Node]) -> String {
        var text = ""
        append(nodes, to: &text)
        while text.last == " " { text.removeLast() }
        return text
    }

    private static func append(_ nodes: [Node], to text: inout String) {
        // A verdict is a badge on a page; words after it need what keeps them apart.
        var followsBadge = false
        for node in flattened(nodes) {
            if followsBadge, !inline([node]).isEmpty {
                while text.last == " " { text.removeLast() }
                text += " · "
                followsBadge = false
            }
            switch node {
            case .text(let words): append(MarkdownText.escaped(words, limit: limit), to: &text)
            case .verbatim, .fragment: break
            case .element(let element, let attributes, let content):
                switch element {
                case .svg, .script, .style: break
                case .br: append(" ", to: &text)
                case .code:
                    let words = content.map(\.plain).joined()
                    if !words.isEmpty { append(codeSpan(words), to: &text) }
                case .strong, .em:
                    let words = inline(content)
                    let mark = element == .strong ? "**" : "*"
                    if !words.isEmpty { append(mark + words + mark, to: &text) }
                default:
                    let part = inline(content)
                    guard !part.isEmpty else { continue }
                    let isBadge = attributes.contains { $0.name == .class && $0.value.hasPrefix("v ") }
                    let isLine =
                        element == .small || element.isBlock || element == .li || isBadge
                        || attributes.contains { $0.name == .class && $0.value == "size" }
                    if isLine, !text.isEmpty, !text.hasSuffix(" · ") {
                        while text.last == " " { text.removeLast() }
                        text += " · "
                    }
                    append(part, to: &text)
                    followsBadge = isBadge
                }
            }
        }
    }

    /// Appends words; blanks never double.
    private static func append(_ words: String, to text: inout String) {
        if text.isEmpty || text.last == " " {
            text += words.drop { $0 == " " }
        } else {
            text += words
        }
    }

    /// Longer than any text of ours; what data bring was shortened before.
    private static let limit = 100_000

    private static func codeSpan(_ words: String) -> String {
        // A table's cell ends at a bar even within code, and a run of marks must be longer than any within.
        let words = words.map { $0 == "|" ? "¦" : $0.isNewline ? " " : String($0) }.joined()
        var (longest, run) = (0, 0)
        for character in words {
            run = character == "`" ? run + 1 : 0
            longest = max(longest, run)
        }
        let mark = String(repeating: "`", count: longest + 1)
        let space = longest > 0 ? " " : ""
        return mark + space + words + space + mark
    }

    /// Returns nodes with fragments taken apart.
    static func flattened(_ nodes: [Node]) -> [Node] {
        nodes.flatMap { node -> [Node] in
            if case .fragment(let inner) = node { return flattened(inner) }
            return [node]
        }
    }
}

extension Element {
    /// Whether Markdown begins a new block for it.
    fileprivate var isBlock: Bool {
        switch self {
        case .h1, .h2, .h3, .h4, .p, .ul, .ol, .dl, .table, .div, .figure, .figcaption, .section, .header, .details,
            .summary, .nav, .footer, .svg, .script, .style:
            true
        default: false
        }
    }
}
