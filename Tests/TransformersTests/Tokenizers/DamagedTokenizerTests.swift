import Files
import Foundation
import NumericalKernels
import TestSupport
import Testing

@testable import Transformers

struct DamagedTokenizerTests {
    private func file(_ name: String) throws -> JSON {
        try JSON(parsing: #require(ReferenceTokenizersTests.recorded).file(name))
    }

    private static let faults: [(name: String, path: String, value: String, words: String)] = [
        ("bert", "model.type", #""Unigram""#, "model.type: 'Unigram' is not supported, only WordPiece"),
        ("bert", "normalizer", #"{"type":"NFKC"}"#, "normalizer.type: 'NFKC' is not supported"),
        ("bert", "pre_tokenizer", #"{"type":"Whitespace"}"#, "pre_tokenizer.type: 'Whitespace' is not supported"),
        ("bert", "pre_tokenizer", "null", "pre_tokenizer.type: 'null' is not supported"),
        ("bert", "post_processor", #"{"type":"Magic"}"#, "post_processor.type: 'Magic' is not supported"),
        ("bert", "model.unk_token", #""nobody""#, "model.unk_token: 'nobody' is not in the vocabulary"),
        ("bert", "model.max_input_chars_per_word", "-1", "model.max_input_chars_per_word: a whole number"),
        ("bert", "model.vocab", #"{"[UNK]":-1}"#, "a token's number cannot be -1"),
        ("bert", "model.vocab", #"{"[UNK]":1.5}"#, "a whole number must stand here"),
        ("bert", "model.vocab", "[]", "model.vocab: an object"),
        ("bert", "normalizer.lowercase", "1", "normalizer.lowercase: true or false"),
        ("bert", "added_tokens", #"[{"id":3,"content":"[MASK]"}]"#, "added_tokens[0].id: '[MASK]' is 4"),
        ("bert", "added_tokens", #"[{"id":-3,"content":"x"}]"#, "added_tokens[0].id: a whole number"),
        (
            "bert", "post_processor.single", #"[{"SpecialToken":{"id":"x","type_id":0}}]"#,
            "does not give the ids of 'x'"
        ),
        ("bert", "post_processor.pair", #"[{"Sequence":{"id":"A","type_id":0}}]"#, "each text must stand here once"),
        ("bert", "added_tokens", #"[{"id":900,"content":" \u2009","rstrip":true}]"#, "added_tokens[0].rstrip: "),
        ("roberta", "model.dropout", "0.1", "model.dropout: "),
        ("roberta", "model.byte_fallback", "true", "model.byte_fallback: "),
        ("roberta", "model.end_of_word_suffix", #""</w>""#, "model.end_of_word_suffix: '</w>'"),
        ("roberta", "model.merges", #"["a b c"]"#, "a merge is two tokens with one blank between them"),
        ("roberta", "model.merges", #"[["a"]]"#, "a merge is two tokens"),
        ("roberta", "model.merges", #"[["zq","qz"]]"#, "model.merges[0]: 'zq qz'"),
        ("roberta", "model.vocab", #"{"a":0}"#, "model.vocab: it has no token 'Ā' for byte 0"),
        ("roberta", "pre_tokenizer.use_regex", "false", "pre_tokenizer.use_regex: "),
        ("roberta", "normalizer", #"{"type":"Lowercase"}"#, "normalizer.type: 'Lowercase' is not supported"),
    ]

    @Test(arguments: faults.indices)
    func `what is damaged or not supported is named`(index: Int) throws {
        let fault = Self.faults[index]
        let json = try file(fault.name).replacing(
            fault.path.split(separator: ".").map(String.init)[...], with: JSON(parsing: Array(fault.value.utf8)))
        let error = #expect(throws: CheckpointError.self) {
            try Tokenizer(tokenizerJSON: json.bytes(), path: "a/tokenizer.json")
        }
        let text = error?.description ?? ""
        #expect(text.hasPrefix("a/tokenizer.json: ") && text.contains(fault.words), "\(text)")
    }

    @Test func `a token or a part that comes twice is refused`() throws {
        for text in [
            #"{"model":{"vocab":{"a":0,"a":1}}}"#, #"{"model":{"vocab":{},"vocab":{}}}"#, #"{"padding":1,"padding":2}"#,
        ] {
            let error = #expect(throws: CheckpointError.self) { try Tokenizer(tokenizerJSON: Array(text.utf8)) }
            #expect(error?.description.contains("comes twice") == true)
        }
    }

    @Test(arguments: ["bert", "roberta"])
    func `damaged tokenizers are read or refused, never a crash`(name: String) throws {
        let original = try file(name).bytes()
        let start = original.count
        var generator = SeededGenerator(seed: 5)
        var accepted = 0
        for round in 0..<400 {
            var bytes = original
            for _ in 0...Int.random(in: 0...2, using: &generator) {
                let place = Int.random(in: 0..<start, using: &generator)
                switch round % 3 {
                case 0: bytes[place] = UInt8.random(in: 0...255, using: &generator)
                case 1: bytes[place] = UInt8(ascii: "0") + UInt8.random(in: 0...9, using: &generator)
                default: bytes[place] = [UInt8](#"",:[]{}e"#.utf8).randomElement(using: &generator) ?? 0
                }
            }
            guard let tokenizer = try? Tokenizer(tokenizerJSON: bytes) else { continue }
            accepted += 1
            let encoding = try tokenizer.encode("The dog, [MASK] can't é 中 😀 " + String(repeating: "x", count: 200))
            #expect(encoding.count > 0)
        }
        #expect(accepted > 0 && accepted < 390)
    }

    @Test func `every prefix of a tokenizer is refused`() throws {
        let bytes = try file("roberta").bytes()
        for end in stride(from: 0, to: bytes.count, by: 101) {
            #expect(throws: CheckpointError.self) { try Tokenizer(tokenizerJSON: Array(bytes[..<end])) }
        }
    }
}
