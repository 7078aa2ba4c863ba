internal import FairnessMetrics

/// What became of each main gap, in a sentence each.
struct ChangesSection {
    let wording: ComparisonWording

    var body: [Node]? {
        let gaps = wording.mainGaps
        let items = gaps.map { gap in
            Node.make(.li, content: gap.outcome.node, .text(" "), wording.sentence(gap))
        }
        let list: [Node] = gaps.count > 1 ? [.element(.ul, [.class("outcomes")], items)] : []
        return [.make(.p, .class("lead"), content: wording.lead)] + list + [.paragraph(wording.relation)]
    }
}

extension DisparityChange.Outcome {
    /// The outcome in words.
    var words: String {
        switch self {
        case .shrank: "Shrank"
        case .grew: "Grew"
        case .same: "Same"
        case .cannotTell: "Cannot tell"
        case .notComparable: "Not comparable"
        }
    }

    /// The outcome as a piece of a page: a sign and words beside its colour.
    var node: Node {
        let style =
            switch self {
            case .shrank: "v none fell"
            case .grew: "v shown rose"
            case .same: "v same"
            case .cannotTell, .notComparable: "v open"
            }
        return .make(.span, .class(style), content: .text(words))
    }
}
