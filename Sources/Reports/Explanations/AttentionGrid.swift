internal import FairnessMetrics

/// A small map for each head of each layer: a row for each word that asks, a column for each word that is read.
///
/// Where there are many words, neighbours share a field: it shows what the words of its row give to the words of its column
/// together. Shares are drawn in four strengths, each as one path of strokes, and what is below the first is not drawn, so that
/// a map takes a few hundred bytes whatever the length of the text.
struct AttentionGrid {
    let id: String
    private let attention: ExplanationsRecord.Attention
    private let side: Int
    private let unitsPerField: Int
    private let maps: [[[String]]]

    /// Where each strength begins, as shares of a word's attention.
    static let thresholds = [0.05, 0.15, 0.35, 0.65]
    private static let sides = [48, 40, 32, 24, 16, 12, 8]

    /// How long the paths are together.
    let byteCount: Int

    /// Draws the maps with the finest fields whose paths take no more than `mostBytes`, or else the coarsest.
    init(_ attention: ExplanationsRecord.Attention, id: String, mostBytes: Int) {
        self.id = id
        self.attention = attention
        let count = attention.units.count
        var drawn: (side: Int, perField: Int, maps: [[[String]]], bytes: Int) = (1, count, [], 0)
        for side in Self.sides {
            let perField = (count + side - 1) / side
            let used = (count + perField - 1) / perField
            let maps = attention.layers.map { $0.map { Self.map($0, side: used, perField: perField) } }
            let bytes = maps.reduce(0) { $0 + $1.reduce(0) { $0 + $1.reduce(0) { $0 + $1.utf8.count } } }
            drawn = (used, perField, maps, bytes)
            if bytes <= mostBytes { break }
        }
        (side, unitsPerField, maps, byteCount) = drawn
    }

    /// The maps as a table of layers by heads.
    var node: Node {
        let heads = attention.layers.map(\.count).max() ?? 0
        let columns: [DataTable.Column] =
            [.init("Layer", .text)] + (0..<heads).map { .init(.text("Head \($0 + 1)"), .text) }
        let rows = attention.layers.indices.map { layer in
            [.text("\(layer + 1)")]
                + (0..<heads).map { head in
                    head < attention.layers[layer].count ? cell(layer, head) : "–"
                }
        }
        let table = DataTable(
            id: id, caption: "What every head read: rows ask, columns are read, both in the order of the text",
            columns: columns, rows: rows, style: "data heads")
        return .make(.figure, content: table.node, .make(.figcaption, content: legend))
    }

    private func cell(_ layer: Int, _ head: Int) -> Node {
        let paths = maps[layer][head].enumerated().map { PlotArea.path("a\($0 + 1)", $1) }
        return .fragment([
            .element(.svg, [.hidden, Attribute(.viewBox, "-.5 -.5 \(side) \(side)")], paths),
            .subline(most(attention.layers[layer][head])),
        ])
    }

    /// The unit that gets most of a head's attention, with its share.
    private func most(_ rows: [[ExplanationsRecord.Attention.Link]]) -> Node {
        var sums = [Double](repeating: 0, count: attention.units.count)
        for link in rows.joined() { sums[link.unit] += link.weight }
        guard let unit = sums.indices.max(by: { sums[$0] < sums[$1] }), sums[unit] > 0 else { return "nothing kept" }
        let share = (100 * sums[unit] / Double(sums.count)).fixed(0)
        return "\(name(unit)) \(share)\u{202F}%"
    }

    private func name(_ unit: Int) -> Node {
        guard attention.units[unit].isEmpty else { return .user(attention.units[unit], limit: 14) }
        return .make(.em, content: .text(unit == 0 ? "start" : unit == attention.units.count - 1 ? "end" : "frame"))
    }

    private var legend: Node {
        let strengths = Node.joined(
            Self.thresholds.indices.map { index in
                let ends = Self.thresholds[index...].prefix(2).map { ($0 * 100).fixed(0) }
                let words = ends.count == 2 ? "\(ends[0]) to \(ends[1])\u{202F}%" : "over \(ends[0])\u{202F}%"
                return .fragment([
                    .element(
                        .svg, [.hidden, .class("swatch"), Attribute(.viewBox, "-.5 -.5 1 1")],
                        [PlotArea.path("a\(index + 1)", "M0 0h.1")]), .text(" " + words),
                ])
            }, by: ", ")
        let fields: Node =
            unitsPerField == 1
            ? "A field is a word."
            : "The text has \(attention.units.count) words and frame tokens: a field is \(unitsPerField) of them by \(unitsPerField), and shows what those of its row give on average to those of its column together."
        return
            "Shares of a word’s attention: \(strengths); below 5\u{202F}% nothing is drawn. \(fields) Beneath each map stands the word that gets most over the whole text; start and end are the tokens that frame it. The file keeps the strongest links of each word, \((100 * kept).fixed(0))\u{202F}% of all attention."
    }

    /// The share of all attention that the file holds.
    private var kept: Double {
        var (sum, rows) = (0.0, 0)
        for head in attention.layers.joined() {
            rows += head.count
            for row in head { sum += min(1, row.reduce(0) { $0 + $1.weight }) }
        }
        return rows > 0 ? sum / Double(rows) : 0
    }

    /// The paths of a map, one for each strength.
    private static func map(
        _ rows: [[ExplanationsRecord.Attention.Link]], side: Int, perField: Int
    ) -> [String] {
        var shares = [Double](repeating: 0, count: side * side)
        for (row, links) in rows.enumerated() {
            let field = row / perField
            // The last field may hold fewer words.
            let members = Double(min(perField, rows.count - field * perField))
            for link in links { shares[field * side + link.unit / perField] += link.weight / members }
        }
        let strengths = shares.map { share in thresholds.lastIndex { share >= $0 - 1e-9 } ?? -1 }
        return thresholds.indices.map { strength in
            let across = strokes(side) {
                strengths[$0 * side + $1] == strength
            } path: {
                "M\($1) \($0)h\($2)"
            }
            let down = strokes(side) {
                strengths[$1 * side + $0] == strength
            } path: {
                "M\($0) \($1)v\($2)"
            }
            return down.utf8.count < across.utf8.count ? down : across
        }
    }

    /// Strokes through neighbouring fields of one line; ends are square, so that a stroke covers both fields it ends in. A
    /// stroke of no length at all would be left out by printers.
    private static func strokes(
        _ side: Int, _ holds: (_ line: Int, _ place: Int) -> Bool, path: (Int, Int, String) -> String
    ) -> String {
        var text = ""
        for line in 0..<side {
            var place = 0
            while place < side {
                guard holds(line, place) else {
                    place += 1
                    continue
                }
                let start = place
                while place < side, holds(line, place) { place += 1 }
                text += path(line, start, place - start > 1 ? "\(place - start - 1)" : ".1")
            }
        }
        return text
    }
}
