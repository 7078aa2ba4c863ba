internal import MatrixKernels
internal import NumericalKernels

extension Architecture {
    /// RoBERTa (Liu et al. 2019): BERT with positions that begin behind the padding token's id, and other heads.
    public static let roberta = Architecture(
        name: "roberta", className: "Roberta", prefix: "roberta.",
        embeddings: EmbeddingNames(
            word: "roberta.embeddings.word_embeddings", position: "roberta.embeddings.position_embeddings",
            type: "roberta.embeddings.token_type_embeddings", norm: "roberta.embeddings.LayerNorm"),
        block: { BlockNames(bertLayer: "roberta.encoder.layer.\($0)") },
        classifier: ClassifierNames(dense: "classifier.dense", output: "classifier.out_proj", modules: ["classifier"]),
        maskedLanguage: MaskedLanguageNames(
            dense: "lm_head.dense", norm: "lm_head.layer_norm", bias: "lm_head.bias"),
        positionsFollowPadding: true, classifierDropsInputs: true, maskedLanguageActivation: .gelu)
}
