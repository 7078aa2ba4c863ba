internal import Models

/// Texts beside the same texts with words exchanged, for a model to judge both.
struct SwappedPairs: Sendable {
    /// A text and its swap.
    struct Pair: Sendable, Hashable {
        /// Pairs of the same unit are no independent evidence.
        let unit: Int
        let original: String?, swapped: String?
        /// The second texts, where the model reads pairs.
        var originalSecond: String?, swappedSecond: String?
        let from: String?, to: String?
        /// The words that were exchanged.
        let exchanged: [Exchange]
    }

    /// A word and the one in its place.
    struct Exchange: Sendable, Hashable {
        let old: String, new: String
    }

    let pairs: [Pair]

    /// The texts of some rows that hold words of an attribute, each a unit.
    ///
    /// - Parameter seed: Draws partners, for each row its own.
    init(_ table: TextTable, rows: [Int], lexicon: SwapLexicon, attribute: String, seed: UInt64) {
        let swapper = TextSwapper(lexicon, attributes: [attribute], seed: seed)
        pairs = rows.compactMap { row in
            let text = table.texts[row].flatMap { swapper.swapped($0, draw: row) }
            let second = table.pairs?[row].flatMap { swapper.swapped($0, draw: row) }
            guard text != nil || second != nil else { return nil }
            let whole = SwappedText(text: "", changes: (text?.changes ?? []) + (second?.changes ?? []))
            return Pair(
                unit: row, original: table.texts[row], swapped: text?.text ?? table.texts[row],
                originalSecond: table.pairs?[row], swappedSecond: second?.text ?? table.pairs?[row],
                from: whole.direction?.from, to: whole.direction?.to,
                exchanged: whole.changes.map { Exchange(old: $0.old, new: $0.new) })
        }
    }

    /// Templates filled with each two of those of whom they can speak, or swapped; each template a unit.
    ///
    /// - Parameter frame: The frame whose templates are taken; all if nil.
    init(_ templates: SwapTemplates, frame: String?, lexicon: SwapLexicon, attribute: String, seed: UInt64) {
        let swapper = TextSwapper(lexicon, attributes: [attribute], seed: seed)
        let families = lexicon.families.filter {
            $0.attribute == attribute && !$0.terms.isEmpty && (templates.isOwn || !$0.isOwn)
        }
        var pairs: [Pair] = []
        for (unit, template) in templates.templates.enumerated() {
            guard template.attribute ?? attribute == attribute, frame == nil || template.frame == frame else {
                continue
            }
            guard template.text.contains(SwapTemplates.place) else {
                if let swap = swapper.swapped(template.text, draw: unit) {
                    pairs.append(
                        Pair(
                            unit: unit, original: template.text, swapped: swap.text, from: swap.direction?.from,
                            to: swap.direction?.to,
                            exchanged: swap.changes.map { Exchange(old: $0.old, new: $0.new) }))
                }
                continue
            }
            for family in families {
                for (first, second) in family.memberPairs {
                    for (one, other) in zip(family.terms[first], family.terms[second]) {
                        pairs.append(
                            Pair(
                                unit: unit, original: template.filled(one), swapped: template.filled(other),
                                from: family.members[first], to: family.members[second],
                                exchanged: [Exchange(old: one, new: other)]))
                    }
                }
            }
        }
        self.pairs = pairs
    }
}

extension SwapLexicon.Family {
    /// Each two members.
    fileprivate var memberPairs: [(Int, Int)] {
        members.indices.flatMap { first in members.indices.filter { $0 > first }.map { (first, $0) } }
    }
}
