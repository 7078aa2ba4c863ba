/// A text told of somebody else.
public struct SwappedText: Sendable, Hashable {
    /// A word that was exchanged.
    public struct Change: Sendable, Hashable {
        /// The attribute.
        public let attribute: String
        /// The member that the text named, and the one that it names now.
        public let from: String, to: String
        /// The word or words of the lexicon that stood there, and those that stand there now.
        public let old: String, new: String
    }

    /// The text.
    public let text: String
    /// The words that were exchanged, in order; there is at least one.
    public let changes: [Change]

    /// The members before and after if all words moved in one direction; nil if some moved in another.
    public var direction: (from: String, to: String)? {
        guard let first = changes.first, changes.allSatisfy({ $0.from == first.from && $0.to == first.to }) else {
            return nil
        }
        return (first.from, first.to)
    }
}

/// Exchanges the words of a lexicon in texts (Zhao et al. 2018; Lu et al. 2020), with a little grammar.
///
/// *Her* becomes *his* before a noun and *him* elsewhere, *his* becomes *her* or *hers*; the case of the letters is kept
/// (HE, He, he), *a* and *an* are mended where the sound after them changes, and so is the possessive after an s. Within a
/// text a name always has the same partner. Addresses, mentions and hashtags stay as they are.
///
/// A second swap with the same draw gives the text back, but for words that share their partner with another (*Mrs* and *Ms*,
/// *mum* and *mom*, *pastor* and *priest*), a possessive *James'*, mixed case within a word, and an article that was wrong
/// before; and where the rules of thumb take one use of a word for another.
public struct TextSwapper: Sendable {
    struct Entry {
        let family: Int
        let member: Int
        let form: Int
        let role: WordRole
        let word: String
        let runs: [String]
        let separators: [[Unicode.Scalar]]
    }

    let lexicon: SwapLexicon
    private let seed: UInt64
    /// Entries by their first run, longest first.
    private let entries: [String: [Entry]]

    /// Makes a swapper.
    ///
    /// - Parameters:
    ///   - lexicon: The words, and which of them stand for one another.
    ///   - attributes: Whose words are exchanged; all of the lexicon unless named.
    ///   - seed: Draws partners where there are several.
    public init(_ lexicon: SwapLexicon, attributes: [String]? = nil, seed: UInt64) {
        self.lexicon = lexicon
        self.seed = seed
        var entries: [String: [Entry]] = [:]
        func add(_ word: String, _ family: Int, _ member: Int, _ form: Int, _ role: WordRole) {
            let parts = WordRuns(word)
            guard let first = parts.runs.first?.lower else { return }
            entries[first, default: []].append(
                Entry(
                    family: family, member: member, form: form, role: role, word: word, runs: parts.runs.map(\.lower),
                    separators: parts.runs.indices.dropLast().map { Array(parts.gap(after: $0) ?? []) }))
        }
        for (number, family) in lexicon.families.enumerated() where attributes?.contains(family.attribute) ?? true {
            for (place, form) in family.forms.enumerated() {
                for (member, word) in form.words.enumerated() { add(word, number, member, place, form.role) }
            }
            for variant in family.variants { add(variant.word, number, variant.member, variant.form, variant.role) }
        }
        self.entries = entries.mapValues { list in
            list.enumerated().sorted { ($1.element.runs.count, $0.offset) < ($0.element.runs.count, $1.offset) }
                .map(\.element)
        }
    }

    /// Returns the text with its words exchanged; nil if it holds none of them.
    ///
    /// - Parameters:
    ///   - text: What to look for words in.
    ///   - draw: The number of the text: which partners are drawn depends on it and on the seed alone.
    public func swapped(_ text: String, draw: Int = 0) -> SwappedText? {
        let parts = WordRuns(text)
        var partners = SwapPartners(lexicon: lexicon, seed: seed, draw: draw)
        var written: [Int: String] = [:]
        var changes: [SwappedText.Change] = []
        var ends: [Int: (old: String, new: String, isPlural: Bool)] = [:]
        var run = 0
        while run < parts.runs.count {
            guard let entry = match(run, parts) else {
                run += 1
                continue
            }
            let family = lexicon.families[entry.family]
            let target = partners.target(entry.family, entry.member, entry.form)
            guard target.member != entry.member else {
                run += entry.runs.count
                continue
            }
            let form = family.forms[target.form]
            let last = run + entry.runs.count - 1
            let new = WordRuns(form.words[target.member])
            replace(run...last, by: new, parts, &written)
            ends[last] = (entry.runs.last ?? "", new.runs.last?.lower ?? "", form.isPlural)
            changes.append(
                .init(
                    attribute: family.attribute, from: family.members[entry.member], to: family.members[target.member],
                    old: entry.word, new: form.words[target.member]))
            mendArticle(before: run, from: parts.runs[run].lower, to: new.runs.first?.lower ?? "", parts, &written)
            run = last + 1
        }
        guard !changes.isEmpty else { return nil }
        return SwappedText(text: joined(parts, written, ends), changes: changes)
    }

