internal import FairnessMetrics

/// A bar from one value to another in a row of a table, with a line for the interval of its end.
///
/// What pushes up is filled, what pushes down is outlined, and what cannot be told from noise is dashed and empty.
struct ContributionBar {
    let scale: Scale
    /// A value that every row is seen against.
    var line: Double?

    /// The bar of `value` that begins at `start`.
    func node(_ value: ExplanationsRecord.Value, from start: Double = 0) -> Node {
        let (low, high) = (min(start, start + value.value), max(start, start + value.value))
        var nodes: [Node] = line.map { [vertical($0, "ref", "0", "100%")] } ?? []
        nodes.append(
            .element(
                .rect,
                [
                    .class(value.isUndetermined ? "noise" : value.value < 0 ? "down" : "up"),
                    Attribute(.x, scale.percent(low)), Attribute(.width, scale.percent(from: low, to: high)),
                    Attribute(.y, "22%"), Attribute(.height, "56%"),
                ], []))
        if let interval = value.interval, interval.lower < interval.upper {
            nodes.append(
                .element(
                    .line,
                    [
                        .class("err"), Attribute(.x1, scale.percent(start + interval.lower)), Attribute(.y1, "50%"),
                        Attribute(.x2, scale.percent(start + interval.upper)), Attribute(.y2, "50%"),
                    ], []))
        }
        return .element(.svg, [.hidden], nodes)
    }

    /// A mark at a value that is no contribution.
    func mark(_ value: Double) -> Node { .element(.svg, [.hidden], [vertical(value, "total", "15%", "85%")]) }

    private func vertical(_ value: Double, _ style: String, _ top: String, _ bottom: String) -> Node {
        let x = scale.percent(value)
        return .element(
            .line,
            [.class(style), Attribute(.x1, x), Attribute(.y1, top), Attribute(.x2, x), Attribute(.y2, bottom)], [])
    }
}
