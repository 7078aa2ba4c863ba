/// A square plot within a drawing of a fixed view box, which scales with the width it is given.
struct PlotArea {
    /// What the horizontal and the vertical axis span.
    let across: ClosedRange<Double>
    let up: ClosedRange<Double>

    private static let (left, top, side) = (38.0, 24.0, 224.0)
    private static let viewBox = "0 0 280 284"

    /// A place in the drawing, as two numbers of a path.
    func place(_ x: Double, _ y: Double) -> String { "\(text(horizontal(x))) \(text(vertical(y)))" }

    /// The line through points.
    func line(_ points: [(x: Double, y: Double)]) -> String {
        points.enumerated().map { ($0 == 0 ? "M" : "L") + place($1.x, $1.y) }.joined()
    }

    /// A mark for each point: lines without length, whose ends the style draws round or square.
    func marks(_ points: [(x: Double, y: Double)]) -> String { points.map { "M\(place($0.x, $0.y))h0" }.joined() }

    /// A vertical bar for each point.
    func bars(_ bars: [(x: Double, lower: Double, upper: Double)]) -> String {
        bars.map { "M\(place($0.x, $0.lower))V\(text(vertical($0.upper)))" }.joined()
    }

    /// The area between the lower and the upper ends.
    func ribbon(_ bars: [(x: Double, lower: Double, upper: Double)]) -> String {
        guard bars.count > 1 else { return "" }
        return line(bars.map { ($0.x, $0.lower) } + bars.reversed().map { ($0.x, $0.upper) }) + "Z"
    }

    /// Two words with the marks they stand for, at a corner where little is drawn.
    func key(_ group: String, _ reference: String, atTop: Bool) -> [Node] {
        let x = atTop ? Self.left + 12 : Self.left + 92
        let y = atTop ? Self.top + 14 : Self.top + Self.side - 34
        return [(group, "", 0.0), (reference, " r", 16)].flatMap { words, style, shift -> [Node] in
            let start = "M\(text(x)) \(text(y + shift))"
            return [
                Self.path("curve\(style)", start + "h22"),
                Self.path("pts\(style)", "M\(text(x + 11)) \(text(y + shift))h0"),
                Self.text(Shortening.shortened(words, to: 18), x: x + 29, y: y + shift + 4),
            ]
        }
    }

    /// The whole drawing: frame, ticks, names of the axes, and what stands in it.
    ///
    /// - Parameter axes: The names of the vertical and of the horizontal axis.
    func drawing(
        id: String, title: Node, description: Node, axes: (up: String, across: String),
        ticks: (up: [Double], across: [Double]),
        format: (up: (Double) -> String, across: (Double) -> String), _ content: [Node]
    ) -> Node {
        let bottom = Self.top + Self.side
        var frame: [Node] = []
        let grid =
            ticks.up.map { "M\(text(Self.left)) \(text(vertical($0)))h\(text(Self.side))" }
            + ticks.across.map { "M\(text(horizontal($0))) \(text(Self.top))v\(text(Self.side))" }
        frame.append(Self.path("grid", grid.joined()))
        frame += ticks.up.map {
            Self.text(format.up($0), x: Self.left - 5, y: vertical($0) + 4, anchor: "end")
        }
        frame += ticks.across.map { Self.text(format.across($0), x: horizontal($0), y: bottom + 15, anchor: "middle") }
        frame.append(Self.text(axes.up, x: 0, y: 11))
        frame.append(Self.text(axes.across, x: Self.left + Self.side, y: bottom + 32, anchor: "end"))
        return .element(
            .svg,
            [Attribute(.viewBox, Self.viewBox), Attribute(.role, "img"), Attribute(.labelledBy, "\(id)-t \(id)-d")],
            [.make(.title, .id("\(id)-t"), content: title), .make(.desc, .id("\(id)-d"), content: description)] + frame
                + content)
    }

    static func path(_ style: String, _ data: String) -> Node {
        data.isEmpty ? .none : .element(.path, [.class(style), Attribute(.d, data)], [])
    }

    private static func text(_ words: String, x: Double, y: Double, anchor: String? = nil) -> Node {
        .element(
            .text,
            [Attribute(.x, number(x)), Attribute(.y, number(y))] + (anchor.map { [Attribute(.anchor, $0)] } ?? []),
            [.text(words)])
    }

    private func horizontal(_ x: Double) -> Double { Self.left + share(x, across) * Self.side }

    private func vertical(_ y: Double) -> Double { Self.top + (1 - share(y, up)) * Self.side }

    private func share(_ value: Double, _ range: ClosedRange<Double>) -> Double {
        let width = range.upperBound - range.lowerBound
        return width > 0 ? min(1, max(0, (value - range.lowerBound) / width)) : 0.5
    }

    private func text(_ number: Double) -> String { Self.number(number) }

    /// A coordinate with at most one decimal.
    private static func number(_ value: Double) -> String {
        let tenths = Int((value * 10).rounded())
        return tenths % 10 == 0 ? "\(tenths / 10)" : "\(tenths / 10).\(tenths % 10)"
    }
}
