/// How BERT makes a text uniform before it is split: cleaning, setting ideographs apart, stripping accents, lower case.
struct BertNormalizer: Sendable, Equatable {
    /// Drops controls and makes every white space a blank.
    var cleansText = true
    /// Puts blanks around Chinese characters.
    var separatesIdeographs = true
    /// Decomposes characters and drops nonspacing marks.
    var stripsAccents = true
    /// Makes letters lower case.
    var lowercases = true

    /// What a character of the normalised text is to the splitting into words.
    enum Kind: UInt8 {
        case word
        case space
        case punctuation
    }

    /// What becomes of a scalar, as `ScalarTable` keeps it.
    ///
    /// Bits 0 and 1 hold the kind, bits 2 to 4 one of the marks below; the upper 24 bits hold a scalar.
    enum Mark {
        /// The scalar stays as it is.
        static let same: UInt32 = 0
        /// The scalar becomes the one in the upper bits.
        static let single: UInt32 = 1 << 2
        /// The scalar goes.
        static let dropped: UInt32 = 2 << 2
        /// The scalar becomes those that the upper bits point to: their number, then each with its kind below.
        static let several: UInt32 = 3 << 2
        /// The scalar may change places with its neighbours: work out the whole text.
        static let reordered: UInt32 = 4 << 2
        static let all: UInt32 = 7 << 2
    }

    /// Returns what `ScalarTable` keeps for a scalar.
    func entry(_ scalar: Unicode.Scalar, _ expansions: inout [UInt32]) -> UInt32 {
        let result = normalized(scalar)
        if stripsAccents, decomposed(scalar).contains(where: UnicodeClasses.isReordered) { return Mark.reordered }
        guard let first = result.first else { return Mark.dropped }
        guard result.count == 1 else {
            defer {
                expansions.append(UInt32(result.count))
                expansions += result.map { $0.value << 2 | UInt32(Self.kind($0).rawValue) }
            }
            return Mark.several | UInt32(expansions.count) << 8
        }
        let kind = UInt32(Self.kind(first).rawValue)
        return first == scalar ? kind | Mark.same : kind | Mark.single | first.value << 8
    }

    /// Returns what a scalar is to the splitting into words.
    static func kind(_ scalar: Unicode.Scalar) -> Kind {
        UnicodeClasses.isSpace(scalar) ? .space : UnicodeClasses.isPunctuation(scalar) ? .punctuation : .word
    }

    /// Returns the scalars that a scalar on its own becomes.
    func normalized(_ scalar: Unicode.Scalar) -> [Unicode.Scalar] {
        let kept = decomposed(scalar).filter { !stripsAccents || !UnicodeClasses.isMark($0) }
        return lowercases ? kept.flatMap(UnicodeClasses.lowercase) : kept
    }

    /// Returns the scalars after cleaning, setting apart and decomposition, accents still among them.
    func decomposed(_ scalar: Unicode.Scalar) -> [Unicode.Scalar] {
        var scalar = scalar
        if cleansText {
            if UnicodeClasses.isDropped(scalar) { return [] }
            if UnicodeClasses.isSpace(scalar) { scalar = " " }
        }
        let parts = stripsAccents ? UnicodeClasses.decomposition(scalar) : [scalar]
        return separatesIdeographs && UnicodeClasses.isIdeograph(scalar) ? [" "] + parts + [" "] : parts
    }
}
