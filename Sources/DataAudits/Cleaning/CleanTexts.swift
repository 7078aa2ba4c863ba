/// The different texts of a column, each with what takes its place.
struct CleanTexts {
    /// The texts that stand after cleaning, the first empty.
    private(set) var texts: [String] = [""]
    /// For each text before, its place in `texts`; 0 stays 0, and so does what is empty after cleaning.
    private(set) var codes: [UInt32]
    /// For each text before, why it was replaced; nil if it stays.
    private(set) var reasons: [TableCleaning.Change.Reason?]

    /// Columns with more different texts are no categories, whose spellings could be meant to be one.
    private static let mostCategories = 200

    init(_ before: [String], counts: [Int], unifiesSpellings: Bool) {
        codes = Array(repeating: 0, count: before.count)
        reasons = Array(repeating: nil, count: before.count)
        let visible = before.map(Self.withoutInvisible)
        // Texts that are equal as Unicode sees them are one; the more frequent way to write it wins, then the smaller.
        var sums: [[UInt8]: Int] = [:]
        for code in before.indices.dropFirst() { sums[Array(visible[code].utf8), default: 0] += counts[code] }
        func isBetter(_ first: String, than second: String) -> Bool {
            let (a, b) = (Array(first.utf8), Array(second.utf8))
            let (x, y) = (sums[a] ?? 0, sums[b] ?? 0)
            return x != y ? x > y : a.lexicographicallyPrecedes(b)
        }
        var composed: [String: String] = [:]
        for code in before.indices.dropFirst() {
            let text = visible[code]
            if let known = composed[text], !isBetter(text, than: known) { continue }
            composed[text] = text
        }
        var usual: [String: String] = [:]
        let distinct = Set(visible.dropFirst())
        let isCategory =
            unifiesSpellings && distinct.count <= Self.mostCategories && !distinct.allSatisfy { Double($0) != nil }
        if isCategory {
            for text in distinct.compactMap({ composed[$0] }).sorted() {
                let folded = Spelling.folded(text)
                guard !folded.isEmpty else { continue }
                if let known = usual[folded], !isBetter(text, than: known) { continue }
                usual[folded] = text
            }
        }
        var places: [[UInt8]: UInt32] = [[]: 0]
        for code in before.indices.dropFirst() {
            let one = composed[visible[code]] ?? visible[code]
            let spelt = isCategory ? usual[Spelling.folded(one)] ?? one : one
            let key = Array(spelt.utf8)
            if places[key] == nil {
                places[key] = UInt32(texts.count)
                texts.append(spelt)
            }
            codes[code] = places[key] ?? 0
            if !spelt.utf8.elementsEqual(one.utf8) {
                reasons[code] = .spelling
            } else if !one.utf8.elementsEqual(visible[code].utf8) {
                reasons[code] = .composition
            } else if !visible[code].utf8.elementsEqual(before[code].utf8) {
                reasons[code] = .characters
            }
        }
    }

    /// The text without control and invisible characters, every run of blanks one space, none at the ends.
    ///
    /// Joiners stay: scripts and emoji need them.
    static func withoutInvisible(_ text: String) -> String {
        if text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) { return text }
        var result = String.UnicodeScalarView()
        var isBlank = false
        for scalar in text.unicodeScalars {
            switch scalar.properties.generalCategory {
            case .spaceSeparator, .lineSeparator, .paragraphSeparator: isBlank = true
            case .control where scalar.properties.isWhitespace: isBlank = true
            case .control: continue
            case .format where scalar.value != 0x200C && scalar.value != 0x200D: continue
            default:
                if isBlank, !result.isEmpty { result.append(" ") }
                isBlank = false
                result.append(scalar)
            }
        }
        return String(result)
    }
}
