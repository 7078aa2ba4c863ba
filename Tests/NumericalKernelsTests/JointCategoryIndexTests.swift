import NumericalKernels
import Testing

struct JointCategoryIndexTests {
    /// Rows of a text in the two middle columns, which may hold anything but a comma.
    private static func lines(_ texts: [(String, String)]) -> PaddedBytes {
        var bytes = PaddedBytes()
        for (row, text) in texts.enumerated() { bytes.append(Array("\(row),\(text.0),\(text.1),x\n".utf8)) }
        return bytes
    }

    @Test(arguments: [0, 1, .max]) func `texts keep their ids while the index grows`(seed: UInt64) {
        var random = SeededGenerator(seed: 5)
        // Few letters, so that texts share their beginnings and ends; some are too long to be held.
        let texts = (0..<6000).map { _ in
            // All of up to 40 bytes is hashed; one text in twenty is too long to be held.
            let isLong = Int.random(in: 0..<20, using: &random) == 0
            let lengths = (
                Int.random(in: 0...21, using: &random), Int.random(in: isLong ? 64...70 : 0...18, using: &random)
            )
            func text(_ length: Int) -> String {
                var letters = [Character](repeating: "a", count: length)
                for _ in 0..<2 where length > 0 { letters[Int.random(in: 0..<length, using: &random)] = "b" }
                return String(letters)
            }
            return (text(lengths.0), text(lengths.1))
        }
        let bytes = JointCategoryIndexTests.lines(texts)
        var index = StructuralIndex()
        index.build(over: bytes, separator: UInt8(ascii: ","), allowsQuotes: true)
        let column = DelimitedColumn(
            firstField: 0, rowCount: texts.count, width: 4, column: 1, separator: UInt8(ascii: ","), allowsQuotes: true)
        var known = JointCategoryIndex(seed: seed)
        var expected: [String: UInt32] = [:]
        var ids = [UInt32](repeating: .max, count: texts.count + 3)
        var wrong: [String] = []
        var tooLong = 0
        var row = 0
        while row < texts.count {
            let start = row
            var target = ids.mutableSpan
            row = column.decodeJoint(columns: 2, from: row, of: index, in: bytes, known: known, into: &target)
            for found in start..<row where expected["\(texts[found].0),\(texts[found].1)"] != ids[found] {
                wrong.append("\(texts[found])")
            }
            guard row < texts.count else { break }
            let text = "\(texts[row].0),\(texts[row].1)"
            if expected[text] != nil {
                wrong.append(text)
                row += 1
            } else if known.insert(bytes, column.jointRange(columns: 2, row: row, of: index)) {
                expected[text] = UInt32(expected.count)
                if text.utf8.count > JointCategoryIndex.longestText { wrong.append(text) }
            } else {
                tooLong += 1
                if text.utf8.count <= JointCategoryIndex.longestText { wrong.append(text) }
                row += 1
            }
        }
        #expect(wrong == [])
        #expect(known.count == expected.count)
        #expect(tooLong > 0 && expected.count > 512)
    }
}
