internal import Models

/// What kind of word each word of a text is: a pronoun, a word for a group of people, a first name, a word of a dialect.
///
/// The built-in lists are small, English, and made for counting what a model leans on; they do not cover a language. A word
/// that is in several lists belongs to the first. A file of one's own replaces them.
public struct LexicalClasses: Sendable {
    /// The names of the classes, in the order in which they claim words; the last one is what no list has.
    public let names: [String]
    private let classOfWord: [String: Int]

    /// What no list has.
    public static let rest = "other"

    /// The built-in lists.
    public static let standard = LexicalClasses(Lexicon.classes)

    /// Takes lists of words for classes, the first ones first.
    public init(_ classes: [(name: String, words: [String])]) {
        var classOfWord: [String: Int] = [:]
        for (number, entry) in classes.enumerated() {
            for word in entry.words where classOfWord[Self.normalized(word)] == nil {
                classOfWord[Self.normalized(word)] = number
            }
        }
        self.classOfWord = classOfWord
        names = classes.map(\.name) + [Self.rest]
    }

    /// Reads lists from a table with a column `class` and a column `word`, one word a row. Classes claim words in the order in
    /// which the file first names them.
    ///
    /// - Throws: `ExplanationsError.lexicon` with the line if a class or a word is missing, if a word consists of several, or
    ///   if nothing is there; `TableError` if the file cannot be read.
    public init(path: String) throws {
        var roles = TextTable.Roles(text: "word")
        roles.protected = ["class"]
        let table = try TextTable(paths: [path], roles: roles)
        var order: [String] = []
        var words: [String: [String]] = [:]
        for row in 0..<table.count {
            func fault(_ text: String) -> ExplanationsError { .lexicon(path: path, line: row + 2, fault: text) }
            guard let word = table.texts[row] else { throw fault("a word is missing") }
            guard let code = table.attributes[0].codes[row] else { throw fault("the word '\(word)' has no class") }
            guard !word.contains(where: \.isWhitespace) else {
                throw fault("'\(word)' is more than one word; classes are of single words")
            }
            let name = table.attributes[0].values[code]
            guard name != Self.rest else {
                throw fault("the class '\(name)' is what no list has; choose another name")
            }
            if words[name] == nil { order.append(name) }
            words[name, default: []].append(word)
        }
        guard !order.isEmpty else { throw ExplanationsError.lexicon(path: path, line: 0, fault: "no words") }
        self.init(order.map { ($0, words[$0] ?? []) })
    }

    /// Returns the class of a word, a place in `names`.
    ///
    /// Case, signs before the word such as # and @, and a possessive ending make no difference.
    public func classOf(_ word: String) -> Int {
        let whole = Self.normalized(word)
        if let found = classOfWord[whole] { return found }
        for ending in ["'s", "'"] where whole.hasSuffix(ending) {
            if let found = classOfWord[String(whole.dropLast(ending.count))] { return found }
        }
        return names.count - 1
    }

    /// Returns the players of each class, `[classes][players]`; every player is in one. Classes that a text lacks are empty, so
    /// that all texts have the same ones.
    public func groups(of text: ExplainedText) -> [[Int]] {
        var result = [[Int]](repeating: [], count: names.count)
        for (number, player) in text.players.enumerated() { result[classOf(player.name)].append(number) }
        return result
    }

    private static func normalized(_ word: String) -> String {
        let plain = word.lowercased().map { $0 == "’" ? "'" : $0 }
        return String(plain.drop { $0 == "#" || $0 == "@" })
    }
}
