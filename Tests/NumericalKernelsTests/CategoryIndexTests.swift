import NumericalKernels
import Testing

struct CategoryIndexTests {
    @Test(arguments: [0, 1, .max]) func `keys of every length keep their codes while the index grows`(seed: UInt64) {
        var random = SeededGenerator(seed: 11)
        var index = CategoryIndex(seed: seed)
        var wrong: [[UInt8]] = []
        var expected: [[UInt8]: UInt32] = [:]
        for _ in 0..<5000 {
            // Few letters, so that keys share their first and last bytes and often come again.
            let length = Int.random(in: 0...40, using: &random)
            var key = [UInt8](repeating: UInt8(ascii: "a"), count: length)
            for _ in 0..<2 where length > 0 { key[Int.random(in: 0..<length, using: &random)] = UInt8(ascii: "b") }
            var bytes = PaddedBytes()
            bytes.append([UInt8(ascii: "z")] + key + [UInt8(ascii: "y")])
            if index.code(of: bytes, 1..<1 + length) != expected[key] { wrong.append(key) }
            if expected[key] == nil {
                let code = UInt32(expected.count)
                index.insert(bytes, 1..<1 + length, code: code)
                expected[key] = code
            }
        }
        #expect(index.count == expected.count)
        for (key, code) in expected.sorted(by: { $0.value < $1.value }) {
            var bytes = PaddedBytes()
            bytes.append(key)
            if index.code(of: bytes, 0..<key.count) != code { wrong.append(key) }
        }
        #expect(wrong == [])
    }

    @Test func `a key with a zero byte is not the shorter key`() {
        var index = CategoryIndex(seed: 1)
        var bytes = PaddedBytes()
        bytes.append([97, 0, 0])
        index.insert(bytes, 0..<1, code: 5)
        #expect(index.code(of: bytes, 0..<2) == nil)
        #expect(index.code(of: bytes, 0..<0) == nil)
        #expect(index.code(of: bytes, 0..<1) == 5)
    }
}
