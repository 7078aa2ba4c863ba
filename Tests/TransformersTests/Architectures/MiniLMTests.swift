import Foundation
import MatrixKernels
import NumericalKernels
import TestSupport
import Testing
import Transformers

/// all-MiniLM-L6-v2 on a thousand real texts: see Tests/Fixtures/transformers/make_minilm.py. Runs where the environment
/// names the folder of the model.
struct MiniLMTests {
    static let folder = ProcessInfo.processInfo.environment["ASSIZE_MINILM"].map { URL(filePath: $0) }

    struct Texts: Decodable {
        let lengths: [Int]
    }

    /// The tensors of a safetensors file of Floats: a length, a JSON header, the numbers.
    static func weights(_ file: URL) throws -> [String: Matrix] {
        let bytes = try Data(contentsOf: file, options: .alwaysMapped)
        let length = Int(bytes.withUnsafeBytes { $0.loadUnaligned(as: UInt64.self) })
        let header = try #require(
            try JSONSerialization.jsonObject(with: bytes[8..<8 + length]) as? [String: [String: Any]])
        var result: [String: Matrix] = [:]
        for (name, entry) in header where entry["dtype"] as? String == "F32" {
            let shape = try #require(entry["shape"] as? [Int])
            let offsets = try #require(entry["data_offsets"] as? [Int])
            let floats = bytes.withUnsafeBytes { all in
                (0..<(offsets[1] - offsets[0]) / 4).map {
                    all.loadUnaligned(fromByteOffset: 8 + length + offsets[0] + 4 * $0, as: Float.self)
                }
            }
            result[name] = Matrix(
                rows: shape.dropLast().reduce(1, *), columns: shape.last ?? 1, floats)
        }
        return result
    }

    static var configuration: EncoderConfiguration {
        EncoderConfiguration(
            architecture: .bert, vocabularySize: 30_522, width: 384, blockCount: 6, headCount: 12, innerWidth: 1_536,
            positionCount: 512, typeCount: 2)
    }

    @Test(.enabled(if: MiniLMTests.folder != nil))
    func `embeddings of a thousand texts are those of transformers`() throws {
        let folder = try #require(MiniLMTests.folder)
        let model = try TextModel(
            MiniLMTests.configuration, head: .none,
            weights: MiniLMTests.weights(folder.appending(path: "model.safetensors")))
        let lengths = try Places.fixture("transformers/minilm.json", as: Texts.self).lengths
        let data = try Data(contentsOf: Places.fixtures.appending(path: "transformers/minilm.bin"))
        var sequences: [[Int32]] = []
        var position = 0
        for length in lengths {
            sequences.append(
                (0..<length).map { token in
                    data.withUnsafeBytes {
                        Int32($0.loadUnaligned(fromByteOffset: 2 * (position + token), as: UInt16.self))
                    }
                })
            position += length
        }
        let expected = data.withUnsafeBytes { bytes in
            (0..<lengths.count * 24).map {
                bytes.loadUnaligned(fromByteOffset: 2 * position + 4 * $0, as: Float.self)
            }
        }
        // Kernels that are not optimised take minutes for all of them.
        #if DEBUG
            let step = 250
        #else
            let step = 50
        #endif
        var largest: Float = 0
        for start in stride(from: 0, to: sequences.count, by: step) {
            let embeddings = try model.embeddings(PackedTokens(Array(sequences[start..<start + 50])))
            for row in 0..<50 {
                for part in 0..<24 {
                    let found = embeddings[row, (start + row) % 16 + 16 * part]
                    largest = max(largest, abs(found - expected[(start + row) * 24 + part]))
                }
            }
        }
        #expect(largest < 1e-5)
        #expect(largest > 0)
    }
}
