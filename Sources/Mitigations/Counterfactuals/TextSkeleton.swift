/// What is left of a text without the words of an attribute: two texts of one skeleton differ only in whom they name.
public struct TextSkeleton: Sendable, Hashable {
    /// The attribute.
    public let attribute: String
    /// The member that the first word of the attribute names; of more than two members, all its words name it.
    public let member: String
    /// The other words in lower case, with a mark where words of the attribute stood: which word of its member, and whether
    /// that is the first one named or the other. A name stands for any other.
    public let text: String
}

extension TextSwapper {
    /// Returns the skeleton of a text for each attribute that it names, unless it names two of more than two members.
    ///
    /// *He met his wife* and *She met her husband* have the same one. Case, punctuation and the n of *an* do not count.
    public func skeletons(_ text: String) -> [TextSkeleton] {
        let parts = WordRuns(text)
        var found: [(runs: ClosedRange<Int>, entry: Entry)] = []
        var run = 0
        while run < parts.runs.count {
            guard let entry = match(run, parts) else {
                run += 1
                continue
            }
            found.append((run...run + entry.runs.count - 1, entry))
            run += entry.runs.count
        }
        return lexicon.attributes.compactMap { attribute in
            let own = found.filter { lexicon.families[$0.entry.family].attribute == attribute }
            guard let first = own.first else { return nil }
            let isPair = own.allSatisfy { lexicon.families[$0.entry.family].members.count == 2 }
            guard isPair || own.allSatisfy({ member($0.entry) == member(first.entry) }) else { return nil }
            return TextSkeleton(
                attribute: attribute, member: member(first.entry), text: skeleton(parts, without: own))
        }
    }

    private func member(_ entry: Entry) -> String { lexicon.families[entry.family].members[entry.member] }

    private func skeleton(_ text: WordRuns, without own: [(runs: ClosedRange<Int>, entry: Entry)]) -> String {
        var words: [String] = []
        var run = 0
        var next = own.makeIterator()
        var match = next.next()
        while run < text.runs.count {
            guard let found = match, found.runs.lowerBound == run else {
                words.append(text.runs[run].lower == "an" ? "a" : text.runs[run].lower)
                run += 1
                continue
            }
            let isOfNames = lexicon.families[found.entry.family].isOfNames
            let isOther = member(found.entry) != own.first.map { member($0.entry) }
            words.append("\u{1}\(found.entry.family)\(isOther ? "~" : "")" + (isOfNames ? "" : ".\(found.entry.form)"))
            run = found.runs.upperBound + 1
            match = next.next()
        }
        return words.joined(separator: " ")
    }
}
