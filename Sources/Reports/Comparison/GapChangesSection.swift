internal import FairnessMetrics

/// Each comparison between groups before and after, with both verdicts.
struct GapChangesSection {
    let wording: ComparisonWording

    /// More rows than this in one table only the file has.
    private static let limit = 60

    var body: [Node]? {
        let all = wording.comparison.disparities
        guard !all.isEmpty else { return nil }
        var seen: Set<[String]> = []
        let sets = all.map(\.subject.attributes).filter { seen.insert($0.sorted()).inserted }
        let shown = sets.enumerated().map { tables($1, $0) }
        let left = all.count - shown.reduce(0) { $0 + $1.rows }
        let rest: Node =
            left > 0
            ? .note("\(counted(left, "further comparison")) \(left == 1 ? "is" : "are") in comparison.json.") : .none
        let note: Node = """
            The gap is the distance from “no gap”: from 0 for a difference, from 1 on a logarithmic scale for a ratio. A \
            verdict compares one audit’s interval with its margin; two verdicts may differ although nothing changed beyond chance.
            """
        return [.takeaway(takeaway(all))] + shown.flatMap(\.nodes) + [rest, .note(note)]
    }

    private func takeaway(_ all: [DisparityChange]) -> Node {
        let turned = all.count { gap in
            guard let before = gap.before?.verdict, let after = gap.after?.verdict else { return false }
            return before != after
        }
        let alone = all.count { $0.before == nil || $0.after == nil }
        let first: Node =
            turned == 0
            ? "No verdict changed"
            : "\(counted(turned, "verdict")) of \(counted(all.count - alone, "comparison")) changed"
        let second =
            alone == 0 ? "" : "; \(counted(alone, "comparison")) \(alone == 1 ? "is" : "are") in one audit alone"
        return "\(first)\(second)."
    }

    private func tables(_ set: [String], _ index: Int) -> (nodes: [Node], rows: Int) {
        let all = wording.comparison.disparities.filter { $0.subject.attributes.sorted() == set.sorted() }
        let pooled = all.filter { !$0.subject.aggregation.isPerGroup }
        let isMain = { (gap: DisparityChange) in wording.isMain(gap) || gap.subject.aggregation.isComposite }
        let parts: [(String, String, [DisparityChange])] = [
            ("gap-\(index)", "Gaps", pooled.filter(isMain)),
            ("gap-\(index)-rest", "Further gaps", set.count == 1 ? pooled.filter { !isMain($0) && isFurther($0) } : []),
            ("gap-\(index)-groups", "Groups against the reference group", all.filter(wording.isAgainstReference)),
        ]
        let shown = parts.map { ($0, $1, Array($2.prefix(Self.limit))) }.filter { !$0.2.isEmpty }
        guard !shown.isEmpty else { return ([], 0) }
        let nodes = shown.map { id, name, gaps -> Node in
            let table = table(gaps, id, "\(name) by \(.attributes(set))")
            return name == "Gaps"
                ? table : .details("\(name) by \(.attributes(set)): \(counted(gaps.count, "comparison"))", [table])
        }
        return (
            set.count == 1
                ? [.make(.h3, content: "By \(.attributes(set))")] + nodes : [.details("By \(.attributes(set))", nodes)],
            shown.reduce(0) { $0 + $1.2.count }
        )
    }

    /// Differences of metrics that are not 1 minus another; ratios and the rest are in the file.
    private func isFurther(_ gap: DisparityChange) -> Bool {
        gap.subject.aggregation == .difference && GroupMetric.named(gap.subject.metric)?.complement == nil
            && !gap.subject.isOfClass
    }

    private func table(_ gaps: [DisparityChange], _ id: String, _ caption: Node) -> Node {
        DataTable(
            id: id, caption: caption,
            columns: [
                .init("Comparison", .text), .init("Before"), .init("After"), .init("Change (\(wording.boundsName))"),
                .init("Gap", .text), .init("Verdict before", .text), .init("Verdict after", .text),
            ], rows: gaps.map(cells), style: "data moves"
        ).node
    }

    private func cells(_ gap: DisparityChange) -> [Node] {
        let disparity = gap.subject
        let metric = MetricWording(disparity.metric)
        let ofClass: Node = disparity.className.map { ", class \(user: $0)" } ?? .none
        let heading: Node =
            disparity.aggregation.isComposite
            ? .fragment([.text(disparity.aggregation.name), component(gap)])
            : .fragment([
                disparity.group.map { "\(metric.name) of \($0)" } ?? "\(metric.name)\(ofClass)",
                .subline(.text(disparity.aggregation.name(of: disparity.metric))),
            ])
        return [
            heading, size(gap.before), size(gap.after), change(gap),
            .fragment([gap.outcome.node, gap.isTurned ? .subline("points the other way") : .none]), verdict(gap.before),
            verdict(gap.after),
        ]
    }

    private func component(_ gap: DisparityChange) -> Node {
        guard let before = gap.before?.metric, let after = gap.after?.metric, before != after else { return .none }
        let names = [before, after].map { MetricWording($0).nameWithinSentence }
        return .subline("set by the \(names[0]) before and the \(names[1]) after")
    }

    private func size(_ disparity: Disparity?) -> Node {
        guard let disparity else { return .subline("not in this audit") }
        var pair: Node = .none
        if let highest = disparity.highest, let lowest = disparity.lowest {
            pair = .subline("\(highest) over \(lowest)")
        }
        return .fragment([disparity.size, pair])
    }

    private func change(_ gap: DisparityChange) -> Node {
        guard let difference = gap.change.difference else { return ChangeCells.obstacle(gap.change) }
        let words = (difference > 0 ? "+" : "") + gap.subject.sizeWords(difference)
        return .fragment([.text(words), gap.change.bounds.map { .subline(.text(gap.subject.ends($0))) } ?? .none])
    }

    private func verdict(_ disparity: Disparity?) -> Node {
        guard let disparity else { return "–" }
        return .fragment([disparity.verdict.node, .subline(.text("margin \(disparity.sizeWords(disparity.margin))"))])
    }
}
