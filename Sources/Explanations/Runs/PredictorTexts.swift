internal import Files

/// Texts that a command reads, as games whose players are words, or classes of them.
public struct PredictorTexts: ExplainedRows {
    private let texts: [String?]
    private let output: PredictorOutput
    private let replacement: String?
    private let lexicon: LexicalClasses?
    private let playersAreClasses: Bool

    /// Prepares texts; nil stands for a row without one.
    ///
    /// - Parameters:
    ///   - texts: The text of each row, `[rows]`.
    ///   - output: The score that is divided.
    ///   - replacement: What stands in the place of an absent word; nil to take it out.
    ///   - lexicon: Which words belong together in a gap; nil if nobody asks.
    ///   - playersAreClasses: Whether the classes are the players.
    public init(
        _ texts: [String?], output: PredictorOutput, replacement: String? = nil, lexicon: LexicalClasses? = nil,
        playersAreClasses: Bool = false
    ) {
        self.texts = texts
        self.output = output
        self.replacement = replacement
        self.lexicon = lexicon
        self.playersAreClasses = playersAreClasses
    }

    /// How many rows there are.
    public var count: Int { texts.count }
    /// The names of the lexical classes; empty if none were asked for.
    public var classes: [String] { lexicon?.names ?? [] }

    /// Returns a row's game.
    ///
    /// - Throws: `ExplanationsError.noTokens` for a row without a word.
    public func row(_ number: Int) throws -> ExplainedRow {
        let text = try PlainText(texts[number] ?? "")
        let offsets = UTF8Offsets(text.text)
        var row = ExplainedRow(
            game: Game(text: text, output: output, replacement: replacement), names: text.names,
            bytes: text.words.map { offsets.bytes(ofScalars: $0) }, text: text.text, output: output.name,
            absence: replacement.map { "absent words are replaced by '\($0)'" }
                ?? "absent words are removed from the text")
        if let lexicon { row.join(LexicalPlayers(row.names, lexicon: lexicon), asPlayers: playersAreClasses) }
        return row
    }

    private struct Game: CoalitionGame {
        let text: PlainText
        let output: PredictorOutput
        let replacement: String?

        var playerCount: Int { text.words.count }

        func values(of coalitions: [Coalition]) throws -> [Double] {
            try output.values(
                coalitions.map {
                    .object([.init("text", .string(text.keeping($0, replacement: replacement)))])
                })
        }
    }
}
