extension Architecture {
    /// BERT (Devlin, Chang, Lee, Toutanova 2019), and what was distilled into its shape, such as MiniLM.
    public static let bert = Architecture(
        name: "bert", className: "Bert", prefix: "bert.",
        embeddings: EmbeddingNames(
            word: "bert.embeddings.word_embeddings", position: "bert.embeddings.position_embeddings",
            type: "bert.embeddings.token_type_embeddings", norm: "bert.embeddings.LayerNorm"),
        block: { BlockNames(bertLayer: "bert.encoder.layer.\($0)") },
        classifier: ClassifierNames(
            dense: "bert.pooler.dense", output: "classifier", modules: ["pooler", "classifier"]),
        maskedLanguage: MaskedLanguageNames(
            dense: "cls.predictions.transform.dense", norm: "cls.predictions.transform.LayerNorm",
            bias: "cls.predictions.bias"))
}

extension Architecture.BlockNames {
    /// The names in BERT and in those that kept them.
    init(bertLayer layer: String) {
        self.init(
            query: "\(layer).attention.self.query", key: "\(layer).attention.self.key",
            value: "\(layer).attention.self.value", attentionOutput: "\(layer).attention.output.dense",
            attentionNorm: "\(layer).attention.output.LayerNorm", expand: "\(layer).intermediate.dense",
            contract: "\(layer).output.dense", outputNorm: "\(layer).output.LayerNorm")
    }
}
