import Files
import Foundation
import NumericalKernels
import Testing

@testable import Transformers

struct ModelConfigurationTests {
    private func read(_ text: String) throws -> ModelConfiguration {
        try ModelConfiguration(json: JSON(parsing: Array(text.utf8)))
    }

    private let bert = """
        {"architectures": ["BertForSequenceClassification"], "attention_probs_dropout_prob": 0.2, "hidden_act": "gelu",
         "hidden_size": 384, "num_attention_heads": 12, "num_hidden_layers": 6, "intermediate_size": 1536,
         "layer_norm_eps": 1e-12, "max_position_embeddings": 512, "model_type": "bert", "pad_token_id": 0,
         "type_vocab_size": 2, "vocab_size": 30522, "id2label": {"0": "no", "1": "yes", "10": "c", "2": "b", "3": "d",
         "4": "e", "5": "f", "6": "g", "7": "h", "8": "i", "9": "j"}, "nobody": {"knows": [1, 2.5, null]}}
        """

    @Test func `BERT's names are read, and what nobody knows is written back`() throws {
        var configuration = try read(bert)
        #expect(configuration.hiddenSize == 384 && configuration.layers == 6 && configuration.attentionHeads == 12)
        #expect(configuration.attentionDropout == 0.2 && configuration.hiddenDropout == 0.1)
        #expect(configuration.labelCount == 11 && configuration.labels[10] == "c" && configuration.labels[2] == "b")
        let source = try JSON(parsing: Array(bert.utf8))
        #expect(configuration.json == source)
        configuration.labels = ["x", "y"]
        configuration.problem = .multiLabel
        configuration.layers = 2
        #expect(configuration.json["num_hidden_layers"] == .integer(2))
        #expect(configuration.json["label2id"]?["y"] == .integer(1) && configuration.json["id2label"]?["10"] == nil)
        #expect(configuration.json["problem_type"] == .string("multi_label_classification"))
        #expect(configuration.json["nobody"] == source["nobody"])
        #expect(configuration.json["hidden_dropout_prob"] == nil)
        #expect(try ModelConfiguration(json: configuration.json).labels == ["x", "y"])
    }

    @Test func `DistilBERT's names read into the same properties and are written as its own`() throws {
        var configuration = try read(
            #"{"model_type":"distilbert","dim":32,"n_layers":2,"n_heads":4,"hidden_dim":64,"activation":"relu","dropout":0.3,"attention_dropout":0.4,"seq_classif_dropout":0.5,"vocab_size":99}"#
        )
        #expect(configuration.hiddenSize == 32 && configuration.layers == 2 && configuration.attentionHeads == 4)
        #expect(configuration.intermediateSize == 64 && configuration.activation == "relu")
        #expect(configuration.hiddenDropout == 0.3 && configuration.attentionDropout == 0.4)
        #expect(configuration.classifierDropout == 0.5 && configuration.typeVocabularySize == 0)
        configuration.hiddenDropout = 0
        #expect(configuration.json["dropout"] == .number(0) && configuration.json["hidden_dropout_prob"] == nil)
    }

    @Test func `a null means none, and an absent key the default of transformers`() throws {
        let configuration = try read(#"{"model_type":"roberta","pad_token_id":null,"classifier_dropout":null}"#)
        #expect(configuration.padTokenID == nil && configuration.classifierDropout == nil)
        #expect(configuration.vocabularySize == 50265 && configuration.labels == ["LABEL_0", "LABEL_1"])
        #expect(try read(#"{"model_type":"roberta"}"#).padTokenID == 1)
        #expect(try read(#"{"model_type":"bert","num_labels":1}"#).labelCount == 1)
    }

    @Test func `every fault is named at once`() {
        let error = #expect(throws: CheckpointError.self) {
            try read(#"{"model_type":"bert","hidden_size":"big","num_attention_heads":0,"hidden_dropout_prob":2}"#)
        }
        let text = error?.description ?? ""
        for key in ["hidden_size", "num_attention_heads", "hidden_dropout_prob"] {
            #expect(text.contains(key), "\(text)")
        }
    }

    @Test(arguments: [
        "[]", #"{"hidden_size":10,"num_attention_heads":3}"#, #"{"vocab_size":1e9}"#, #"{"vocab_size":99999999999}"#,
        #"{"id2label":{"0":"a","2":"b"}}"#, #"{"id2label":{"0":"a","00":"b"}}"#, #"{"id2label":{"0":1}}"#,
        #"{"id2label":[]}"#,
        #"{"id2label":{"0":"a","1":"b"},"label2id":{"a":1,"b":0}}"#,
        #"{"id2label":{"0":"a","1":"a"},"label2id":{"a":1}}"#,
        #"{"num_labels":3,"id2label":{"0":"a"}}"#, #"{"problem_type":"magic"}"#, #"{"architectures":"Bert"}"#,
        #"{"position_embedding_type":"relative_key"}"#, #"{"layer_norm_eps":0}"#,
    ])
    func `a value that no model has is refused`(text: String) {
        #expect(throws: CheckpointError.self) { try read(text) }
    }

    @Test func `thousands of damaged configurations are read or refused, never a crash`() throws {
        let original = Array(bert.utf8)
        var generator = SeededGenerator(seed: 3)
        var accepted = 0
        for _ in 0..<5000 {
            var bytes = original
            for _ in 0...Int.random(in: 0...2, using: &generator) {
                let place = Int.random(in: bytes.indices, using: &generator)
                bytes[place] =
                    Bool.random(using: &generator) ? UInt8.random(in: 32...126, using: &generator) : UInt8(ascii: "9")
            }
            guard let json = try? JSON(parsing: bytes), let configuration = try? ModelConfiguration(json: json) else {
                continue
            }
            accepted += 1
            #expect(configuration.json == json)
        }
        #expect(accepted > 200 && accepted < 4800)
    }
}
