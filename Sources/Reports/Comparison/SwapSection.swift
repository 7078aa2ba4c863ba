internal import FairnessMetrics

/// What becomes of answers when a text speaks of somebody else, before and after.
struct SwapSection {
    let change: ModelChange

    /// More rows than this only debias.json has.
    private static let limit = 40

    var body: [Node]? {
        guard !change.swapGaps.isEmpty else { return nil }
        let measured = change.swapGaps.filter { $0.size.change.defined != nil }
        let gaps = DataTable(
            id: "swaps-table",
            caption: "Moves of the probability of “\(user: change.positive)” when words are exchanged",
            columns: [
                .init("Words of", .text), .init("In"), .init("Mean move before"), .init("After"), .init("Change"),
                .init("Decisions that flip"), .init("Move", .text),
            ], rows: SwapWording(change: change).shown.prefix(Self.limit).map(cells), style: "data moves")
        let moves = measured.flatMap { gap in gap.directions.map { (gap, $0) } }
            .filter { $0.1.shift.change.defined != nil && !Self.isOfFrame($0.0) }
        let directions = DataTable(
            id: "swap-directions",
            caption: "Mean change of the probability of “\(user: change.positive)” by direction",
            columns: [.init("Exchanged", .text), .init("In"), .init("Before"), .init("After"), .init("Change")],
            rows: moves.prefix(Self.limit).map { gap, direction in
                [
                    "\(user: direction.from) → \(user: direction.to)",
                    .text(Self.unitWords(gap, direction.units)),
                ] + figures(direction.shift, isSigned: true)
            }, style: "data moves")
        return [.takeaway(SwapWording(change: change).lead), gaps.node]
            + (moves.isEmpty ? [] : [.details("By direction: who is preferred", [directions.node])])
            + [.note(SwapWording.note)]
    }

    private static func isOfFrame(_ gap: CounterfactualGap) -> Bool {
        if case .templates(.some) = gap.source { return true }
        return false
    }

    private static func unitWords(_ gap: CounterfactualGap, _ units: Int) -> String {
        counted(units, gap.source == .texts ? "test text" : "template")
    }

    private func cells(_ gap: CounterfactualGap) -> [Node] {
        let unread: Node =
            gap.unread == 0 ? .none : .subline("\(counted(gap.unread, "pair")) with unknown words")
        let pairs: Node = gap.source == .texts ? .none : .subline("\(counted(gap.pairs, "pair"))")
        return [.user(gap.attribute), .fragment([.text(SwapWording.unitWords(gap)), pairs, unread])]
            + figures(gap.size) + [flips(gap.flips), gap.size.outcome.node]
    }

    private func flips(_ figure: PairedEstimates) -> Node {
        guard let before = figure.before.value, let after = figure.after.value, let change = figure.change.defined
        else {
            return "–"
        }
        return .fragment([
            .text("\(before.percent) → \(after.percent)"), .subline(.text(SwapWording.ends(change.interval))),
        ])
    }

    private func figures(_ figure: PairedEstimates, isSigned: Bool = false) -> [Node] {
        guard let change = figure.change.defined else { return ["too few", "–", "–"] }
        func cell(_ estimate: Estimate) -> Node {
            guard let value = estimate.defined else { return "–" }
            return .fragment([
                .text(isSigned ? SwapWording.signed(value.value) : value.value.points),
                .subline(.text(SwapWording.ends(value.interval))),
            ])
        }
        return [
            cell(figure.before), cell(figure.after),
            .fragment([
                .text(SwapWording.signed(change.value)), .subline(.text(SwapWording.ends(change.interval))),
            ]),
        ]
    }
}

extension PairedEstimates.Outcome {
    /// The outcome as a piece of a page.
    var node: Node { likeGap.node }

    /// The outcome in words.
    var words: String { likeGap.words }

    private var likeGap: DisparityChange.Outcome {
        switch self {
        case .shrank: .shrank
        case .grew: .grew
        case .same: .same
        case .cannotTell: .cannotTell
        }
    }
}
