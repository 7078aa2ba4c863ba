internal import NumericalKernels

/// Measures every group of a table and compares the groups in every way that the data allow.
public struct Assessor: Sendable {
    /// The choices that shape intervals and verdicts.
    public var settings: AssessmentSettings

    /// Makes an assessor.
    public init(settings: AssessmentSettings = AssessmentSettings()) { self.settings = settings }

    /// Returns the assessment of a table: overall, each attribute, each intersection, and within each stratum.
    ///
    /// Costs O(k²) for the comparisons of k groups, and nothing that depends on the number of rows unless scores are
    /// ranked.
    public func assess(_ table: GroupTable) -> Assessment {
        var table = table
        table.sortScores()
        return assess(sorted: table)
    }

    private func assess(sorted table: GroupTable) -> Assessment {
        let suppression = Suppression(table, minimum: settings.minimumCell)
        let everybody = table.sums(over: []).first?.tally ?? Tally()
        let metrics = GroupMetric.available(with: table.inputs)
        let overall = metrics.map { $0.measure(everybody) }
        var groups: [GroupAssessment] = []
        var disparities: [Disparity] = []
        let z = CriticalValue.single(confidence: settings.confidence)
        // The last and largest sets begin first.
        let sets = Array(table.attributeSets.reversed())
        let parts = ParallelMap.map(sets.count, workers: max(1, sets.count)) { index in
            let measured = MeasuredGroups(
                table, positions: sets[index], suppression: suppression, metrics: metrics, settings: settings)
            return (measured.assessments(z: z, shrinks: true), measured.disparities(overall: overall))
        }
        for part in parts.reversed() {
            groups += part.0
            disparities += part.1
        }
        let sizes = FamilyAdjustment.adjust(&disparities)
        var assessment = Assessment(
            overall: GroupAssessment(
                key: GroupKey([]), tally: everybody,
                metrics: zip(metrics, overall).map { metric, value in
                    MetricEstimate(metric: metric.id, estimate: value.estimate(z: z))
                }),
            groups: groups, disparities: disparities, strata: strata(of: table, suppression, metrics: metrics),
            conditional: conditionalComparisons(of: table, suppression, metrics: metrics),
            emptyCells: table.emptyCells(), familySizes: sizes)
        assessment.unprotectedCells = suppression.unprotected
        return assessment
    }

    /// Assesses each stratum with each attribute alone; all strata together are one family.
    private func strata(
        of table: GroupTable, _ suppression: Suppression, metrics: [GroupMetric]
    ) -> [StratumAssessment] {
        guard !table.strata.isEmpty else { return [] }
        let positions = Array(table.attributes.count..<table.attributes.count + table.strata.count)
        var strata: [StratumAssessment] = []
        for (cell, tally) in table.sums(over: positions) {
            let overall = metrics.map { $0.measure(tally) }
            var stratum = StratumAssessment(key: table.key(cell, over: positions), groups: [], disparities: [])
            for attribute in table.attributes.indices {
                let measured = MeasuredGroups(
                    table, positions: [attribute], stratum: cell, suppression: suppression, metrics: metrics,
                    settings: settings)
                stratum.groups += measured.assessments(z: CriticalValue.single(confidence: settings.confidence))
                stratum.disparities += measured.disparities(overall: overall).filter { !$0.aggregation.isPerGroup }
            }
            strata.append(stratum)
        }
        var all = strata.flatMap(\.disparities)
        FamilyAdjustment.adjust(&all)
        var next = all.makeIterator()
        for index in strata.indices {
            strata[index].disparities = strata[index].disparities.map { next.next() ?? $0 }
        }
        return strata
    }
}

extension GroupAssessment {
    /// Makes the assessment of the rows of `tally`; of a withheld group it keeps no count, so that none can get out.
    init(key: GroupKey, tally: Tally, withheld: Withholding? = nil, metrics: [MetricEstimate]) {
        let everyone = withheld == nil ? tally.everyone : .zero
        var missing = MissingCounts()
        if withheld == nil {
            missing.label = tally.labelled(.missing).count
            missing.prediction = tally.predicted(.missing).count
            missing.score = tally.scores?.missing ?? 0
        }
        self.init(
            key: key, count: everyone.count, weight: everyone.weight, missing: missing, withheld: withheld,
            metrics: metrics)
    }
}
