import NumericalKernels
import Testing

@testable import Tables

struct DamagedInputTests {
    private static let samples: [(text: String, ending: String)] = [
        ("name,score,note\nAnn,1.5,\"x, y\"\nBob,?,\"say \"\"hi\"\"\nthere\"\n\n  C , 3e4,\r\nÉva,-2,z\n", "csv"),
        ("a\tb\n1\t2\n3\t4\n", "tsv"),
        ("{\"a\":1,\"b\":\"x\\u00e9\\ud83d\\ude00\"}\n{\"b\":null,\"a\":[1,{\"c\":2}]}\n{\"a\":true}\n", "jsonl"),
        ("[{\"a\":1,\"b\":\"}\"},\n{\"b\":\"\\\\\",\"a\":-0.5e3}]\n", "json"),
    ]

    private static func damaged(_ bytes: [UInt8], _ random: inout SeededGenerator) -> [UInt8] {
        var bytes = bytes
        for _ in 0..<Int.random(in: 1...4, using: &random) {
            let at = Int.random(in: 0...bytes.count, using: &random)
            switch Int.random(in: 0..<7, using: &random) {
            case 0: bytes.removeSubrange(at...)
            case 1 where at < bytes.count: bytes[at] ^= 1 << UInt8.random(in: 0..<8, using: &random)
            case 2: bytes.insert(contentsOf: [0, 0], at: at)
            case 3:
                bytes.insert(contentsOf: Array("\"\\,[{}]\n\r\u{FEFF}".utf8).shuffled(using: &random).prefix(3), at: at)
            case 4: bytes.insert(contentsOf: [UInt8](repeating: UInt8(ascii: "x"), count: 5000), at: at)
            case 5: bytes.insert(contentsOf: bytes.prefix(at), at: 0)
            default:
                bytes.insert(contentsOf: [0xC3, 0xFF, 0xED, 0xA0, 0x80].shuffled(using: &random).prefix(2), at: at)
            }
        }
        return bytes
    }

    /// What a read gives, with errors as text. No record here is too long: that limit is only looked at between reads.
    private static func outcome(_ path: String, chunk: Int, workers: Int) throws -> String {
        do {
            return "\(try collect([path], chunk: chunk, record: 1_000_000, workers: workers).rows)"
        } catch let error as TableError {
            return "\(error)"
        }
    }

    @Test(arguments: 0..<60) func `a damaged file gives rows or an error, always the same`(seed: Int) throws {
        var random = SeededGenerator(seed: UInt64(seed) &+ 1000)
        for sample in DamagedInputTests.samples {
            for _ in 0..<5 {
                let bytes = DamagedInputTests.damaged(Array(sample.text.utf8), &random)
                let file = TemporaryFile(bytes, ending: sample.ending)
                let whole = try DamagedInputTests.outcome(file.path, chunk: 512 << 10, workers: 1)
                for (chunk, workers) in [(16, 3), (100, 2)] {
                    let pieces = try DamagedInputTests.outcome(file.path, chunk: chunk, workers: workers)
                    #expect(pieces == whole, "\(String(decoding: bytes, as: UTF8.self).debugDescription.prefix(2000))")
                }
            }
        }
    }
}
