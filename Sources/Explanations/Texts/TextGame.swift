internal import MatrixKernels
internal import Models
internal import Transformers

/// The game whose players are the words or tokens of a text, and in which a coalition is worth what the model says of the
/// text when all others are absent.
///
/// Absent words are taken out of the token ids, never out of the string, so that what remains is the text that the model
/// read. Copies of the text run through the model in packed batches on all cores.
public struct TextGame: CoalitionGame, Sendable {
    /// The text and its players.
    public let text: ExplainedText
    /// What becomes of a word that is absent.
    public let absence: Absence
    /// What a coalition is worth.
    public let target: ExplainedTarget
    private let model: PackedTextModel
    private let maskToken: Int32
    /// The row of the position table for each token of the whole text.
    private let positions: [Int32]
    private let playerOfToken: [Int?]

    /// Makes the game of a text.
    ///
    /// - Parameters:
    ///   - text: The text.
    ///   - model: The model.
    ///   - unit: Whether players are words or tokens.
    ///   - absence: What becomes of a word that is absent.
    ///   - label: Whose output is divided; nil for the label that the model decides for.
    ///   - output: Which number; nil for the usual one of the model's problem.
    /// - Throws: `ExplanationsError`, one case for each thing that can be wrong; `ModelError` if the model cannot read
    ///   the text.
    public init(
        _ text: String, model: ExplainedModel, unit: ExplainedText.Unit = .words, absence: Absence = .mask,
        label: Int? = nil, output: ExplainedOutput? = nil
    ) throws {
        let encoded = try model.encode(text, unit: unit)
        let mask = model.classifier.checkpoint.tokenizer.special.mask
        if absence == .mask && mask == nil {
            throw ExplanationsError.noMaskToken(folder: model.classifier.checkpoint.folder)
        }
        self.text = encoded
        self.absence = absence
        target = try model.target(encoded, label: label, output: output)
        self.model = model.packed
        maskToken = mask ?? 0
        positions = model.packed.model.positions(of: encoded.packed)
        playerOfToken = encoded.playerOfToken
    }

    /// The number of words or tokens.
    public var playerCount: Int { text.players.count }

    /// Returns what each coalition is worth.
    ///
    /// - Throws: `ExplanationsError.textNotFinite` with the words that are absent if an output is not finite.
    public func values(of coalitions: [Coalition]) throws -> [Double] {
        var values: [Double] = []
        values.reserveCapacity(coalitions.count)
        // So many at a time that the ids of the copies stay few beside the model.
        let most = max(1, (1 << 18) / text.ids.count)
        for start in stride(from: 0, to: coalitions.count, by: most) {
            let part = coalitions[start..<min(coalitions.count, start + most)]
            let found = target.values(try logits(packed(part)))
            for (coalition, value) in zip(part, found) where !value.isFinite {
                let absent = coalition.complement.players.map { text.players[$0].name }
                throw ExplanationsError.textNotFinite(text: text.text, absent: absent)
            }
            values += found
        }
        return values
    }

    private func logits(_ copies: PackedTokens) throws(ModelError) -> Matrix {
        absence == .mask
            ? try model.logits(copies: copies, of: text.packed, replacedBy: maskToken) : try model.logits(copies)
    }

    /// The copies of the text in which only the players of a coalition are present.
    func packed(_ coalitions: some Collection<Coalition>) -> PackedTokens {
        var result = PackedTokens(sequences: coalitions.count, tokens: coalitions.count * text.ids.count)
        for coalition in coalitions {
            precondition(coalition.playerCount == playerCount, "\(coalition.playerCount) players of \(playerCount)")
            if absence == .mask {
                var ids = text.ids
                for (number, player) in text.players.enumerated() where !coalition[number] {
                    for token in player.tokens { ids[token] = maskToken }
                }
                result.append(ids: ids, types: text.types)
                continue
            }
            let kept = text.ids.indices.filter { playerOfToken[$0].map { coalition[$0] } ?? true }
            result.append(
                ids: kept.map { text.ids[$0] }, types: kept.map { text.types[$0] },
                positions: absence == .attention ? kept.map { positions[$0] } : nil)
        }
        return result
    }
}
