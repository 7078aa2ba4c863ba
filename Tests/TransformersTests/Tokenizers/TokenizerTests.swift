import Files
import Foundation
import NumericalKernels
import TestSupport
import Testing

@testable import Transformers

struct TokenizerTests {
    private func tokenizer(_ name: String) throws -> Tokenizer {
        try Tokenizer(tokenizerJSON: #require(ReferenceTokenizersTests.recorded).file(name))
    }

    @Test func `a text is framed, and its offsets lead back to it`() throws {
        let tokenizer = try tokenizer("bert")
        let encoding = try tokenizer.encode("A dog")
        #expect(
            encoding.ids.first == tokenizer.special.classification && encoding.ids.last == tokenizer.special.separator)
        #expect(encoding.isSpecial.first == true && encoding.wordIDs[1] == 0)
        #expect(encoding.offsets[1] == 0..<1)
        #expect(
            try tokenizer.encode("A dog", addsSpecialTokens: false).ids == Array(encoding.ids.dropFirst().dropLast()))
    }

    @Test func `the same text gives the same tokens however much was encoded before`() throws {
        let recorded = try #require(ReferenceTokenizersTests.recorded)
        for name in ["bert", "roberta"] {
            let used = try tokenizer(name)
            let forward = try recorded.lines.map { try used.encode($0) }
            let backward = try recorded.lines.reversed().map { try used.encode($0) }
            #expect(forward == backward.reversed())
            let many = Array(repeatElement(recorded.lines, count: 3).joined())
            let expected = Array(repeatElement(forward, count: 3).joined())
            for workers in [1, 2, 5] { #expect(try used.encode(many, workers: workers) == expected) }
            #expect(throws: CheckpointError.self) { try used.encode(many, maxLength: 1) }
            #expect(try used.encode([String]()).isEmpty)
        }
    }

    @Test func `long words are merged as short ones would be`() throws {
        let tokenizer = try tokenizer("roberta")
        guard case .bytePair(let model, _) = tokenizer.model.algorithm else { return }
        var generator = SeededGenerator(seed: 11)
        let letters = Array("the dog a e s o l é".utf8)
        for length in [49, 60, 200, 1000] {
            let word = (0..<length).map { _ in letters.randomElement(using: &generator) ?? 0 }
            var ids = word.map { model.byteTokens[Int($0)] }
            // By definition: the first of the lowest rank, until there is none.
            while true {
                let ranks = zip(ids, ids.dropFirst()).map { model.merges.rank($0, $1) }
                guard let best = ranks.min(), best != MergeTable.none, let place = ranks.firstIndex(of: best) else {
                    break
                }
                ids.replaceSubrange(place...place + 1, with: [model.merges.result(best)])
            }
            var pieces: [WordCache.Piece] = []
            var scratch = BytePairModel.Scratch()
            model.split(word, word.indices, into: &pieces, &scratch)
            #expect(pieces.map(\.id) == ids)
            #expect(pieces.last?.end == Int32(length))
        }
    }

    @Test(.timeLimit(.minutes(1))) func `a line without blanks takes time in proportion to its length`() throws {
        for name in ["bert", "roberta"] {
            let tokenizer = try tokenizer(name)
            #expect(try tokenizer.encode(String(repeating: "ab", count: 100_000)).count > 0)
            #expect(try tokenizer.encode(String(repeating: " ", count: 200_000)).count > 0)
            #expect(try tokenizer.encode(String(repeating: "[MASK", count: 40_000)).count > 0)
        }
        let file = try #require(ReferenceTokenizersTests.recorded).file("roberta")
        let token = try JSON(parsing: Array(#"[{"id":700,"content":" ","lstrip":true}]"#.utf8))
        let tokenizer = try Tokenizer(
            tokenizerJSON: JSON(parsing: file).replacing(["added_tokens"], with: token).bytes())
        #expect(try tokenizer.encode(String(repeating: " ", count: 30_000)).count == 30_002)
    }

    @Test func `truncation keeps the frame, and says when it cannot`() throws {
        let tokenizer = try tokenizer("bert")
        #expect(try tokenizer.encode("The dog is happy", maxLength: 2).ids.count == 2)
        #expect(throws: CheckpointError.self) { try tokenizer.encode("The dog", maxLength: 1) }
        #expect(throws: CheckpointError.self) {
            try tokenizer.encode("The", pair: "a dog is happy", maxLength: 6, truncation: .onlyFirst)
        }
        #expect(throws: CheckpointError.self) { try tokenizer.encode("a b c d", maxLength: 4, truncation: .onlySecond) }
        let kept = try tokenizer.encode("a b c d e f", pair: "a b", maxLength: 7, truncation: .onlyFirst)
        #expect(kept.typeIDs == [0, 0, 0, 0, 1, 1, 1])
    }

    @Test func `older files give the same tokens`() throws {
        let recorded = try #require(ReferenceTokenizersTests.recorded)
        try Places.withTemporaryFolder { folder in
            func write(_ name: String, _ bytes: [UInt8]) throws {
                try Data(bytes).write(to: folder.appending(path: name))
            }
            let bert = try JSON(parsing: Array(recorded.bert.utf8))
            guard case .object(let vocabulary)? = bert["model"]?["vocab"] else { return }
            let lines = vocabulary.members.sorted {
                "\($0.value)".count == "\($1.value)".count
                    ? "\($0.value)" < "\($1.value)" : "\($0.value)".count < "\($1.value)".count
            }
            try write("vocab.txt", Array(lines.map(\.key).joined(separator: "\n").utf8) + [10])
            let old = try Tokenizer(folder: folder.path)
            let new = try tokenizer("bert")
            for line in recorded.lines { #expect(try old.encode(line, pair: "a b") == new.encode(line, pair: "a b")) }
            try FileManager.default.removeItem(at: folder.appending(path: "vocab.txt"))
            #expect(throws: CheckpointError.self) { try Tokenizer(folder: folder.path) }
            let roberta = try JSON(parsing: Array(recorded.roberta.utf8))
            try write("vocab.json", #require(roberta["model"]?["vocab"]).bytes())
            guard case .array(let merges)? = roberta["model"]?["merges"] else { return }
            let texts = merges.map { merge -> String in
                if case .string(let line) = merge { return line }
                guard case .array(let pair) = merge else { return "" }
                return pair.map { if case .string(let text) = $0 { text } else { "" } }.joined(separator: " ")
            }
            try write("merges.txt", Array((["#version: 0.2"] + texts).joined(separator: "\n").utf8))
            let bytes = try Tokenizer(folder: folder.path)
            let reference = try tokenizer("roberta")
            for line in recorded.lines {
                #expect(try bytes.encode(line, pair: "a b") == reference.encode(line, pair: "a b"))
            }
            #expect(bytes.special.mask == 4 && bytes.special.padding == 1)
            try write(
                "tokenizer_config.json", Array(#"{"tokenizer_class":"GPT2Tokenizer","model_max_length":1024}"#.utf8))
            let gpt = try Tokenizer(folder: folder.path)
            #expect(gpt.maximumLength == 1024)
            #expect(try gpt.encode("A dog").ids == reference.encode("A dog", addsSpecialTokens: false).ids)
            try write("merges.txt", Array("a b\nbad".utf8))
            let error = #expect(throws: CheckpointError.self) { try Tokenizer(folder: folder.path) }
            #expect(error?.description.contains("merges.txt: line 2: ") == true)
        }
    }

    @Test func `a copy of the files is the same tokenizer`() throws {
        let recorded = try #require(ReferenceTokenizersTests.recorded)
        try Places.withTemporaryFolder { folder in
            let (from, to) = (folder.appending(path: "a"), folder.appending(path: "b"))
            for place in [from, to] {
                try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
            }
            try Data(recorded.file("roberta")).write(to: from.appending(path: "tokenizer.json"))
            let configuration = Data(
                #"{"mask_token":{"content":"<mask>"},"pad_token":"<unk>","model_max_length":1e30}"#.utf8)
            try configuration.write(to: from.appending(path: "tokenizer_config.json"))
            try Tokenizer.copyFiles(from: from.path, to: to.path)
            #expect(try Data(contentsOf: to.appending(path: "tokenizer_config.json")) == configuration)
            let copy = try Tokenizer(folder: to.path)
            #expect(copy.special.padding == 3 && copy.special.mask == 4 && copy.maximumLength == nil)
            #expect(copy.vocabularySize == 700 && copy.token(4) == "<mask>" && copy.id(of: "<pad>") == 1)
            #expect(try FileManager.default.contentsOfDirectory(atPath: to.path).count == 2)
        }
    }
}
