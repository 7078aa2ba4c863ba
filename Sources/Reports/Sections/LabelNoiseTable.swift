internal import FairnessMetrics

/// How many wrong labels in one group would close the gaps that rest on labels.
struct LabelNoiseTable {
    let context: ReportContext

    /// The table with what it rests on; nothing without labels or gaps.
    var nodes: [Node] {
        let gaps = context.singleSets.flatMap(context.disparities).filter { !$0.labelNoise.isEmpty }
        guard !gaps.isEmpty else { return [] }
        let table = DataTable(
            id: "label-noise", caption: "How many wrong labels in one group would close a gap",
            columns: [
                .init("Gap", .text), .init("Now"), .init("Vanishes if wrong at random", .text),
                .init("Vanishes at worst if wrong", .text), .init("Within the margin at worst if wrong", .text),
            ],
            rows: gaps.map { gap in
                let metric = MetricWording(gap.metric)
                let size = gap.evidence?.gap ?? gap.estimate.value
                return [
                    .fragment([.text(metric.name), .subline("by \(.attributes(gap.attributes)), \(pair(gap))")]),
                    .text(size.map { metric.gap($0) } ?? "–"),
                    words(gap.labelNoise.filter { $0.pattern == .nonDifferential }, \.vanishesAt),
                    words(gap.labelNoise.filter { $0.pattern == .worstCase }, \.vanishesAt),
                    words(gap.labelNoise.filter { $0.pattern == .worstCase }, \.withinMarginAt),
                ]
            })
        let note: Node = """
            The smallest share of wrong labels in one of the two groups, all others being right. At random: people of the \
            same true label are mislabelled alike, whatever was decided. At worst: those whose labels do most for the gap. \
            No sampling error is in these shares.
            """
        return [.make(.h3, content: "If labels are wrong"), table.node, .note(note)]
    }

    private func pair(_ gap: Disparity) -> Node {
        guard let highest = gap.evidence?.highest ?? gap.highest, let lowest = gap.evidence?.lowest ?? gap.lowest
        else { return .none }
        return "\(highest) over \(lowest)"
    }

    /// The finding with the smallest share, in words.
    private func words(_ findings: [LabelNoise], _ share: (LabelNoise) -> Double?) -> Node {
        let best = findings.compactMap { finding in share(finding).map { (finding, $0) } }.min { $0.1 < $1.1 }
        guard let (finding, share) = best else { return "by no share" }
        if share == 0 { return "it is" }
        return "\(share.percent) of the \(finding.label.rawValue) labels of \(finding.group)"
    }
}
