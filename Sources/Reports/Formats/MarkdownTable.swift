/// A table of a page as a table of Markdown: its caption as a paragraph, without columns that only hold drawings.
struct MarkdownTable {
    private var caption: [Node] = []
    private var header: [String] = []
    private var rows: [[String]] = []

    /// Reads what stands within the element `table`.
    init(_ content: [Node]) {
        for case .element(let element, _, let parts) in MarkdownWriter.flattened(content) {
            switch element {
            case .caption: caption = parts
            case .thead: header = Self.rows(parts).last ?? []
            case .tbody: rows += Self.rows(parts)
            case .tr: rows += Self.rows([.element(.tr, [], parts)])
            default: break
            }
        }
        let width = max(header.count, rows.map(\.count).max() ?? 0)
        header += Array(repeating: "", count: width - header.count)
        rows = rows.map { $0 + Array(repeating: "", count: width - $0.count) }
        let kept = (0..<width).filter { column in
            column == 0 || rows.contains { !$0[column].isEmpty }
        }
        header = kept.map { header[$0] }
        rows = rows.map { row in kept.map { row[$0] } }
    }

    /// The caption and the table.
    var blocks: [String] {
        let title = MarkdownWriter.inline(caption)
        return (title.isEmpty ? [] : ["**\(title.replacingMarks)**"])
            + (rows.isEmpty ? [] : [MarkdownText.table(header.map { $0.isEmpty ? " " : $0 }, rows)])
    }

    /// The texts of each row's cells; a cell that spans several columns is followed by empty ones.
    private static func rows(_ nodes: [Node]) -> [[String]] {
        MarkdownWriter.flattened(nodes).compactMap { node in
            guard case .element(.tr, _, let cells) = node else { return nil }
            return MarkdownWriter.flattened(cells).flatMap { cell -> [String] in
                guard case .element(_, let attributes, let content) = cell else { return [] }
                let span = attributes.first { $0.name == .colspan }.flatMap { Int($0.value) } ?? 1
                return [MarkdownWriter.inline(content)] + Array(repeating: "", count: max(0, min(span, 100) - 1))
            }
        }
    }
}

extension String {
    /// Without marks of strong text, where all of it is to be strong.
    fileprivate var replacingMarks: String { split(separator: "**").joined() }
}
