internal import FairnessMetrics

/// Where the model looked, text by text, and head by head.
struct AttentionSection {
    let record: ExplanationsRecord

    private static let (mostTexts, mostGridBytes, mostWords) = (8, 120_000, 30)

    var body: [Node]? {
        let entries = record.explanations.filter(\.isAttention)
        guard !entries.isEmpty else { return nil }
        var nodes: [Node] = [
            .takeaway(
                "Attention says where the model looked, not why: which words its heads read, not what it made of them."),
            .make(
                .p, .class("note key"),
                content:
                    "The \(.make(.span, .class("h5"), content: "darker")) the ground, the more of a text’s attention a word gets."
            ),
        ]
        var bytes = 0
        var gridless = 0
        var drawn: ExplanationsRecord.Attention?
        for (number, entry) in entries.prefix(Self.mostTexts).enumerated() {
            nodes += text(entry, number)
            guard let attention = entry.attention, !attention.layers.isEmpty, !attention.units.isEmpty else { continue }
            // Two methods of one text read the same heads.
            guard attention != drawn else { continue }
            guard bytes < Self.mostGridBytes else {
                gridless += 1
                continue
            }
            let grid = AttentionGrid(attention, id: "heads-\(number)", mostBytes: Self.mostGridBytes - bytes)
            bytes += grid.byteCount
            drawn = attention
            nodes.append(grid.node)
        }
        let left = entries.count - min(entries.count, Self.mostTexts)
        if left > 0 || gridless > 0 {
            nodes.append(
                .note(
                    "Left out to keep the page small, and found in explanations.json: \(counted(left, "more text")), and the heads of \(counted(gridless, "text"))."
                ))
        }
        return nodes
    }

    private func text(_ entry: ExplanationsRecord.Explanation, _ number: Int) -> [Node] {
        let agreement: Node =
            entry.agreementWithShapley.map {
                "Its order of the words agrees with that of SHAP values by a rank correlation of \($0.fixed(2)); 1 is the same order, 0 is none."
            } ?? "How far it agrees with SHAP values was not measured."
        return [
            .make(
                .h3,
                content: .text(
                    "\(entry.row.map { "Row \($0): " } ?? "")\(ExplanationWording.method(entry.method))")),
            .note(agreement),
            ColouredText(text: entry.text, players: entry.players, isAttention: true).node,
            words(entry, number),
        ] + entry.notes.map { .note(.sentence($0)) }
    }

    private func words(_ entry: ExplanationsRecord.Explanation, _ number: Int) -> Node {
        let sum = entry.players.reduce(0) { $0 + $1.value.value.magnitude }
        let order = entry.largestFirst.prefix(Self.mostWords)
        let format = ContributionFormat(entry.players.map(\.value.value))
        let table = DataTable(
            id: "looked-\(number)", caption: "\(ExplanationWording.method(entry.method)) by word",
            columns: [.init("Word", .text), .init("Value"), .init("Of all words")],
            rows: order.map { index in
                let player = entry.players[index]
                return [
                    player.heading, .text(format.plain(player.value.value)),
                    .text(sum > 0 ? (player.value.value.magnitude / sum).percent : "–"),
                ]
            }, style: "data shares")
        let count = entry.players.count
        return .details(
            count > Self.mostWords
                ? "The \(Self.mostWords) of \(count) words that were looked at most"
                : "\(counted(count, "word")) by value",
            [table.node])
    }
}

extension ExplanationsRecord.Explanation {
    /// Whether it says where the model looked, and not what its output is made of.
    var isAttention: Bool { method.hasPrefix("attention_") }
}
