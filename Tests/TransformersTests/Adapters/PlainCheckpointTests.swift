import Foundation
import MatrixKernels
import TestSupport
import Testing
import TransformerFixtures

@testable import Transformers

struct PlainCheckpointTests {
    static func checkpoint(_ folder: URL) throws -> TextCheckpoint {
        try TinyCheckpoint.writeConfiguration(to: folder)
        return try TextCheckpoint(
            scratch: folder.path,
            for: .classification(labels: ["bad", "good"], problem: .singleLabel, seed: 1), seed: 1)
    }

    @Test func `a plain checkpoint holds the low-rank updates in its weights`() throws {
        try Places.withTemporaryFolder { folder in
            var checkpoint = try PlainCheckpointTests.checkpoint(folder.appending(path: "base"))
            let tokens = PackedTokens([[2, 7, 9, 3], [2, 5, 3]])
            let plain = try checkpoint.model.logits(tokens)
            checkpoint.model = try checkpoint.model.adding(LoRA(), seed: 1).movingAdapter()
            let adapted = try checkpoint.model.logits(tokens)
            try checkpoint.write(to: folder.appending(path: "base").path)
            let names = try Checkpoint(folder: folder.appending(path: "base").path).names
            #expect(names.allSatisfy { !$0.contains("lora") })
            let again = try TextCheckpoint(folder: folder.appending(path: "base").path)
            #expect(distance(try again.model.logits(tokens), adapted) < 1e-5)
            #expect(distance(plain, adapted) > 0.01)
        }
    }

    @Test func `a plain checkpoint of bottleneck adapters is refused, and nothing is written`() throws {
        try Places.withTemporaryFolder { folder in
            var checkpoint = try PlainCheckpointTests.checkpoint(folder.appending(path: "base"))
            checkpoint.model = try checkpoint.model.adding(BottleneckAdapters(width: 2), seed: 1)
            let path = folder.appending(path: "base").path
            let before = try FileManager.default.contentsOfDirectory(atPath: path).sorted()
            let error = #expect(throws: ModelError.self) { try checkpoint.write(to: path) }
            #expect(error.map { "\($0)".contains("saveAdapter") } == true)
            #expect(try FileManager.default.contentsOfDirectory(atPath: path).sorted() == before)
        }
    }
}
