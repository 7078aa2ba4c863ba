internal import FairnessMetrics

/// The measures of whole tables that speak, a line each.
struct MeasureLines {
    private let measures: TableMeasures
    private let finding: RankingFinding?
    private let significance: Double

    init(_ context: ReportContext) {
        measures = context.results.assessment.measures
        finding = RankingFinding.widest(in: context)
        significance = 1 - context.settings.confidence
    }

    var lines: [String] { [amplification, ranking, shortfall, consistency].compactMap(\.self) }

    /// Decisions that differ surely more between groups than the labels do, for the surest set of attributes.
    private var amplification: String? {
        let shown = measures.differentialFairness.filter { ($0.amplification?.defined?.interval.lower ?? 0) > 0 }
        guard
            let widest = shown.max(by: {
                ($0.amplification?.defined?.interval.lower ?? 0) < ($1.amplification?.defined?.interval.lower ?? 0)
            }), let label = widest.label?.epsilon.value, let prediction = widest.prediction?.epsilon.value
        else { return nil }
        return "The decisions differ more by \(widest.attributes.joined(separator: " × ")) than the labels do: ε "
            + "\(prediction.plain) against \(label.plain)."
    }

    /// The surest gap among the first k.
    private var ranking: String? {
        finding.map { finding in
            "Among the first \(finding.k.grouped) by the score \(finding.evidence.highest.label) are found more often than "
                + "\(finding.evidence.lowest.label): \(MetricWording(finding.metric).gap(finding.evidence.gap)) apart."
        }
    }

    /// The group of which the first positions hold too few with the smallest p-value.
    private var shortfall: String? {
        var smallest: (group: Ranking.Group, test: Ranking.TopTest)?
        for group in measures.ranking.flatMap(\.groups) {
            for test in group.topTests where test.firstShortfall != nil && test.adjustedPValue <= significance {
                if test.adjustedPValue < smallest?.test.adjustedPValue ?? 2 { smallest = (group, test) }
            }
        }
        guard let (group, test) = smallest, let first = test.firstShortfall else { return nil }
        return
            "The first \(test.k.grouped) hold too few of \(group.key.label) for chance, from position \(first.grouped) "
            + "on: \(test.count.tally), where \(test.minimum.grouped) would pass (p \(test.adjustedPValue.pValueWords))."
    }

    private var consistency: String? {
        guard let found = measures.consistency, let overall = found.overall.defined else { return nil }
        let twins = found.twins.max { $0.contradicted < $1.contradicted }
        let contradicted =
            twins.flatMap { twins in
                twins.contradicted == 0
                    ? nil
                    : "; \(twins.contradicted.grouped) of \(twins.withTwin.grouped) people with an exact twin of another "
                        + "\(twins.attribute) have one with the other outcome"
            } ?? ""
        return "People who are alike: consistency \(overall.value.percent) with the \(found.neighbours) nearest"
            + "\(contradicted)."
    }
}
