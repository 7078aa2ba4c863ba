import NumericalKernels
import Testing

/// The index, the plain way.
private struct Twin: Equatable {
    var starts = [0]
    var newlines = 0
    var fault: StructuralIndex.Fault?

    init(_ bytes: [UInt8], separator: UInt8, allowsQuotes: Bool) {
        var position = 0
        func isBlank(_ byte: UInt8) -> Bool { (byte == 32 || byte == 9) && byte != separator }
        while position < bytes.count {
            if allowsQuotes {
                while position < bytes.count, isBlank(bytes[position]) { position += 1 }
            }
            if allowsQuotes, position < bytes.count, bytes[position] == 34 {
                let opening = position
                position += 1
                while true {
                    guard position < bytes.count else {
                        fault = .unclosedQuote(position: opening)
                        return
                    }
                    position += 1
                    guard bytes[position - 1] == 34 else { continue }
                    guard position < bytes.count, bytes[position] == 34 else { break }
                    position += 1
                }
                while position < bytes.count, isBlank(bytes[position]) { position += 1 }
                if position + 1 < bytes.count, bytes[position] == 13, bytes[position + 1] == 10 { position += 1 }
                if position < bytes.count, bytes[position] != separator, bytes[position] != 10 {
                    fault = .textAfterQuote(position: position)
                    return
                }
            }
            while position < bytes.count, bytes[position] != separator, bytes[position] != 10 {
                if allowsQuotes, bytes[position] == 34 {
                    fault = .strayQuote(position: position)
                    return
                }
                position += 1
            }
            if position < bytes.count {
                starts.append(position + 1)
                newlines += bytes[position] == 10 ? 1 : 0
                position += 1
            }
        }
    }
}

struct StructuralIndexTests {
    private static func bytes(_ random: inout SeededGenerator, alphabet: String) -> [UInt8] {
        let letters = Array(alphabet.utf8)
        return (0..<Int.random(in: 0...300, using: &random)).map { _ in letters.randomElement(using: &random) ?? 0 }
    }

    private static func padded(_ bytes: [UInt8]) -> PaddedBytes {
        var padded = PaddedBytes()
        padded.append(bytes)
        return padded
    }

    @Test(arguments: [",\n", "a,\n", "abcdefghijkl,\n", "\",\n", "a\",\n", "ab \",\n\r", "\"a\"\"b\",\"c\"\n"])
    func `the index agrees with its plain twin`(alphabet: String) {
        var random = SeededGenerator(seed: 3)
        var wrong: [String] = []
        var index = StructuralIndex()
        for _ in 0..<2000 {
            let bytes = StructuralIndexTests.bytes(&random, alphabet: alphabet)
            let allowsQuotes = Int.random(in: 0..<4, using: &random) != 0
            let padded = StructuralIndexTests.padded(bytes)
            index.build(over: padded, separator: UInt8(ascii: ","), allowsQuotes: allowsQuotes)
            let twin = Twin(bytes, separator: UInt8(ascii: ","), allowsQuotes: allowsQuotes)
            // One expectation for all texts: recording thousands takes longer than finding them.
            let starts = (0...index.fieldCount).map { index.start(of: $0) }
            let agrees = starts == twin.starts && index.newlineCount == twin.newlines && index.fault == twin.fault
            if !agrees { wrong.append(String(decoding: bytes, as: UTF8.self)) }
        }
        #expect(wrong == [])
    }

    @Test func `well-formed quotes of every length and place agree with the plain twin`() {
        var random = SeededGenerator(seed: 4)
        var wrong: [String] = []
        var index = StructuralIndex()
        for _ in 0..<2000 {
            var text = ""
            for _ in 0..<Int.random(in: 0...20, using: &random) {
                let inside = String(repeating: "x,\n\"\"", count: Int.random(in: 0...20, using: &random))
                text += Bool.random(using: &random) ? "\"\(inside)\"" : String(inside.filter { $0 == "x" })
                text += [",", "\n", "\r\n"].randomElement(using: &random) ?? ","
            }
            let bytes = Array(text.utf8)
            let padded = StructuralIndexTests.padded(bytes)
            index.build(over: padded, separator: UInt8(ascii: ","), allowsQuotes: true)
            let twin = Twin(bytes, separator: UInt8(ascii: ","), allowsQuotes: true)
            let starts = (0...index.fieldCount).map { index.start(of: $0) }
            if starts != twin.starts || twin.fault != nil || index.fault != nil { wrong.append(text) }
        }
        #expect(wrong == [])
    }

    @Test func `the last record ends at the last newline outside quotes`() {
        var random = SeededGenerator(seed: 5)
        for _ in 0..<500 {
            let bytes = StructuralIndexTests.bytes(&random, alphabet: "abc,\"\n")
            let padded = StructuralIndexTests.padded(bytes)
            let start = Int.random(in: 0...bytes.count, using: &random)
            let before = Bool.random(using: &random)
            var isInside = before
            var expected: Int?
            for position in start..<bytes.count {
                if bytes[position] == 34 { isInside.toggle() }
                if bytes[position] == 10, !isInside { expected = position + 1 }
            }
            var state = before
            #expect(padded.lastRecordEnd(in: start..<bytes.count, insideQuotes: &state) == expected)
            #expect(state == isInside)
            let lastNewline = bytes[start...].lastIndex(of: 10)
            #expect(padded.lastPosition(of: 10, in: start..<bytes.count) == lastNewline)
            let newlines = bytes[start...].count { $0 == 10 }
            #expect(padded.occurrences(of: 10, in: start..<bytes.count) == newlines)
        }
    }

    @Test func `rows are regular only if each has as many fields as the first`() {
        var index = StructuralIndex()
        for (text, isRegular) in [("a,b\nc,d\n", true), ("a,b\nc\nd,\n", false), ("a\nb,c,d\n", false), ("", true)] {
            let bytes = StructuralIndexTests.padded(Array(text.utf8))
            index.build(over: bytes, separator: UInt8(ascii: ","), allowsQuotes: true)
            #expect(index.isRegular(width: 2, in: bytes) == isRegular, "\(text)")
        }
    }
}
