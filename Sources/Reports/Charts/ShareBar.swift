/// A bar for a share of the whole, beside the number that says it.
enum ShareBar {
    /// The drawing of `share`, between 0 and 1.
    static func node(_ share: Double) -> Node {
        let width = (min(max(share, 0), 1) * 100).fixed(1) + "%"
        return .element(
            .svg, [.class("share"), Attribute(.width, "100%"), Attribute(.height, "10"), .hidden],
            [
                .element(.rect, [.class("track"), Attribute(.width, "100%"), Attribute(.height, "10")], []),
                .element(.rect, [.class("fill"), Attribute(.width, width), Attribute(.height, "10")], []),
            ])
    }
}
