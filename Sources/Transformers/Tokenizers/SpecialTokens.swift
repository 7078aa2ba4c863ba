internal import Files

/// The tokens with a meaning of their own; nil where a tokenizer has none.
public struct SpecialTokens: Sendable, Equatable {
    /// Fills up a batch.
    public var padding: Int32?
    /// Stands for what the vocabulary cannot write.
    public var unknown: Int32?
    /// Begins a text, and carries its class.
    public var classification: Int32?
    /// Ends a text, or stands between two.
    public var separator: Int32?
    /// Hides a token that the model is to guess.
    public var mask: Int32?

    /// Makes a set without any.
    public init() {}

    /// Looks up what `tokenizer_config.json` or `special_tokens_map.json` names, else the usual names.
    init(configurations: [JSON], id: (String) -> Int32?) {
        func find(_ key: String, _ usual: [String]) -> Int32? {
            let named = configurations.compactMap { configuration -> String? in
                switch configuration[key] {
                case .string(let name)?: return name
                case .object(let object)?:
                    if case .string(let name)? = object["content"] { return name }
                    return nil
                default: return nil
                }
            }
            return (named + usual).lazy.compactMap(id).first
        }
        padding = find("pad_token", ["[PAD]", "<pad>"])
        unknown = find("unk_token", ["[UNK]", "<unk>"])
        classification = find("cls_token", ["[CLS]", "<s>"])
        separator = find("sep_token", ["[SEP]", "</s>"])
        mask = find("mask_token", ["[MASK]", "<mask>"])
    }
}
