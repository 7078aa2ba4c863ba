internal import Glibc
internal import NumericalKernels

extension Assessor {
    /// Compares scores with labels: in each group of each attribute alone, and between the groups; nil without both.
    func calibration(of table: GroupTable) -> CalibrationAssessment? {
        guard table.inputs.isSuperset(of: [.label, .score]), let everybody = table.sums(over: []).first?.tally.scores
        else { return nil }
        let z = CriticalValue.single(confidence: settings.confidence)
        let rows = LabelledRows(everybody)
        let notProbabilities = everybody.notProbabilities
        let bins = ScoreBins.equalCount(10, of: rows)
        @Sendable func measure(_ key: GroupKey, _ sample: ScoreSample) -> GroupCalibration {
            GroupCalibration(
                key: key, sample: sample, bins: bins, notProbabilities: notProbabilities,
                minimumCell: settings.minimumCell, z: z)
        }
        let parts = ParallelMap.map(table.attributes.count, workers: max(1, table.attributes.count)) { attribute in
            let groups = table.sums(over: [attribute]).map { cell, tally in
                (key: table.key(cell, over: [attribute]), tally: tally)
            }
            return (
                groups.map { measure($0.key, $0.tally.scores ?? ScoreSample()) },
                comparison(
                    of: table.attributes[attribute].name, groups, bins: bins, isProbability: notProbabilities == nil)
            )
        }
        var result = CalibrationAssessment(
            edges: bins.edges, isProbability: notProbabilities == nil, isDiscrete: bins.isDiscrete,
            overall: measure(GroupKey([]), everybody),
            groups: parts.flatMap(\.0), comparisons: parts.map(\.1))
        result.adjust()
        return result
    }

    /// Asks whether the same score means the same in every known group that is large enough.
    ///
    /// Large enough: the rows of a headline, and by the rate of all groups at least five expected of either label.
    private func comparison(
        of attribute: String, _ groups: [(key: GroupKey, tally: Tally)], bins: ScoreBins, isProbability: Bool
    ) -> CalibrationComparison {
        let known = groups.filter { settings.comparesUnknown || !$0.key.isUnknown }.map { group in
            let sample = group.tally.scores ?? ScoreSample()
            return (key: group.key, count: group.tally.everyone.count, sample: sample, rows: LabelledRows(sample))
        }
        let all = known.reduce((positive: 0.0, rows: 0.0)) {
            ($0.positive + $1.rows.positive.weight, $0.rows + $1.rows.mass.weight)
        }
        let rarer = all.rows > 0 ? min(all.positive, all.rows - all.positive) / all.rows : 0
        let large = known.filter { group in
            let size = group.rows.mass.effectiveSize
            return group.rows.fault == nil && size >= Double(settings.headlineCell) && size * rarer >= 5
        }
        var result = CalibrationComparison(
            attribute: attribute, compared: large.count, notCompared: known.count - large.count)
        guard (2...SufficiencyTest.mostGroups).contains(large.count) else { return result }
        let knots = isProbability ? bins.edges.map { log($0) - log1p(-$0) }.filter(\.isFinite) : nil
        result.test = SufficiencyTest(large.map(\.rows), isProbability: isProbability).outcome(knots: knots)
        let filled = large.map { (key: $0.key, bins: bins.contents($0.sample)) }
        result.widest = widestGap(filled)
        let named = settings.references[attribute]
        guard
            let base = large.indices.filter({ named == nil || large[$0].key.values[0].value == named })
                .max(by: { large[$0].count < large[$1].count })
        else { return result }
        result.reference = large[base].key
        let z = CriticalValue.several(comparisons: large.count - 1, confidence: settings.confidence)
        for group in large.indices where group != base {
            let strata = zip(filled[group].bins, filled[base].bins).compactMap { own, other in
                own.share.sampled.flatMap { first in
                    other.share.sampled.map { StratifiedTables.Stratum(group: first, reference: $0) }
                }
            }
            guard !strata.isEmpty else { continue }
            let gap = StratifiedTables(strata: strata).standardisedDifference(z: z)
            result.atSameScore.append(GapAtSameScore(group: large[group].key, gap: gap.rounded))
        }
        return result
    }

    /// The gap in a bin whose interval stays furthest from 0, at once over all bins and pairs of groups with enough
    /// rows.
    private func widestGap(_ groups: [(key: GroupKey, bins: [ScoreBins.Content])]) -> CalibrationGap? {
        var pairs: [(bin: Int, first: (key: GroupKey, share: Sampled), second: (key: GroupKey, share: Sampled))] = []
        for bin in groups.first?.bins.indices ?? 0..<0 {
            let filled = groups.compactMap { group in
                group.bins[bin].share.sampled.map { (key: group.key, share: $0) }
            }.filter { $0.share.effectiveSize >= Double(max(settings.headlineCell, settings.minimumCell)) }
            for (index, first) in filled.enumerated() {
                for second in filled[(index + 1)...] { pairs.append((bin, first, second)) }
            }
        }
        let z = CriticalValue.several(comparisons: pairs.count, confidence: settings.confidence)
        var widest: CalibrationGap?
        for pair in pairs {
            let isOrdered = pair.first.share.value >= pair.second.share.value
            let (high, low) = isOrdered ? (pair.first, pair.second) : (pair.second, pair.first)
            let interval = RecoveredInterval.difference(
                high.share.value, high.share.interval(z: z), low.share.value, low.share.interval(z: z))
            guard interval.lower > widest?.interval.lower ?? 0 else { continue }
            widest = CalibrationGap(
                bin: pair.bin, highest: high.key, lowest: low.key, gap: high.share.value - low.share.value,
                interval: interval)
        }
        return widest.map { widest in
            var short = widest
            short.gap = widest.gap.rounded(toSignificant: Estimate.digits)
            short.interval = widest.interval.rounded
            return short
        }
    }
}

extension CalibrationAssessment {
    /// Fills in Holm's p-values: the groups' Cox tests are one family, the attributes' comparisons another.
    fileprivate mutating func adjust() {
        let tested = groups.indices.filter { groups[$0].cox != nil }
        for (index, adjusted) in zip(tested, PValueAdjustment.holm(tested.compactMap { groups[$0].cox?.pValue })) {
            groups[index].cox?.adjustedPValue = adjusted.rounded(toSignificant: Estimate.digits)
        }
        let compared = comparisons.indices.filter { comparisons[$0].test != nil }
        for (index, adjusted) in zip(
            compared, PValueAdjustment.holm(compared.compactMap { comparisons[$0].test?.pValue }))
        {
            comparisons[index].test?.adjustedPValue = adjusted.rounded(toSignificant: Estimate.digits)
        }
    }
}
