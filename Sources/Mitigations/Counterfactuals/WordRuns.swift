/// A text as runs of letters and digits with what stands between them.
struct WordRuns: Sendable {
    /// A run.
    struct Run: Sendable {
        /// Its place among the scalars of the text.
        let range: Range<Int>
        /// It in lower case.
        let lower: String
        /// Whether it is part of an address, a mention or a hashtag, where a word is no word of the sentence.
        let isProtected: Bool
    }

    /// The scalars of the text.
    let scalars: [Unicode.Scalar]
    /// The runs, in order.
    let runs: [Run]

    /// Splits a text.
    ///
    /// Addresses of the web and of mail (whatever has `://` or `@` in it, begins with `www.` or has a usual ending such as
    /// `.com`), mentions and hashtags are protected.
    init(_ text: String) {
        let scalars = Array(text.unicodeScalars)
        var runs: [Run] = []
        var place = 0
        while place < scalars.count {
            guard !scalars[place].properties.isWhitespace else {
                place += 1
                continue
            }
            var end = place
            while end < scalars.count, !scalars[end].properties.isWhitespace { end += 1 }
            let isAddress = WordRuns.isAddress(scalars[place..<end])
            var start = place
            while start < end {
                guard WordRuns.isOfWord(scalars[start]) else {
                    start += 1
                    continue
                }
                var stop = start
                while stop < end, WordRuns.isOfWord(scalars[stop]) { stop += 1 }
                let isHashtag = start > 0 && scalars[start - 1] == "#"
                runs.append(
                    Run(
                        range: start..<stop, lower: WordRuns.text(scalars[start..<stop]).lowercased(),
                        isProtected: isAddress || isHashtag))
                start = stop
            }
            place = end
        }
        self.scalars = scalars
        self.runs = runs
    }

    /// Whether a scalar is part of a word.
    private static func isOfWord(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.isASCII {
            return (0x30...0x39).contains(scalar.value) || (0x41...0x5A).contains(scalar.value)
                || (0x61...0x7A).contains(scalar.value) || scalar == "_"
        }
        return scalar.properties.isAlphabetic || scalar.properties.numericType != nil
            || scalar.properties.generalCategory == .nonspacingMark
    }

    private static func isAddress(_ chunk: ArraySlice<Unicode.Scalar>) -> Bool {
        guard chunk.contains(where: { $0 == "." || $0 == ":" || $0 == "@" }) else { return false }
        if chunk.contains("@") { return true }
        let text = text(chunk).lowercased()
        return text.contains("://") || text.contains("www.")
            || [".com", ".org", ".net", ".edu", ".gov", ".co.uk", "t.co/"].contains { text.contains($0) }
    }

    /// The text of some scalars.
    static func text(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
        String(String.UnicodeScalarView(scalars))
    }

    /// What stands between a run and the next one; nil at the last.
    func gap(after run: Int) -> ArraySlice<Unicode.Scalar>? {
        guard run >= 0, run + 1 < runs.count else { return nil }
        return scalars[runs[run].range.upperBound..<runs[run + 1].range.lowerBound]
    }

    /// The next run if only white space is between; nil if the sentence breaks there, or a protected one follows.
    func following(_ run: Int) -> Int? {
        guard let gap = gap(after: run), gap.allSatisfy(\.properties.isWhitespace), !runs[run + 1].isProtected else {
            return nil
        }
        return run + 1
    }

    /// The run before, if only white space is between.
    func preceding(_ run: Int) -> Int? { run > 0 && following(run - 1) == run ? run - 1 : nil }

    /// The text of a run as it was written.
    func written(_ run: Int) -> String { WordRuns.text(scalars[runs[run].range]) }
}
