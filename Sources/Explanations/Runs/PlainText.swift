/// A text without a tokenizer: its words, which can be taken out or replaced.
struct PlainText: Sendable {
    let text: String
    /// The scalars of each word, `[words]`; marks of punctuation are words too.
    let words: [Range<Int>]
    private let scalars: [Unicode.Scalar]

    /// - Throws: `ExplanationsError.noTokens` for a text without a word.
    init(_ text: String) throws(ExplanationsError) {
        self.text = text
        scalars = Array(text.unicodeScalars)
        var words: [Range<Int>] = []
        let numbers = WordBoundaries(scalars).words
        for (index, word) in numbers.enumerated() where word >= 0 {
            if index > 0, numbers[index - 1] == word, let last = words.last {
                words[words.count - 1] = last.lowerBound..<index + 1
            } else {
                words.append(index..<index + 1)
            }
        }
        guard !words.isEmpty else { throw .noTokens(text: text) }
        self.words = words
    }

    /// What each word says.
    var names: [String] { words.map { string(scalars[$0]) } }

    /// Returns the text with some words absent: replaced by a token, or taken out with the blanks behind them.
    func keeping(_ coalition: Coalition, replacement: String?) -> String {
        var kept = String.UnicodeScalarView()
        var place = 0
        for (number, word) in words.enumerated() {
            kept.append(contentsOf: scalars[place..<word.lowerBound])
            place = word.upperBound
            if coalition[number] {
                kept.append(contentsOf: scalars[word])
            } else if let replacement {
                kept.append(contentsOf: replacement.unicodeScalars)
            } else if kept.last?.properties.isWhitespace ?? true {
                while place < scalars.count, scalars[place].properties.isWhitespace { place += 1 }
            }
        }
        kept.append(contentsOf: scalars[place...])
        if replacement == nil, let last = words.indices.last, !coalition[last] {
            while kept.last?.properties.isWhitespace ?? false { kept.removeLast() }
        }
        return String(kept)
    }

    private func string(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
        var text = String.UnicodeScalarView()
        text.append(contentsOf: scalars)
        return String(text)
    }
}
