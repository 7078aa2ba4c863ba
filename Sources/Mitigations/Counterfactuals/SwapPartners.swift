internal import NumericalKernels

/// Who takes whose place in one text.
struct SwapPartners {
    let lexicon: SwapLexicon
    let seed: UInt64
    let draw: Int
    private var drawn: [Int: [Int]] = [:]

    init(lexicon: SwapLexicon, seed: UInt64, draw: Int) {
        self.lexicon = lexicon
        self.seed = seed
        self.draw = draw
    }

    /// Returns the member and the form that take the place of others; an exchange, so that theirs take this one's.
    mutating func target(_ family: Int, _ member: Int, _ form: Int) -> (member: Int, form: Int) {
        let found = lexicon.families[family]
        if found.isOfNames {
            // A name of the first list has the one of the second as far down the drawn order.
            let order = order(family, found.forms.count)
            let partner = member == 0 ? order[form] : order.firstIndex(of: form) ?? form
            return (1 - member, partner)
        }
        guard found.members.count > 2 else { return (found.members.count - 1 - member, form) }
        let order = order(found.attribute, found.members.count)
        let place = order.firstIndex(of: member) ?? 0
        let other = place ^ 1
        return (other < order.count ? order[other] : member, form)
    }

    private mutating func order(_ family: Int, _ count: Int) -> [Int] {
        if let known = drawn[family] { return known }
        let order = shuffled(count, family)
        drawn[family] = order
        return order
    }

    /// Families of one attribute with as many members draw alike, so that a text is told of one people throughout.
    private mutating func order(_ attribute: String, _ count: Int) -> [Int] {
        let first = lexicon.families.firstIndex { $0.attribute == attribute && $0.members.count == count } ?? 0
        return order(first, count)
    }

    private func shuffled(_ count: Int, _ stream: Int) -> [Int] {
        var generator = SeededGenerator(seed: seed &+ UInt64(truncatingIfNeeded: stream), stream: UInt64(draw) &+ 1)
        return Array(0..<count).shuffled(using: &generator)
    }
}
