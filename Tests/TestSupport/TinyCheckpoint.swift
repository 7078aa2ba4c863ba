public import Foundation

/// A folder with the configuration and the tokenizer of a very small model, whose weights a test draws.
public enum TinyCheckpoint {
    /// The words of the vocabulary beside the special tokens.
    public static let words = [
        "good", "bad", "fine", "poor", "film", "book", "the", "a", "is", "was", "very", "not", "and", "she", "he",
        "they",
    ]

    /// Writes `config.json` and `vocab.txt` of a BERT of two blocks of width 16.
    public static func writeConfiguration(to folder: URL) throws {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let configuration = """
            {"architectures": ["BertModel"], "model_type": "bert", "hidden_size": 16, "num_hidden_layers": 2,
             "num_attention_heads": 2, "intermediate_size": 32, "vocab_size": 64, "max_position_embeddings": 32,
             "type_vocab_size": 2, "initializer_range": 0.2, "dtype": "float16"}
            """
        try Data(configuration.utf8).write(to: folder.appending(path: "config.json"))
        let tokens = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"] + words
        try Data((tokens.joined(separator: "\n") + "\n").utf8).write(to: folder.appending(path: "vocab.txt"))
    }

    /// Texts of which every second is good, in JSON Lines with `text`, `label` (good or bad), `number` and `group`.
    public static func lines(_ count: Int) -> String {
        var text = ""
        for row in 0..<count {
            let isGood = row % 2 == 0
            let filler = words[6 + row % 10]
            text += "{\"text\": \"\(filler) film \(isGood ? "good" : "bad") \(words[(row / 3) % 6 + 4])\", "
            text += "\"label\": \"\(isGood ? "good" : "bad")\", \"number\": \(isGood ? 1 : -1), "
            text += "\"group\": \"\(row % 3 == 0 ? "x" : "y")\"}\n"
        }
        return text
    }
}
