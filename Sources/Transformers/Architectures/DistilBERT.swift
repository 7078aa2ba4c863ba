internal import MatrixKernels
internal import NumericalKernels

extension Architecture {
    /// DistilBERT (Sanh, Debut, Chaumond, Wolf 2019): no token types, and a ReLU in the classifier.
    public static let distilBERT = Architecture(
        name: "distilbert", className: "DistilBert", prefix: "distilbert.",
        embeddings: EmbeddingNames(
            word: "distilbert.embeddings.word_embeddings", position: "distilbert.embeddings.position_embeddings",
            type: nil, norm: "distilbert.embeddings.LayerNorm"),
        block: { number in
            let layer = "distilbert.transformer.layer.\(number)"
            return BlockNames(
                query: "\(layer).attention.q_lin", key: "\(layer).attention.k_lin",
                value: "\(layer).attention.v_lin", attentionOutput: "\(layer).attention.out_lin",
                attentionNorm: "\(layer).sa_layer_norm", expand: "\(layer).ffn.lin1",
                contract: "\(layer).ffn.lin2", outputNorm: "\(layer).output_layer_norm")
        },
        classifier: ClassifierNames(
            dense: "pre_classifier", output: "classifier", modules: ["pre_classifier", "classifier"]),
        maskedLanguage: MaskedLanguageNames(
            dense: "vocab_transform", norm: "vocab_layer_norm", bias: "vocab_projector.bias"),
        dropsAttentionOutputs: false, classifierActivation: .relu)
}
