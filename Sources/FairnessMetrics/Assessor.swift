internal import NumericalKernels
internal import Synchronization

/// What is found of the groups of one set of attributes.
private struct MeasuredSet: Sendable {
    var groups: [GroupAssessment]
    var disparities: [Disparity]
    var distributions: [DistributionAssessment]
    var measured: MeasuredGroups
}

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
        table.sortValues()
        let everybody = table.sums(over: []).first?.tally ?? Tally()
        var assessor = self
        assessor.settings.outcome = OutcomeSpread(everybody)
        return assessor.assess(sorted: table, everybody: everybody)
    }

    private func assess(sorted table: GroupTable, everybody: Tally) -> Assessment {
        let suppression = Suppression(table, minimum: settings.minimumCell)
        let metrics = GroupMetric.available(with: table.inputs, task: table.task)
        let overall = metrics.map { $0.measure(everybody) }
        let classMetrics = ClassMetrics(table)
        let classes = classMetrics.measure(everybody)
        var groups: [GroupAssessment] = []
        var disparities: [Disparity] = []
        var distributions: [DistributionAssessment] = []
        let z = CriticalValue.single(confidence: settings.confidence)
        // The last and largest sets begin first.
        let sets = Array(table.attributeSets.reversed())
        let columns = DistributionOfAll.columns(of: table, everybody)
        let measures = Mutex(TableMeasures())
        let parts = ParallelMap.map(1 + sets.count, workers: 1 + sets.count) { task -> MeasuredSet? in
            guard task > 0 else {
                // Numbers of other kinds could give away what is withheld; nothing protects them.
                guard !suppression.withholds else { return nil }
                let measured = TableMeasures(table, everybody: everybody, settings: settings)
                measures.withLock { $0 = measured }
                return nil
            }
            let measured = MeasuredGroups(
                table, positions: sets[task - 1], suppression: suppression, metrics: metrics, settings: settings)
            return MeasuredSet(
                groups: measured.assessments(z: z, shrinks: true),
                disparities: measured.disparities(overall: overall, classes: classes),
                distributions: suppression.withholds ? [] : measured.distributions(columns), measured: measured)
        }.compactMap(\.self)
        for part in parts.reversed() {
            groups += part.groups
            disparities += part.disparities
            distributions += part.distributions
        }
        let sizes = FamilyAdjustment.adjust(&disparities)
        DistributionAssessment.adjust(&distributions)
        var assessment = Assessment(
            overall: GroupAssessment(
                key: GroupKey([]), tally: everybody,
                metrics: zip(metrics, overall).map { metric, value in
                    MetricEstimate(metric: metric.id, estimate: value.estimate(z: z, rates: settings.interval))
                }, classes: classMetrics.assessments(classes, z: z)),
            groups: groups, disparities: disparities, strata: strata(of: table, suppression, metrics: metrics),
            conditional: conditionalComparisons(of: table, suppression, metrics: metrics),
            emptyCells: table.emptyCells(),
            familySizes: sizes,
            outcome: settings.outcome)
        assessment.distributions = distributions
        assessment.withholdsDetail = suppression.withholds
        if !suppression.withholds {
            assessment.calibration = calibration(of: table)
            assessment.curves = curves(of: table)
            assessment.measures = measures.withLock { $0 }
        }
        if settings.bootstrapDraws > 0 {
            let plan = ResamplingPlan(
                table, sets: parts.reversed().map(\.measured), everybody: everybody, overall: overall, metrics: metrics,
                settings: settings)
            Resampling(plan, settings: settings).annotate(&assessment)
        }
        for index in assessment.disparities.indices { assessment.disparities[index].shortenDerived() }
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
            let classes = ClassMetrics(table).measure(tally)
            var stratum = StratumAssessment(key: table.key(cell, over: positions), groups: [], disparities: [])
            for attribute in table.attributes.indices {
                let measured = MeasuredGroups(
                    table, positions: [attribute], stratum: cell, suppression: suppression, metrics: metrics,
                    settings: settings)
                stratum.groups += measured.assessments(z: CriticalValue.single(confidence: settings.confidence))
                stratum.disparities += measured.disparities(overall: overall, classes: classes).filter {
                    !$0.aggregation.isPerGroup
                }
            }
            strata.append(stratum)
        }
        var all = strata.flatMap(\.disparities)
        FamilyAdjustment.adjust(&all)
        for index in all.indices { all[index].shortenDerived() }
        var next = all.makeIterator()
        for index in strata.indices {
            strata[index].disparities = strata[index].disparities.map { next.next() ?? $0 }
        }
        return strata
    }
}

extension GroupAssessment {
    /// Makes the assessment of the rows of `tally`; of a withheld group it keeps no count, so that none can get out.
    init(
        key: GroupKey, tally: Tally, withheld: Withholding? = nil, metrics: [MetricEstimate],
        classes: [ClassAssessment] = []
    ) {
        let everyone = withheld == nil ? tally.everyone : .zero
        var missing = MissingCounts()
        if withheld == nil {
            missing.label = tally.labelled(.missing).count
            missing.prediction = tally.predicted(.missing).count
            missing.score = tally.scores?.missing ?? 0
        }
        self.init(
            key: key, count: everyone.count, weight: everyone.weight, missing: missing, withheld: withheld,
            metrics: metrics, classes: classes)
    }
}
