internal import Models
internal import Transformers

/// The text without content that gradients are integrated from. What frames the text stays as it is, so that players alone
/// share the difference.
public enum GradientBaseline: String, Sendable, Hashable, CaseIterable {
    /// Every word's vector is the padding token's.
    case padding
    /// Every word's vector is the mask token's.
    case mask
    /// Every word's vector is 0.
    case zeros

    /// Returns the tokens of the baseline, `[tokens]`, or nil where words' vectors are 0.
    ///
    /// - Throws: `ExplanationsError.noPaddingToken` or `.noMaskToken`.
    func ids(of text: ExplainedText, _ classifier: TextClassifier) throws -> [Int32]? {
        let folder = classifier.checkpoint.folder
        let special = classifier.checkpoint.tokenizer.special
        let token: Int32
        switch self {
        case .zeros: return nil
        case .padding:
            guard let padding = special.padding else { throw ExplanationsError.noPaddingToken(folder: folder) }
            token = padding
        case .mask:
            guard let mask = special.mask else { throw ExplanationsError.noMaskToken(folder: folder) }
            token = mask
        }
        var ids = text.ids
        for player in text.players { for index in player.tokens { ids[index] = token } }
        return ids
    }
}
