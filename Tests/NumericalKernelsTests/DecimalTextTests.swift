import NumericalKernels
import Testing

struct DecimalTextTests {
    private func parse(_ text: String) -> Double? {
        var bytes = PaddedBytes()
        bytes.append(Array(text.utf8))
        return bytes.decimal(in: 0..<bytes.count)
    }

    @Test func `a hundred thousand doubles come back bit for bit`() {
        var random = SeededGenerator(seed: 7)
        var wrong: [String] = []
        for _ in 0..<100_000 {
            let value = Double(bitPattern: random.next())
            guard value.isFinite else { continue }
            let text = "\(value)"
            if parse(text)?.bitPattern != value.bitPattern { wrong.append(text) }
        }
        #expect(wrong == [])
    }

    @Test func `any digits, point and exponent round as the standard library rounds`() {
        var random = SeededGenerator(seed: 8)
        var wrong: [String] = []
        for _ in 0..<100_000 {
            var text = Bool.random(using: &random) ? "-" : ""
            for _ in 0..<Int.random(in: 1...22, using: &random) { text += "\(Int.random(in: 0...9, using: &random))" }
            if Bool.random(using: &random) { text += "." + "\(UInt32(truncatingIfNeeded: random.next()))" }
            if Bool.random(using: &random) { text += "e\(Int.random(in: -320...290, using: &random))" }
            let expected = Double(text).flatMap { $0.isFinite ? $0 : nil }
            if parse(text)?.bitPattern != expected?.bitPattern { wrong.append(text) }
        }
        #expect(wrong == [])
    }

    @Test(arguments: [
        "0", "-0", "00012", "1.", ".5", "+3", "9007199254740993", "9007199254740992.5", "1e22", "1e23", "5e-324",
        "2e-324",
        "2.2250738585072011e-308", "1.7976931348623157e308", "179769313486231570000000000000000000000e270", "1e-400",
        "0.000000000000000000000000000000000000000000000001e48", "0e99999999999999999999",
        "123456789012345678901234567890",
    ])
    func `hard cases round correctly`(text: String) {
        #expect(parse(text)?.bitPattern == Double(text)?.bitPattern)
    }

    @Test(arguments: [
        "", "-", ".", "e5", "1e", "1e+", "1,5", "1 ", " 1", "0x10", "inf", "NaN", "1e999", "--1", "1.2.3", "1_000", "١",
        "1e5x",
    ])
    func `what is not a finite decimal number is none`(text: String) {
        #expect(parse(text) == nil)
    }

    @Test func `a number of a thousand digits is read`() {
        let text = "0." + String(repeating: "1", count: 1000)
        #expect(parse(text) == Double(text))
    }
}
