internal import FairnessMetrics

/// A piece of a page: text, an element, or several of them in a row.
///
/// Text is escaped when it is written; only `StyleSheet` and the embedded results are written as they are. A string
/// literal with interpolations is a piece of running text whose parts keep their kind:
/// `"\(user: group) were selected"`.
enum Node: Sendable {
    case text(String)
    case element(Element, [Attribute], [Node])
    case fragment([Node])
    /// Bytes that stand for themselves: the style sheet and the embedded results.
    case verbatim([UInt8])

    /// An element with text or elements in it.
    static func make(_ element: Element, _ attributes: Attribute..., content: Node...) -> Node {
        .element(element, attributes, content)
    }

    /// An element that holds a list of pieces.
    static func make(_ element: Element, _ attributes: Attribute..., list: [Node]) -> Node {
        .element(element, attributes, list)
    }

    /// Text from the data or from the user, kept apart from the direction of the words around it, and shortened.
    static func user(_ text: String, limit: Int = 80) -> Node {
        .element(.bdi, [], [.text(Shortening.shortened(text, to: limit))])
    }

    /// A column, condition, path or command as the user wrote it.
    static func code(_ text: String) -> Node {
        .element(.code, [], [.element(.bdi, [], [.text(Shortening.shortened(text, to: 600))])])
    }

    /// A sentence in English that may quote the user's text; what it quotes cannot turn the words after it around.
    static func sentence(_ text: String) -> Node {
        .element(.bdi, [Attribute(.dir, "ltr")], [.text(Shortening.shortened(text, to: 600))])
    }

    /// A group's values, each kept apart from the others.
    static func group(_ key: GroupKey) -> Node {
        key.values.isEmpty ? "Everybody" : .joined(key.values.map { .user($0.value) }, by: " × ")
    }

    /// The attributes that form groups.
    static func attributes(_ names: [String]) -> Node { .joined(names.map { .user($0) }, by: " × ") }

    /// Pieces with `separator` between them.
    static func joined(_ nodes: [Node], by separator: String) -> Node {
        .fragment(
            nodes.enumerated().flatMap { $0 == 0 ? [$1] : [.text(separator), $1] })
    }

    /// Nothing at all.
    static var none: Node { .fragment([]) }
}

extension Node: ExpressibleByStringInterpolation {
    init(stringLiteral value: String) { self = .text(value) }

    init(stringInterpolation: Interpolation) { self = .fragment(stringInterpolation.nodes) }

    /// Gathers the parts of running text.
    struct Interpolation: StringInterpolationProtocol {
        var nodes: [Node] = []

        init(literalCapacity: Int, interpolationCount: Int) { nodes.reserveCapacity(2 * interpolationCount + 1) }

        mutating func appendLiteral(_ literal: String) {
            if !literal.isEmpty { nodes.append(.text(literal)) }
        }

        mutating func appendInterpolation(_ node: Node) { nodes.append(node) }
        mutating func appendInterpolation(_ words: String) { nodes.append(.text(words)) }
        mutating func appendInterpolation(_ count: Int) { nodes.append(.text(count.grouped)) }
        mutating func appendInterpolation(user text: String) { nodes.append(.user(text)) }
        mutating func appendInterpolation(_ key: GroupKey) { nodes.append(.group(key)) }

        /// Names of attributes where no element may stand, as in the title of a drawing: each between isolates.
        mutating func appendInterpolation(plain names: [String]) {
            let isolated = names.map { "\u{2068}\(Shortening.shortened($0))\u{2069}" }
            nodes.append(.text(isolated.joined(separator: " × ")))
        }
    }
}

/// How long a text from the data may be on a page; the whole stands in the results.
enum Shortening {
    /// Returns the first `limit` scalars of `text`, and an ellipsis if there were more.
    ///
    /// Scalars and not characters are counted: one character may be made of any number of scalars.
    static func shortened(_ text: String, to limit: Int = 80) -> String {
        let scalars = text.unicodeScalars
        guard let end = scalars.index(scalars.startIndex, offsetBy: limit, limitedBy: scalars.endIndex),
            end != scalars.endIndex
        else { return text }
        return String(scalars[..<end]) + "…"
    }
}
