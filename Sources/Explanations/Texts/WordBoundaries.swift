/// Where the words of a text begin and end, whatever a tokenizer makes of them.
///
/// A word is a run of letters, marks and digits, with single apostrophes, hyphens and underscores between them, and with an
/// @ or a # before them. An ideograph is a word of its own. Anything else that is not blank is a run of one sign, with what
/// modifies it.
struct WordBoundaries {
    /// The word of each scalar, in order; -1 for blanks, `[scalars]`.
    let words: [Int]

    /// Finds the words.
    init(_ scalars: [Unicode.Scalar]) {
        let own = scalars.map(Kind.init)
        // What modifies a scalar, such as an accent, counts as that scalar does.
        var kinds = own
        for index in own.indices.dropFirst() where own[index] == .modifier { kinds[index] = kinds[index - 1] }
        func kind(_ index: Int) -> Kind { kinds.indices.contains(index) ? kinds[index] : .blank }
        var words: [Int] = []
        words.reserveCapacity(scalars.count)
        var word = -1
        for index in scalars.indices {
            let before = kind(index - 1)
            var continues = false
            switch own[index] {
            case .blank:
                words.append(-1)
                continue
            case .letter:
                continues =
                    before == .letter
                    || (before == .link && kind(index - 2) == .letter)
                    || (before == .tag && kind(index - 2) != .letter)
            case .link: continues = before == .letter && kind(index + 1) == .letter
            case .modifier: continues = before != .blank && index > 0
            case .ideograph: continues = false
            case .tag, .sign:
                // A sign joined to another makes one picture.
                let isJoined = index > 0 && scalars[index - 1].value == 0x200D
                continues = index > 0 && (scalars[index] == scalars[index - 1] || isJoined)
            }
            if !continues { word += 1 }
            words.append(word)
        }
        self.words = words
    }

    /// Whether a token belongs to the same word as the one before it.
    func joins(_ last: Range<Int>, _ next: Range<Int>) -> Bool {
        guard let end = self.last(last), let start = first(next) else { return false }
        return end == start
    }

    private func first(_ range: Range<Int>) -> Int? { words[range].first { $0 >= 0 } }
    private func last(_ range: Range<Int>) -> Int? { words[range].last { $0 >= 0 } }

    private enum Kind {
        case blank, letter, link, tag, ideograph, modifier, sign

        init(_ scalar: Unicode.Scalar) {
            let properties = scalar.properties
            switch scalar {
            case "'", "’", "-", "_", "‐": self = .link
            case "@", "#": self = .tag
            default:
                if properties.isWhitespace {
                    self = .blank
                } else if properties.isIdeographic {
                    self = .ideograph
                } else if properties.isAlphabetic || properties.numericType != nil {
                    self = .letter
                } else {
                    switch properties.generalCategory {
                    case .nonspacingMark, .spacingMark, .enclosingMark, .format, .modifierSymbol: self = .modifier
                    case .control: self = .blank
                    default: self = .sign
                    }
                }
            }
        }
    }
}
