internal import Models
internal import Transformers

/// Texts that a checkpoint reads, as games whose players are words, tokens or classes of words.
public struct CheckpointTexts: ExplainedRows {
    /// What a player is.
    public enum Players: String, Sendable, CaseIterable {
        /// The words of the text.
        case words
        /// The tokens that the model reads.
        case tokens
        /// The lexical classes that the text has words of.
        case classes
    }

    /// What is explained of the texts.
    public struct Choices: Sendable {
        /// What a player is.
        public var players = Players.words
        /// What becomes of absent words.
        public var absence = Absence.mask
        /// Whose output is explained; nil for the label that the model decides for in each text.
        public var label: Int?
        /// Which output; nil for the usual one of the model's problem.
        public var output: ExplainedOutput?
        /// Which words belong together in a gap; nil if nobody asks.
        public var lexicon: LexicalClasses?
        /// Whether attention maps are kept whole.
        public var keepsAttention = false

        /// Makes the usual choices.
        public init() {}
    }

    private let texts: [String?]
    private let model: ExplainedModel
    private let choices: Choices

    /// Prepares texts; nil stands for a row without one.
    public init(_ texts: [String?], model: ExplainedModel, choices: Choices) {
        self.texts = texts
        self.model = model
        self.choices = choices
    }

    /// How many rows there are.
    public var count: Int { texts.count }
    /// The names of the lexical classes; empty if none were asked for.
    public var classes: [String] { choices.lexicon?.names ?? [] }

    /// Returns a row's game.
    ///
    /// - Throws: `ExplanationsError.noTokens` for a row without a text, and what making a `TextGame` throws.
    public func row(_ number: Int) throws -> ExplainedRow {
        guard let text = texts[number] else { throw ExplanationsError.noTokens(text: "") }
        let game = try TextGame(
            text, model: model, unit: choices.players == .tokens ? .tokens : .words, absence: choices.absence,
            label: choices.label, output: choices.output)
        let encoded = game.text
        let offsets = UTF8Offsets(text)
        let label = game.target.label
        var row = ExplainedRow(
            game: game, names: encoded.players.map(\.name),
            bytes: encoded.players.map { offsets.bytes(ofScalars: $0.scalars) }, text: text,
            output: game.target.output.rawValue, label: model.classifier.outputs[label],
            absence: choices.absence.statement, notes: [encoded.note].compactMap(\.self), tree: PlayerTree(encoded))
        let unknown = encoded.players.count { player in
            player.tokens.allSatisfy { encoded.ids[$0] == model.classifier.checkpoint.tokenizer.special.unknown }
        }
        if unknown > 0 {
            row.notes.append(
                "\(unknown) of \(encoded.players.count) words have no letter that the tokenizer knows: to the model "
                    + "they are all the same word")
        }
        row.inspect = { method in try inspect(text, method, label: label) }
        if let lexicon = choices.lexicon {
            row.join(LexicalPlayers(row.names, lexicon: lexicon), asPlayers: choices.players == .classes)
        }
        return row
    }

    private func inspect(_ text: String, _ method: InspectingMethod, label: Int) throws -> ExplainedRow.Inspection {
        let unit: ExplainedText.Unit = choices.players == .tokens ? .tokens : .words
        switch method {
        case .integratedGradients:
            let found = try IntegratedGradients().explain(
                text, model: model, unit: unit, label: label, output: choices.output)
            return ExplainedRow.Inspection(
                values: found.players, value: found.value, baseValue: found.baseValue, evaluations: found.steps,
                notes: ["the way begins at a text of padding tokens"])
        case .gradientTimesInput:
            let found = try GradientTimesInput().explain(
                text, model: model, unit: unit, label: label, output: choices.output)
            return ExplainedRow.Inspection(
                values: found.players, value: found.value, evaluations: found.steps,
                notes: ["the first order of what the output loses: values do not add up to it"])
        case .attentionRollout, .attentionRelevance:
            let maps = try AttentionMaps(text, model: model, unit: unit, label: label, output: choices.output)
            let tokens = method == .attentionRollout ? maps.rollout : maps.relevance
            return ExplainedRow.Inspection(
                values: maps.text.sums(ofTokens: tokens), value: maps.value, evaluations: 1,
                notes: [AttentionMaps.caution], attention: choices.keepsAttention ? maps : nil)
        }
    }
}

/// Where the scalars of a text lie in its bytes.
struct UTF8Offsets {
    /// The first byte of each scalar, and the end, `[scalars + 1]`.
    private let starts: [Int]

    init(_ text: String) {
        var starts = [0]
        for scalar in text.unicodeScalars { starts.append((starts.last ?? 0) + UTF8.width(scalar)) }
        self.starts = starts
    }

    func bytes(ofScalars range: Range<Int>) -> Range<Int> { starts[range.lowerBound]..<starts[range.upperBound] }
}
