import Files
import Foundation
import TestSupport
import Testing

@testable import Transformers

/// Token for token against the `tokenizers` package; `Fixtures/transformers/make_tokenizers.py` recorded its answers.
struct ReferenceTokenizersTests {
    struct Recorded: Decodable {
        struct Case: Decodable, Sendable, CustomTestStringConvertible {
            var tokenizer: String
            var pair: Bool
            var maxLength: Int?
            var plain: Bool
            var digests: [String]

            var testDescription: String { "\(tokenizer) pair \(pair) maxLength \(maxLength ?? 0) plain \(plain)" }
        }

        struct Variant: Decodable {
            var base: String
            var changes: String
        }

        var bert: String
        var roberta: String
        var lines: [String]
        var cases: [Case]
        var variants: [String: Variant]

        /// The `tokenizer.json` of a variant.
        func file(_ name: String) throws -> [UInt8] {
            let variant = try #require(variants[name])
            var json = try JSON(parsing: Array((variant.base == "bert" ? bert : roberta).utf8))
            guard case .object(let changes) = try JSON(parsing: Array(variant.changes.utf8)) else { return [] }
            for change in changes.members {
                json = json.replacing(change.key.split(separator: ".").map(String.init)[...], with: change.value)
            }
            return json.bytes()
        }
    }

    static let recorded: Recorded? = try? Places.fixture("transformers/tokenizers.json")

    @Test(arguments: recorded?.cases ?? [])
    func `ids, types, words and offsets are those of the reference`(test: Recorded.Case) throws {
        let recorded = try #require(Self.recorded)
        let tokenizer = try Tokenizer(tokenizerJSON: recorded.file(test.tokenizer))
        var different: [String] = []
        for (index, line) in recorded.lines.enumerated() {
            let pair = test.pair ? recorded.lines[(index + 1) % recorded.lines.count] : nil
            let encoding = try tokenizer.encode(
                line, pair: pair, maxLength: test.maxLength, addsSpecialTokens: !test.plain)
            var text = ""
            for token in 0..<encoding.count {
                let offsets = encoding.offsets[token]
                text += "\(encoding.ids[token]) \(encoding.typeIDs[token]) \(encoding.wordIDs[token] ?? -1) "
                text += "\(offsets.lowerBound) \(offsets.upperBound),"
                #expect((encoding.wordIDs[token] == nil) == encoding.isSpecial[token])
            }
            if digest(text).prefix(8) != test.digests[index] { different.append("\(line.debugDescription): \(text)") }
        }
        #expect(different.isEmpty, "\(different.count) lines, such as \(different.prefix(3).joined(separator: "\n"))")
        #expect(test.digests.count == recorded.lines.count && test.digests.count > 300)
    }

    @Test func `byte offsets are the scalar offsets in bytes, and both lead back to the text`() throws {
        let recorded = try #require(Self.recorded)
        for name in ["bert", "roberta", "prefix"] {
            let tokenizer = try Tokenizer(tokenizerJSON: recorded.file(name))
            for line in recorded.lines {
                let encoding = try tokenizer.encode(line)
                let scalars = Array(line.unicodeScalars)
                for token in 0..<encoding.count where !encoding.isSpecial[token] {
                    let (range, bytes) = (encoding.offsets[token], encoding.byteOffsets[token])
                    let before = scalars[..<range.lowerBound].reduce(0) { $0 + UTF8.width($1) }
                    #expect(bytes.lowerBound == before)
                    #expect(bytes.count == scalars[range].reduce(0) { $0 + UTF8.width($1) })
                }
            }
        }
    }

    @Test func `every Unicode scalar is normalised and split as in the reference`() throws {
        struct Digests: Decodable {
            var blockSize: UInt32
            var digests: [String: String]
        }
        let recorded: Digests = try Places.fixture("transformers/scalars.json")
        let full = BertNormalizer()
        var light = BertNormalizer()
        light.stripsAccents = false
        let letters: [ByteLevelSplitter.Kind: String] = [.letter: "L", .number: "N", .space: "S", .other: "O"]
        let kinds: [BertNormalizer.Kind: String] = [.word: "w", .space: "s", .punctuation: "p"]
        for (place, expected) in recorded.digests {
            var text = ""
            let start = try #require(UInt32(place, radix: 16))
            for scalar in (start..<start + recorded.blockSize).lazy.compactMap(Unicode.Scalar.init) {
                text.unicodeScalars.append(contentsOf: full.normalized(scalar))
                text += "|"
                text.unicodeScalars.append(contentsOf: light.normalized(scalar))
                text += "|" + (kinds[BertNormalizer.kind(scalar)] ?? "")
                text += (letters[ByteLevelSplitter.kind(scalar)] ?? "") + ";"
            }
            #expect(digest(text) == expected, "block U+\(place)")
        }
    }

    /// FNV-1a in 64 bits, in hexadecimal.
    private func digest(_ text: String) -> String {
        var value: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in text.utf8 { value = (value ^ UInt64(byte)) &* 0x100_0000_01B3 }
        let digits = String(value, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}

extension JSON {
    /// Returns this value with the one at the end of a path of keys replaced.
    func replacing(_ path: ArraySlice<String>, with value: JSON) -> JSON {
        guard let key = path.first else { return value }
        guard case .object(let object) = self else { return self }
        var members = object.members.filter { $0.key != key }
        members.append(.init(key, (self[key] ?? .object([])).replacing(path.dropFirst(), with: value)))
        return .object(members)
    }
}
