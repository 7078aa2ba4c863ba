/// The card of a model: Markdown with the metadata that the Hugging Face Hub reads.
public enum ModelCard {
    /// Returns `README.md` in UTF-8; the same content always gives the same bytes.
    ///
    /// The front matter is YAML that `huggingface_hub.ModelCard` reads, with `model-index` results; text of any origin is
    /// escaped, so that it can neither end the front matter nor become markup.
    public static func markdown(for content: ModelCardContent) -> [UInt8] {
        let parts =
            [CardMetadata(content).frontMatter, "# \(MarkdownText.escaped(content.title, limit: 120))"]
            + CardText(content).sections
        return Array((parts.joined(separator: "\n\n") + "\n").utf8)
    }
}

extension ModelCard {
    /// Whether a text can be the id of a model on the Hugging Face Hub, `name` or `owner/name`.
    public static func canBeModel(_ id: String) -> Bool { HubNames.isModel(id) }

    /// Whether a text can be the code of a language, such as `en` or `pt-BR`.
    public static func canBeLanguage(_ code: String) -> Bool { HubNames.isLanguage(code) }
}
