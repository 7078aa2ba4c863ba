import Glibc
import Testing

@testable import Reports

struct PaletteTests {
    private func luminance(_ hex: String) throws -> Double {
        let value = try #require(Int(hex, radix: 16))
        let parts = [value >> 16 & 255, value >> 8 & 255, value & 255].map { part -> Double in
            let share = Double(part) / 255
            return share <= 0.04045 ? share / 12.92 : pow((share + 0.055) / 1.055, 2.4)
        }
        return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]
    }

    private func contrast(_ first: String, _ second: String) throws -> Double {
        let (a, b) = (try luminance(first), try luminance(second))
        return (max(a, b) + 0.05) / (min(a, b) + 0.05)
    }

    @Test func `black on white has the contrast that WCAG gives`() throws {
        #expect(try contrast("000000", "ffffff") == 21)
    }

    @Test(arguments: [Palette.light.colours.count, Palette.dark.colours.count])
    func `both palettes name the same colours`(count: Int) {
        #expect(count == Palette.light.colours.count)
        #expect(Palette.light.colours.map(\.name) == Palette.dark.colours.map(\.name))
    }

    @Test(arguments: [
        ("ink", "paper"), ("quiet", "paper"), ("accent", "paper"), ("shown", "paper"), ("none", "paper"),
        ("open", "paper"),
        ("shown", "shown-ground"), ("none", "none-ground"), ("open", "open-ground"), ("ink", "h0"), ("ink", "h1"),
        ("ink", "h2"),
        ("ink", "h3"), ("ink", "h4"), ("ink", "h5"),
    ])
    func `text on its ground has a contrast of 4.5 to 1`(text: String, ground: String) throws {
        for palette in [Palette.light, Palette.dark] {
            let ratio = try contrast(#require(palette[text]), #require(palette[ground]))
            #expect(ratio >= 4.5, "\(text) on \(ground): \(ratio)")
        }
    }

    @Test func `words keep a contrast of 4.5 to 1 on the grounds of what they contribute`() throws {
        let contributions = Palette.contributions
        #expect(contributions.light.colours.map(\.name) == contributions.dark.colours.map(\.name))
        for (palette, grounds) in [(Palette.light, contributions.light), (.dark, contributions.dark)] {
            for ground in grounds.colours where ground.name.first != "a" {
                let ratio = try contrast(#require(palette["ink"]), ground.hex)
                #expect(ratio >= 4.5, "ink on \(ground.name): \(ratio)")
            }
        }
        #expect(!StyleSheet.explanations.contains(UInt8(ascii: "<")))
        #expect(!StyleSheet.explanations.contains(UInt8(ascii: "&")))
    }

    @Test func `points and bars stand out from the band by 3 to 1`() throws {
        for palette in [Palette.light, Palette.dark] {
            #expect(try contrast(#require(palette["accent"]), #require(palette["band"])) >= 3)
        }
    }

    @Test func `the style sheet holds nothing that HTML and XML read differently`() {
        #expect(!StyleSheet.bytes.contains(UInt8(ascii: "<")) && !StyleSheet.bytes.contains(UInt8(ascii: "&")))
    }
}
