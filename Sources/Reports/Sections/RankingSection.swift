internal import FairnessMetrics

extension ReportSection {
    /// How the score ranks the groups.
    static let ranking = ReportSection(
        id: "ranking", title: "The order that the score makes",
        question: "Who stands at the top when everybody is ranked by the score?"
    ) { context in
        let tables = context.results.assessment.measures.ranking.enumerated().map { index, ranking in
            RankingTable(context: context, ranking: ranking, id: "ranking-\(index)")
        }
        guard !tables.isEmpty else { return nil }
        return [.takeaway(RankingFinding.widest(in: context)?.sentence ?? RankingFinding.none)] + tables.map(\.node) + [
            .note(RankingTable.explanation)
        ]
    }
}

/// The places of an attribute's groups in the ranking.
struct RankingTable {
    let context: ReportContext
    let ranking: Ranking
    let id: String

    static let explanation: Node = """
        Everybody is ranked by the score, highest first; equal scores share their positions. “Among the first k” is the \
        share of the group that the first k hold; beneath, how many that are and, where too few for chance, the first \
        prefix that falls short and p (the exact test of all prefixes against the group’s share, Zehlike et al. 2017, \
        adjusted after Holm). Exposure is the mean of 1/log₂(1 + rank) (Singh and Joachims 2018), here over that of \
        everybody: 1 is parity. Per relevance: exposure over the share of positive labels. Positions count rows, not weights.
        """

    var node: Node {
        let hasRelevance = ranking.groups.contains { $0.perRelevance != nil }
        let table = DataTable(
            id: id, caption: "Ranking of \(ranking.rows) rows by \(user: ranking.attribute)",
            columns: [.init(.user(ranking.attribute), .text)]
                + ranking.topK.map { .init("Among the first \($0)") } + [.init("Exposure, 1 is parity")]
                + (hasRelevance ? [.init("Exposure per relevance")] : []),
            rows: ranking.groups.map { row($0, hasRelevance: hasRelevance) } + [verdicts(hasRelevance: hasRelevance)])
        return .fragment([table.node, divergence])
    }

    private func row(_ group: Ranking.Group, hasRelevance: Bool) -> [Node] {
        let marks = group.key.isUnknown ? Node.subline("not recorded, not compared") : .none
        let heading = Node.fragment([.group(group.key), marks])
        let tops = zip(ranking.topK, group.topRates).map { k, rate -> Node in
            guard let value = rate.defined else { return EstimateCell.node(rate) }
            let test = group.topTests.first { $0.k == k && isShort($0) }
            let shortfall: Node =
                test.map { test in
                    guard let first = test.firstShortfall else { return .none }
                    return .subline(
                        "too few from \(first) on, p \(test.adjustedPValue < 0.0001 ? "" : "= ")\(test.adjustedPValue.pValueWords)"
                    )
                } ?? .none
            return .fragment([
                .text(value.value.percent),
                .subline(.text("\(value.numerator?.tally ?? "–"); \(Self.percents(value.interval))")), shortfall,
            ])
        }
        return [heading] + tops + [EstimateCell.node(group.parity)]
            + (hasRelevance ? [group.perRelevance.map { EstimateCell.node($0) } ?? "–"] : [])
    }

    /// Whether the prefixes hold too few of a group, with all tests of the attribute allowed for.
    private func isShort(_ test: Ranking.TopTest) -> Bool {
        test.firstShortfall != nil && test.adjustedPValue <= 1 - context.settings.confidence
    }

    private func verdicts(hasRelevance: Bool) -> [Node] {
        func cell(_ metric: String, _ aggregation: Aggregation) -> Node {
            guard let found = ranking.disparities.first(where: { $0.metric == metric && $0.aggregation == aggregation })
            else { return "–" }
            return .fragment([found.size, found.verdict.node])
        }
        return ["Gap; ratio of exposure"] + ranking.topK.map { cell(Ranking.topMetric($0), .difference) }
            + [cell(Ranking.exposureMetric, .ratio)]
            + (hasRelevance ? [cell(Ranking.perRelevanceMetric, .ratio)] : [])
    }

    private var divergence: Node {
        guard let found = ranking.divergence else { return .none }
        return .paragraph(
            """
            Over the first \(found.positions) positions the groups’ shares differ from everybody’s by NDKL \
            \(found.value.plain) (Geyik et al. 2019); random rankings differ by \(found.random.plain) on average \
            (p = \(found.pValue.pValueWords)).
            """)
    }

    private static func percents(_ interval: Interval) -> String {
        "\((interval.lower * 100).fixed(1)) to \((interval.upper * 100).fixed(1))"
    }
}

/// A gap among the first k that is shown, between two groups large enough for a headline.
struct RankingFinding {
    let ranking: Ranking
    let k: Int
    let metric: String
    let evidence: Evidence

    /// What stands in place of a finding.
    static let none: Node =
        "Between groups of sufficient size no gap beyond the margin is shown in who stands at the top of the ranking."

    /// The finding whose gap is surest, over every attribute and every k.
    static func widest(in context: ReportContext) -> RankingFinding? {
        let findings = context.results.assessment.measures.ranking.flatMap { ranking in
            ranking.disparities.compactMap { disparity -> RankingFinding? in
                guard disparity.aggregation == .difference, disparity.verdict == .disparityShown,
                    let evidence = disparity.evidence, evidence.interval.lower > disparity.margin,
                    let k = ranking.topK.first(where: { Ranking.topMetric($0) == disparity.metric })
                else { return nil }
                return RankingFinding(ranking: ranking, k: k, metric: disparity.metric, evidence: evidence)
            }
        }
        return findings.max { $0.evidence.interval.lower < $1.evidence.interval.lower }
    }

    /// The finding in words.
    var sentence: Node {
        """
        Among the first \(k) of \(ranking.rows), \(evidence.highest) are found more often than \(evidence.lowest): the gap is \
        \(MetricWording(metric).gap(evidence.gap, evidence.interval)) of each group’s people.
        """
    }
}
