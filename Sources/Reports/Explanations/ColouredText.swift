/// A text whose words show what they contribute: the stronger the ground the larger the value, a solid line beneath those
/// that push up, a dashed one beneath those that push down, grey and slanted letters for those not told from noise.
struct ColouredText {
    let text: String?
    let players: [ExplanationsRecord.Player]
    /// Whether the values are what was looked at, which has no sign.
    var isAttention = false

    /// How many strengths of ground there are; each is a class of the style sheet.
    static let strengths = 5
    /// The most bytes that are shown.
    private static let limit = 8000

    /// The paragraph.
    var node: Node {
        .element(.p, [.class("said"), Attribute(.dir, "auto")], pieces)
    }

    private var pieces: [Node] {
        let largest = players.reduce(0) { max($0, $1.value.value.magnitude) }
        guard let text else {
            return players.enumerated().flatMap { index, player -> [Node] in
                let word = word(Self.said(player), player.value, largest)
                return index == 0 ? [word] : [" ", word]
            }
        }
        let bytes = Array(text.utf8)
        let end = Self.end(of: bytes)
        var (nodes, done): ([Node], Int) = ([], 0)
        let placed = players.compactMap { player in player.bytes.map { ($0, player) } }
        for (range, player) in placed.sorted(by: { $0.0.lowerBound < $1.0.lowerBound }) {
            // What overlaps a word that is shown already is in the table only.
            guard range.lowerBound >= done, range.upperBound <= end, !range.isEmpty else { continue }
            nodes += Self.plain(bytes[done..<range.lowerBound])
            nodes.append(word(String(decoding: bytes[range], as: UTF8.self), player.value, largest))
            done = range.upperBound
        }
        nodes += Self.plain(bytes[done..<end])
        if end < bytes.count { nodes.append("…") }
        return nodes
    }

    /// Where the text is cut, which is never within a scalar.
    private static func end(of bytes: [UInt8]) -> Int {
        guard bytes.count > limit else { return bytes.count }
        return (0...limit).last { bytes[$0] & 0xC0 != 0x80 } ?? 0
    }

    /// What a feature says: its name, and what stands in the row.
    private static func said(_ player: ExplanationsRecord.Player) -> String {
        let name = Shortening.shortened(player.name, to: 60)
        return player.content.map { "\(name) = \(Shortening.shortened($0, to: 60))" } ?? name
    }

    private func word(_ words: String, _ value: ExplanationsRecord.Value, _ largest: Double) -> Node {
        if value.isUndetermined { return .make(.span, .class("q"), content: .text(words)) }
        guard value.value != 0 else { return .text(words) }
        let share = largest > 0 ? value.value.magnitude / largest : 0
        let strength = share < 0.05 ? 0 : min(Self.strengths, Int(share * Double(Self.strengths)) + 1)
        if isAttention { return .make(.span, .class("h\(strength)"), content: .text(words)) }
        return .make(.span, .class("\(value.value > 0 ? "u" : "d")\(strength)"), content: .text(words))
    }

    /// Text between words; its line breaks stay.
    private static func plain(_ bytes: ArraySlice<UInt8>) -> [Node] {
        guard !bytes.isEmpty else { return [] }
        let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        return lines.enumerated().flatMap { index, line -> [Node] in
            let words = String(
                decoding: line.filter { $0 != UInt8(ascii: "\r") }.map { $0 == 9 ? 32 : $0 }, as: UTF8.self)
            let nodes: [Node] = words.isEmpty ? [] : [.text(words)]
            return index == 0 ? nodes : [.make(.br)] + nodes
        }
    }
}