    /// The entry whose words stand at a run, as their sentence has it.
    func match(_ run: Int, _ text: WordRuns) -> Entry? {
        guard !text.runs[run].isProtected, let list = entries[text.runs[run].lower] else { return nil }
        // "s/he" and "(s)he" name both already.
        if text.runs[run].lower == "he", run > 0, text.runs[run - 1].lower == "s",
            let gap = text.gap(after: run - 1), gap.elementsEqual(["/"]) || gap.elementsEqual([")"])
        {
            return nil
        }
        let fitting = list.filter { isThere($0, run, text) }
        guard let longest = fitting.first?.runs.count else { return nil }
        let same = fitting.filter { $0.runs.count == longest }
        if let found = same.first(where: { EnglishGrammar.fits($0.role, run + longest - 1, in: text) }) { return found }
        return same.first { !$0.role.isRequired }
    }

    private func isThere(_ entry: Entry, _ run: Int, _ text: WordRuns) -> Bool {
        guard run + entry.runs.count <= text.runs.count else { return false }
        for (place, lower) in entry.runs.enumerated() {
            guard text.runs[run + place].lower == lower, !text.runs[run + place].isProtected else { return false }
            guard place > 0 else { continue }
            let gap = text.gap(after: run + place - 1).map(Array.init) ?? []
            let separator = entry.separators[place - 1]
            let isSpace = separator == [" "] && gap.count == 1 && (gap[0].properties.isWhitespace || gap == ["-"])
            guard isSpace || gap == separator || (separator == ["'"] && gap == ["’"]) else { return false }
        }
        return true
    }

    // MARK: - Writing

    private func replace(
        _ old: ClosedRange<Int>, by new: WordRuns, _ text: WordRuns, _ written: inout [Int: String]
    ) {
        let cased = new.runs.indices.map { place in
            Self.cased(new.written(place), like: text.written(min(old.lowerBound + place, old.upperBound)))
        }
        if cased.count == old.count {
            for (place, word) in cased.enumerated() { written[old.lowerBound + place] = word }
        } else {
            var whole = ""
            for (place, word) in cased.enumerated() {
                whole += word + (new.gap(after: place).map(WordRuns.text) ?? "")
            }
            written[old.lowerBound] = whole
            for run in old.dropFirst() { written[run] = "" }
        }
    }

    /// HE → SHE, He → She, he → she.
    private static func cased(_ word: String, like old: String) -> String {
        guard old.first?.isUppercase ?? false else { return word }
        if old.count > 1, old == old.uppercased() { return word.uppercased() }
        return word.prefix(1).uppercased() + word.dropFirst()
    }

    private func mendArticle(
        before run: Int, from old: String, to new: String, _ text: WordRuns, _ written: inout [Int: String]
    ) {
        guard let before = text.preceding(run), written[before] == nil, entries[text.runs[before].lower] == nil,
            ["a", "an"].contains(text.runs[before].lower)
        else { return }
        let isVowel = EnglishGrammar.beginsWithVowel(new)
        guard isVowel != EnglishGrammar.beginsWithVowel(old) else { return }
        let article = text.written(before)
        let isShouted = article.count > 1 ? article == "AN" : text.written(run).count > 1 && isUpper(text.written(run))
        let mended = isVowel ? (isShouted ? "AN" : "an") : (isShouted ? "A" : "a")
        written[before] = isShouted ? mended : Self.cased(mended, like: article)
    }

    private func isUpper(_ word: String) -> Bool { word == word.uppercased() }

    private func joined(
        _ text: WordRuns, _ written: [Int: String], _ ends: [Int: (old: String, new: String, isPlural: Bool)]
    ) -> String {
        var result = ""
        var place = 0
        for (run, piece) in text.runs.enumerated() {
            let gap = text.scalars[place..<piece.range.lowerBound]
            // Words that became fewer leave no space behind.
            if written[run] != "" { result += WordRuns.text(gap) }
            let isDropped = isLostPossessive(run, text, ends)
            result += isDropped ? "" : written[run] ?? text.written(run)
            place = piece.range.upperBound
            if let end = ends[run], addsPossessive(run, end, text) {
                result += "\(text.scalars[place])s"
                place += 1
            }
        }
        return result + WordRuns.text(text.scalars[place...])
    }

    /// Whether *the ladies' car* has become *the gentlemen car*, with an apostrophe that wants its s.
    private func addsPossessive(
        _ run: Int, _ end: (old: String, new: String, isPlural: Bool), _ text: WordRuns
    ) -> Bool {
        let range = text.runs[run].range
        guard end.old.hasSuffix("s"), !end.new.hasSuffix("s"), range.upperBound < text.scalars.count,
            Self.isApostrophe(text.scalars[range.upperBound]),
            range.lowerBound == 0 || !Self.isApostrophe(text.scalars[range.lowerBound - 1])
        else { return false }
        return run + 1 >= text.runs.count || text.runs[run + 1].range.lowerBound > range.upperBound + 1
    }

    /// Whether a run is the s of *the gentlemen's car* after *gentlemen* has become *ladies*.
    private func isLostPossessive(
        _ run: Int, _ text: WordRuns, _ ends: [Int: (old: String, new: String, isPlural: Bool)]
    ) -> Bool {
        guard run > 0, text.runs[run].lower == "s", let end = ends[run - 1], end.isPlural, end.new.hasSuffix("s"),
            !end.old.hasSuffix("s"), let gap = text.gap(after: run - 1), gap.count == 1, let mark = gap.first
        else { return false }
        return Self.isApostrophe(mark)
    }

    private static func isApostrophe(_ scalar: Unicode.Scalar) -> Bool { scalar == "'" || scalar == "’" }
}
