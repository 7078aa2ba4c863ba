internal import Files
internal import MatrixKernels
internal import NumericalKernels
internal import Transformers

/// What a masked-language task hides, in training and when it is judged.
struct HiddenTokens {
    /// What training makes smaller, and whose choice of tokens is judged.
    let objective: MaskedLanguageObjective

    /// Takes the special tokens of a checkpoint.
    ///
    /// - Throws: `ModelsError.data` if its tokenizer has no token to hide others with.
    init(_ checkpoint: TextCheckpoint) throws(ModelsError) {
        let tokens = checkpoint.tokenizer.special
        guard let mask = tokens.mask else {
            throw .data("\(checkpoint.folder): the tokenizer has no mask token, which this task needs")
        }
        objective = MaskedLanguageObjective(
            maskToken: mask,
            specialTokens: Set(
                [tokens.padding, tokens.unknown, tokens.classification, tokens.separator, mask].compactMap(\.self)),
            vocabularySize: checkpoint.model.configuration.vocabularySize)
    }

    /// The mean of −ln p over 15 % of the tokens, all of them hidden, the same ones for the same seed and texts.
    func loss(_ model: TextModel, on texts: EncodedTexts, seed: UInt64) throws -> Double {
        var (sum, count) = (0.0, 0)
        let part = 16
        for start in stride(from: 0, to: texts.count, by: part) {
            var tokens = texts.packed(start..<min(texts.count, start + part))
            var generator = SeededGenerator(seed: seed ^ 0x4556_414C, stream: UInt64(start / part))
            let chosen = objective.positions(in: tokens, using: &generator)
            guard !chosen.isEmpty else { continue }
            let targets = chosen.map { tokens.ids[$0] }
            for position in chosen { tokens.replace(at: position, with: objective.maskToken) }
            if let mean = CrossEntropy()(try model.tokenLogits(tokens, at: chosen), targets).value {
                sum += mean * Double(chosen.count)
                count += chosen.count
            }
        }
        guard count > 0 else { throw ModelsError.data("the texts that are held out have no token to hide") }
        return sum / Double(count)
    }
}
