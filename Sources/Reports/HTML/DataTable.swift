/// A table in a region of its own that scrolls when the page is too narrow for it.
struct DataTable {
    /// How a column's cells are set.
    enum Kind {
        case number, text, plot
    }

    /// A column with its heading.
    struct Column {
        let heading: Node
        let kind: Kind

        init(_ heading: Node, _ kind: Kind = .number) {
            self.heading = heading
            self.kind = kind
        }
    }

    /// The id of the caption, which names the region.
    let id: String
    let caption: Node
    /// The columns; the first holds the rows' headings.
    let columns: [Column]
    /// The cells of each row, the heading first.
    let rows: [[Node]]
    var style = "data"

    /// The table with its region.
    var node: Node {
        let head = columns.map { Node.element(.th, [Attribute(.scope, "col")] + Self.style($0.kind), [$0.heading]) }
        let body = rows.map { cells in
            Node.element(
                .tr, [],
                zip(cells, columns).enumerated().map { index, cell in
                    index == 0
                        ? .element(.th, [Attribute(.scope, "row")], [cell.0])
                        : .element(.td, Self.style(cell.1.kind), [cell.0])
                })
        }
        return .make(
            .div, .class("scroll"), Attribute(.tabindex, "0"), Attribute(.role, "region"), Attribute(.labelledBy, id),
            content: .make(
                .table, .class(style),
                content: .make(.caption, .id(id), content: .make(.span, content: caption)),
                .make(.thead, content: .element(.tr, [], head)),
                .element(.tbody, [], body)))
    }

    private static func style(_ kind: Kind) -> [Attribute] {
        switch kind {
        case .number: []
        case .text: [.class("t")]
        case .plot: [.class("plot")]
        }
    }
}

extension Node {
    /// Depth that a reader may open.
    static func details(_ summary: Node, _ content: [Node]) -> Node {
        .element(.details, [], [.make(.summary, content: summary)] + content)
    }

    /// The sentence that says what to take from a section.
    static func takeaway(_ content: Node) -> Node { .make(.p, .class("takeaway"), content: content) }

    /// A paragraph.
    static func paragraph(_ content: Node) -> Node { .make(.p, content: content) }

    /// A remark in smaller type.
    static func note(_ content: Node) -> Node { .make(.p, .class("note"), content: content) }

    /// A second line within a cell.
    static func subline(_ content: Node) -> Node { .make(.small, content: content) }
}
