import Testing

@testable import Reports

struct NumbersTests {
    @Test func `thousands are parted by commas`() {
        #expect([0, 999, 1000, 1_234_567, -1795].map(\.grouped) == ["0", "999", "1,000", "1,234,567", "−1,795"])
    }

    @Test func `shares, points and levels are printed alike everywhere`() {
        #expect(0.44847.percent == "44.8\u{202F}%")
        #expect(1.0.percent == "100.0\u{202F}%")
        #expect((-0.2139).points == "−21.4\u{A0}points")
        #expect((-0.00001).percent == "0.0\u{202F}%")
        #expect([0.95, 0.999, 0.9].map(\.level) == ["95\u{202F}%", "99.9\u{202F}%", "90\u{202F}%"])
    }

    @Test func `a p-value below one in ten thousand is printed as such`() {
        #expect(2.1e-37.pValueWords == "<\u{A0}0.0001")
        #expect(0.0312.pValueWords == "0.031")
        #expect(0.00042.pValueWords == "0.0004")
    }

    @Test func `numbers that are no shares keep three decimals where they have them`() {
        #expect(
            [0, 0.6251, 12.5, 123.45, 12345.6, 0.00125].map(\.plain) == [
                "0", "0.625", "12.500", "123.5", "12,346", "0.001250",
            ])
        #expect(Double.infinity.fixed(2) == "∞")
    }

    @Test func `a count takes its word in the right number`() {
        #expect(counted(1, "group") == "1 group" && counted(1234, "group") == "1,234 groups")
        #expect(counted(2, "person", "people") == "2 people")
    }

    @Test func `a scale has round ends and few steps`() {
        let scale = Scale(spanning: [0.02, 0.448], includingZero: true)
        #expect(scale.lower == 0 && abs(scale.upper - 0.5) < 1e-12 && scale.ticks.count == 6)
        #expect(scale.position(0) > 0 && scale.position(0.5) < 100)
        #expect(scale.position(9) == scale.position(0.5))
        let flat = Scale(spanning: [3, 3], includingZero: false)
        #expect(flat.lower < flat.upper)
        #expect(Scale(spanning: [], includingZero: true).ticks.count > 1)
    }
}
