extension PlayerTree {
    /// Joins the words of a text step by step: of all neighbours those first that belong together most.
    ///
    /// Of two neighbouring groups, parts of one word belong together most (+20), then an ending behind an apostrophe (+15).
    /// Short groups come before long ones (−1 for each player), and what stands on both sides of a conjunction (−2), of a
    /// comma (−10) or of the end of a sentence (−20) comes late, as does what would join one end of a pair of brackets to what
    /// is outside it (−100). A
    /// punctuation mark alone joins what stands before it (−1). Of equals the first are joined. These are the scores of
    /// shap's partition tree, by which Owen values of the two compare, but for its random choice among equals.
    ///
    /// Takes time that grows with the square of the number of players.
    public init(_ text: ExplainedText) {
        let names = text.players.map { $0.name.lowercased() }
        var groups = text.players.indices.map { Group(node: $0, players: $0..<$0 + 1) }
        let brackets = Brackets(names)
        func score(_ index: Int) -> Int {
            let (first, second) = (groups[index].players, groups[index + 1].players)
            var score = -first.count - second.count
            let (last, next) = (names[first.upperBound - 1], names[second.lowerBound])
            let touches =
                text.players[first.upperBound - 1].scalars.upperBound
                == text.players[second.lowerBound].scalars.lowerBound
            if touches && Self.isWordPart(last) && Self.isWordPart(next) { score += 20 }
            if touches && (Self.isApostrophe(next) || (Self.isApostrophe(last) && Self.endings.contains(next))) {
                score += 15
            }
            if Self.connectors.contains(last) || Self.connectors.contains(next) { score -= 2 }
            if last == "," { score -= 10 }
            if next == "," { score -= second.count > 1 ? 10 : 1 }
            if Self.isSentenceEnd(last) { score -= 20 }
            if Self.isSentenceEnd(next) { score -= second.count > 1 ? 20 : 1 }
            if brackets.isOpen(at: second.lowerBound, within: second) { score -= 100 }
            if brackets.isOpen(at: first.upperBound - 1, within: first, closing: true) { score -= 100 }
            if brackets.isOpen(at: first.lowerBound, within: first.lowerBound..<second.upperBound) { score -= 2 }
            return score
        }
        var scores = (0..<max(0, groups.count - 1)).map(score)
        var merges: [Merge] = []
        while groups.count > 1 {
            var best = 0
            for index in scores.indices where scores[index] > scores[best] { best = index }
            merges.append(Merge(left: groups[best].node, right: groups[best + 1].node))
            groups[best] = Group(
                node: names.count + merges.count - 1,
                players: groups[best].players.lowerBound..<groups[best + 1].players.upperBound)
            groups.remove(at: best + 1)
            scores.remove(at: best)
            if best > 0 { scores[best - 1] = score(best - 1) }
            if best < scores.count { scores[best] = score(best) }
        }
        self.init(playerCount: names.count, merges: merges)
    }

    private struct Group {
        var node: Int
        var players: Range<Int>
    }

    /// Where each bracket's partner is.
    private struct Brackets {
        private var partner: [Int: Int] = [:]

        init(_ names: [String]) {
            let pairs = ["(": ")", "[": "]", "{": "}", "“": "”", "«": "»"]
            var open: [(close: String, index: Int)] = []
            for (index, name) in names.enumerated() {
                if let close = pairs[name] {
                    open.append((close, index))
                } else if let last = open.last, last.close == name {
                    (partner[last.index], partner[index]) = (index, last.index)
                    open.removeLast()
                }
            }
        }

        /// Whether a bracket stands at a place that opens, or closes, and whose partner is outside a group.
        func isOpen(at index: Int, within group: Range<Int>, closing: Bool = false) -> Bool {
            partner[index].map { ($0 < index) == closing && !group.contains($0) } ?? false
        }
    }

    private static let connectors: Set<String> = ["and", "but", "or"]
    private static let endings: Set<String> = ["t", "s", "re", "ve", "ll", "d", "m"]

    private static func isApostrophe(_ name: String) -> Bool { name.hasPrefix("'") || name.hasPrefix("’") }

    private static func isSentenceEnd(_ name: String) -> Bool {
        !name.isEmpty && name.allSatisfy { $0 == "." || $0 == "?" || $0 == "!" || $0 == "…" }
    }

    private static func isWordPart(_ name: String) -> Bool {
        name.unicodeScalars.first.map { $0.properties.isAlphabetic || $0.properties.numericType != nil } ?? false
    }
}
