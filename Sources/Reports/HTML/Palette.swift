/// The colours of a page, in light and in dark; text on its ground keeps a contrast of at least 4.5 to 1 (WCAG 2.2 AA).
struct Palette {
    /// The name of a colour in the style sheet, with its value as `rrggbb`.
    typealias Colour = (name: String, hex: String)

    let colours: [Colour]

    /// For paper and bright screens.
    static let light = Palette(colours: [
        ("paper", "fcfbf8"), ("panel", "f3f1eb"), ("ink", "1c2126"), ("quiet", "565d64"), ("rule", "d9d5ca"),
        ("accent", "1b5277"), ("shown", "a3341a"), ("none", "0c655a"), ("open", "775600"),
        ("shown-ground", "fbece6"), ("none-ground", "e4f2ee"), ("open-ground", "f8efd9"),
        ("band", "dfe9ef"), ("h0", "f4f7f9"), ("h1", "e2ecf2"), ("h2", "cfe0ea"), ("h3", "bad3e2"), ("h4", "a4c5d9"),
        ("h5", "8db7d0"),
    ])

    /// For dark screens.
    static let dark = Palette(colours: [
        ("paper", "14181b"), ("panel", "1c2226"), ("ink", "e7e5df"), ("quiet", "a9b0b5"), ("rule", "343c42"),
        ("accent", "8fc1e3"), ("shown", "ff9c7d"), ("none", "6fd0bd"), ("open", "e5c162"),
        ("shown-ground", "38211a"), ("none-ground", "15302b"), ("open-ground", "332a13"),
        ("band", "24343f"), ("h0", "1a2126"), ("h1", "1d2c36"), ("h2", "203847"), ("h3", "234558"), ("h4", "26526a"),
        ("h5", "295f7c"),
    ])

    /// The value of `name`.
    subscript(name: String) -> String? { colours.first { $0.name == name }?.hex }

    /// The colours as custom properties of a style sheet.
    var declarations: String { colours.map { "--\($0.name):#\($0.hex)" }.joined(separator: ";") }
}
