/// A square plot within a drawing of a fixed view box, which scales with the width it is given.
///
/// Places are whole units of the view box, a 224th of an axis, and paths go from place to place in relative steps, so
/// that a page of many charts stays small.
struct PlotArea {
    /// What the horizontal and the vertical axis span.
    let across: ClosedRange<Double>
    let up: ClosedRange<Double>

    /// A point of a chart, in the units of its axes.
    typealias Point = (x: Double, y: Double)
    /// A vertical bar, in the units of the axes.
    typealias Bar = (x: Double, lower: Double, upper: Double)

    private static let (left, top, side) = (40, 22, 224)
    private static let viewBox = "0 0 284 282"

    /// The line through points.
    func line(_ points: [Point]) -> String {
        var path = ""
        var last: (x: Int, y: Int)?
        for point in points {
            let next = place(point.x, point.y)
            if let last {
                if next != last { path += "l\(Self.pair(next.x - last.x, next.y - last.y))" }
            } else {
                path = "M\(Self.pair(next.x, next.y))"
            }
            last = next
        }
        return path
    }

    /// A mark for each point: lines of next to no length, whose ends the style draws round or square. Of a line of no
    /// length at all a printer would leave out the square ends.
    func marks(_ points: [Point]) -> String {
        points.map { point in
            let place = place(point.x, point.y)
            return "M\(Self.pair(place.x, place.y))h.1"
        }.joined()
    }

    /// A vertical line for each bar.
    func bars(_ bars: [Bar]) -> String {
        bars.map { bar in
            let (low, high) = (place(bar.x, bar.lower), place(bar.x, bar.upper))
            return "M\(Self.pair(low.x, low.y))V\(high.y)"
        }.joined()
    }

    /// The area between the lower and the upper ends.
    func ribbon(_ bars: [Bar]) -> String {
        bars.count > 1 ? line(bars.map { ($0.x, $0.lower) } + bars.reversed().map { ($0.x, $0.upper) }) + "z" : ""
    }

    /// Two names with the marks they stand for, at a corner where little is drawn.
    func key(_ group: String, _ reference: String, atTop: Bool) -> [Node] {
        let (x, y) = atTop ? (Self.left + 10, Self.top + 14) : (Self.left + 96, Self.top + Self.side - 32)
        return [(group, "", y), (reference, " r", y + 16)].flatMap { words, style, y -> [Node] in
            [
                Self.path("curve\(style)", "M\(x) \(y)h22"), Self.path("pts\(style)", "M\(x + 11) \(y)h.1"),
                Self.text("\u{2068}\(Shortening.shortened(words, to: 18))\u{2069}", x + 28, y + 4),
            ]
        }
    }

    /// Words beside a point.
    func label(_ words: String, at point: Point) -> Node {
        let place = place(point.x, point.y)
        return Self.text(words, place.x + 9, place.y - 6)
    }

    /// The whole drawing: frame, ticks, names of the axes, and what stands in it.
    ///
    /// - Parameters:
    ///   - axes: The names of the vertical and of the horizontal axis.
    ///   - ticks: Where each axis has a number.
    ///   - format: How the numbers are printed.
    func drawing(
        id: String, title: Node, description: Node, axes: (up: String, across: String),
        ticks: (up: [Double], across: [Double]), format: (up: (Double) -> String, across: (Double) -> String),
        _ content: [Node]
    ) -> Node {
        let (right, bottom) = (Self.left + Self.side, Self.top + Self.side)
        let rows = ticks.up.map { (value: $0, y: place(across.lowerBound, $0).y) }
        let columns = ticks.across.map { (value: $0, x: place($0, up.lowerBound).x) }
        let grid =
            rows.map { "M\(Self.left) \($0.y)h\(Self.side)" } + columns.map { "M\($0.x) \(bottom)v-\(Self.side)" }
        let words =
            rows.map { Self.text(format.up($0.value), Self.left - 5, $0.y + 4, "end") }
            + columns.map { Self.text(format.across($0.value), $0.x, bottom + 15, "middle") }
            + [Self.text(axes.up, 0, 11), Self.text(axes.across, right, bottom + 31, "end")]
        return .element(
            .svg,
            [Attribute(.viewBox, Self.viewBox), Attribute(.role, "img"), Attribute(.labelledBy, "\(id)-t \(id)-d")],
            [
                .make(.title, .id("\(id)-t"), content: title), .make(.desc, .id("\(id)-d"), content: description),
                Self.path("grid", grid.joined()),
            ] + words + content)
    }

    /// A path in one of the styles of the style sheet.
    static func path(_ style: String, _ data: String) -> Node {
        data.isEmpty ? .none : .element(.path, [.class(style), Attribute(.d, data)], [])
    }

    private func place(_ x: Double, _ y: Double) -> (x: Int, y: Int) {
        (Self.left + Self.units(x, across), Self.top + Self.side - Self.units(y, up))
    }

    private static func units(_ value: Double, _ range: ClosedRange<Double>) -> Int {
        let share = (value - range.lowerBound) / (range.upperBound - range.lowerBound)
        return share.isFinite ? Int((min(1, max(0, share)) * Double(side)).rounded()) : side / 2
    }

    private static func text(_ words: String, _ x: Int, _ y: Int, _ anchor: String? = nil) -> Node {
        .element(
            .text, [Attribute(.x, "\(x)"), Attribute(.y, "\(y)")] + (anchor.map { [Attribute(.anchor, $0)] } ?? []),
            [.text(words)])
    }

    /// Two coordinates; a minus sign parts them as well as a blank.
    private static func pair(_ x: Int, _ y: Int) -> String { y < 0 ? "\(x)\(y)" : "\(x) \(y)" }
}
