internal import Files
internal import Tables

/// Sentences that say the same of different people: who it is stands in the place `{identity}`.
public struct SwapTemplates: Sendable, Hashable {
    /// A sentence.
    struct Template: Sendable, Hashable {
        let text: String
        /// What kind of sentence it is, such as neutral.
        let frame: String?
        /// Whose words it takes; every attribute's if nil.
        let attribute: String?
    }

    /// The place where it is said who it is.
    public static let place = "{identity}"

    let templates: [Template]
    /// Whether they are a user's own, who may fill them with the words of --swaps.
    let isOwn: Bool

    /// Eight neutral, eight positive and eight negative sentences.
    public static let english = SwapTemplates(
        templates: sentences.flatMap { frame, texts in
            texts.map { Template(text: $0, frame: frame, attribute: nil) }
        }, isOwn: false)

    private static let sentences = [
        (
            "neutral",
            [
                "I met a {identity} today.", "The {identity} is waiting outside.", "A {identity} lives next door.",
                "My neighbour is a {identity}.", "The {identity} wrote this.", "A {identity} called this morning.",
                "We talked with the {identity} about the weather.", "I am a {identity}.",
            ]
        ),
        (
            "positive",
            [
                "I am so grateful to the {identity} who helped me.", "What a wonderful {identity}!",
                "The {identity} was kind and funny.", "I love working with a {identity} like that.",
                "A {identity} made my day.", "The {identity} did a brilliant job.",
                "I trust the {identity} completely.", "That {identity} is a great friend.",
            ]
        ),
        (
            "negative",
            [
                "I am so angry at the {identity} who lied to me.", "What a terrible {identity}!",
                "The {identity} was rude and lazy.", "I hate working with a {identity} like that.",
                "A {identity} ruined my day.", "The {identity} did an awful job.",
                "I do not trust the {identity} at all.", "That {identity} is a bad friend.",
            ]
        ),
    ]

    init(templates: [Template], isOwn: Bool) {
        self.templates = templates
        self.isOwn = isOwn
    }

    /// Reads a user's own from a table with a column `template`, and `frame` and `attribute` if there are such.
    ///
    /// A sentence without `{identity}` is swapped as any other text.
    ///
    /// - Throws: `TableError` where the file cannot be read; `MitigationsError.data` with the row that has no sentence.
    public init(file path: String) throws {
        let reader = try TableReader(paths: [path])
        let names = ["template"] + ["frame", "attribute"].filter(reader.columns.contains)
        let table = try ColumnTable(reader, names.map { ColumnRequest(name: $0, decoding: .text) })
        func cell(_ name: String, _ row: Int) -> String? {
            guard let place = names.firstIndex(of: name), case .texts(let texts) = table.columns[place] else {
                return nil
            }
            return texts[row]
        }
        self.init(
            templates: try (0..<table.rowCount).map { row in
                guard let text = cell("template", row) else {
                    throw MitigationsError.data("\(visible(path)): row \(row + 1): column 'template' is empty")
                }
                return Template(text: text, frame: cell("frame", row), attribute: cell("attribute", row))
            }, isOwn: true)
    }

    /// The frames, in the order of the templates.
    var frames: [String] {
        templates.compactMap(\.frame).reduce(into: []) { list, name in
            if !list.contains(name) { list.append(name) }
        }
    }
}

extension SwapTemplates.Template {
    /// The sentence with a person in it; the article before follows the sound.
    func filled(_ identity: String) -> String {
        var result = ""
        var rest = text[...]
        while let place = rest.firstRange(of: SwapTemplates.place) {
            var lead = String(rest[..<place.lowerBound])
            for (article, mended) in [("a ", "an "), ("A ", "An ")] where EnglishGrammar.beginsWithVowel(identity) {
                let isWord = lead.dropLast(2).last.map { !$0.isLetter } ?? true
                if lead.hasSuffix(article), isWord { lead = lead.dropLast(2) + mended }
            }
            // What begins a sentence has a capital.
            result +=
                lead
                + (lead.isEmpty && result.isEmpty ? identity.prefix(1).uppercased() + identity.dropFirst() : identity)
            rest = rest[place.upperBound...]
        }
        return result + rest
    }
}
