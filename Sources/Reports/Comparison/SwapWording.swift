internal import FairnessMetrics

/// What swaps of words did to answers, in sentences that the page, the card and the terminal share.
struct SwapWording {
    let change: ModelChange

    /// The attributes, those for which something can be said first.
    private var attributes: [String] {
        let names = change.swapGaps.map(\.attribute).reduce(into: [String]()) { list, name in
            if !list.contains(name) { list.append(name) }
        }
        return names.filter { main($0) != nil } + names.filter { main($0) == nil }
    }

    /// What a table shows: templates of one frame, or none, only where there is something to see.
    var shown: [CounterfactualGap] {
        change.swapGaps.filter { gap in
            switch gap.source {
            case .texts, .templates(nil): true
            case .templates: gap.size.change.defined != nil
            }
        }
    }

    /// What is said of an attribute: its gap on the test texts, or on all templates where the texts are too few.
    private func main(_ attribute: String) -> CounterfactualGap? {
        let gaps = change.swapGaps.filter { $0.attribute == attribute && $0.size.change.defined != nil }
        return gaps.first { $0.source == .texts } ?? gaps.first { $0.source == .templates(frame: nil) }
    }

    /// What to take from all of it: a sentence for each attribute that was measured, one for the rest.
    var lead: Node {
        let measured = attributes.compactMap(main)
        let rest = attributes.filter { main($0) == nil }
        var sentences = measured.map(sentence)
        if !rest.isEmpty {
            let names: Node = .joined(rest.map { .user($0) }, by: ", ")
            let reasons = rest.map { attribute in
                change.swapGaps.first { $0.attribute == attribute }.map { $0.size.change.undefinedReason ?? "" } ?? ""
            }
            let reason: Node =
                Set(reasons).count == 1 ? ": \(reasons[0])" : ": too few texts hold words that the models know"
            sentences.append("Whether answers depend on words of \(names) cannot be told\(reason).")
        }
        return .joined(sentences, by: " ")
    }

    private func sentence(_ gap: CounterfactualGap) -> Node {
        guard let before = gap.size.before.defined, let after = gap.size.after.defined,
            let difference = gap.size.change.defined
        else { return .none }
        let words: Node = "words of \(user: gap.attribute)"
        let first: Node =
            switch gap.size.outcome {
            case .shrank: "The answers depend less on \(words) than before"
            case .grew: "The answers depend more on \(words) than before"
            case .same: "The answers depend on \(words) just as before"
            case .cannotTell: "Whether the answers depend less on \(words) than before cannot be told"
            }
        let units = Self.unitWords(gap)
        return """
            \(first): exchanging them in \(units) moves the probability of “\(user: change.positive)” by \
            \(after.value.points) on average, against \(before.value.points) before (change \
            \(Self.ends(difference.interval))).
            """
    }

    /// `212 test texts`, `24 templates`.
    static func unitWords(_ gap: CounterfactualGap) -> String {
        switch gap.source {
        case .texts: counted(gap.units, "test text")
        case .templates(let frame): counted(gap.units, (frame.map { "\($0) " } ?? "") + "template")
        }
    }

    /// `−5.6 to −4.1 points`.
    static func ends(_ interval: Interval) -> String {
        "\((interval.lower * 100).fixed(1)) to \(interval.upper.points)"
    }

    /// A change of a share with its sign.
    static func signed(_ value: Double) -> String { (value > 0 ? "+" : "") + value.points }

    /// What the figures are and how far they reach.
    static let note: Node = """
        The mean move is that of the probability, up or down; a decision flips where it crosses 0.5. Of texts each counts once, of \
        templates each by the mean of those that can stand in it; fewer than \(PairedEstimates.fewest) of them are no basis for \
        an interval. Intervals are of 95 % and know that both models read the same texts. Texts of whose exchanged words the \
        models’ vocabulary has none are left out and counted. Of more than two peoples or faiths the partner is drawn by \
        the seed. Words in addresses, mentions and hashtags stay. A text that is true of one may be odd of another; the swap \
        does not know.
        """
}
