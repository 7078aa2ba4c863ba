internal import NumericalKernels

/// Intervals by resampling the counts of a table: a bootstrap of its rows that costs nothing per row.
///
/// Each draw takes as many rows as there are, with replacement, from the whole table; since rows that agree in every column
/// that counts are interchangeable, it is one multinomial draw over the table's cells. All sets of attributes and all
/// metrics are measured in the same draws, so that their joint distribution is known. Metrics of scores are left out: what
/// they need of a row is not among the counts. So are strata, and sets of more than a hundred groups.
struct Resampling: Sendable {
    let plan: ResamplingPlan
    private let settings: AssessmentSettings
    private let blocks: [ResampledBlock]
    private let draws: Int
    private static let blockSize = 32
    /// A quantity that more than one draw in twenty leaves undefined has no bootstrap interval.
    private static let leastDefined = 0.95

    /// Draws as often as the settings ask; draw i depends on the seed and on i only.
    init(_ plan: ResamplingPlan, settings: AssessmentSettings) {
        self.plan = plan
        self.settings = settings
        let draws = settings.bootstrapDraws
        self.draws = draws
        let size = Self.blockSize
        blocks = ParallelMap.map((draws + size - 1) / size, workers: settings.workers) { block in
            ResampledBlock(plan, seed: settings.seed, draws: block * size..<min(draws, (block + 1) * size))
        }
    }

    /// Writes the intervals into an assessment.
    func annotate(_ assessment: inout Assessment) {
        let intervals = groupIntervals()
        assessment.overall.metrics = annotated(assessment.overall.metrics, at: 0, intervals)
        var offsets: [GroupKey: Int] = [:]
        for set in plan.sets.dropFirst() {
            for (place, group) in set.groups.enumerated() {
                offsets[group.key] = plan.statistic(set, group: place, form: 0)
            }
        }
        for index in assessment.groups.indices {
            guard let offset = offsets[assessment.groups[index].key] else { continue }
            assessment.groups[index].metrics = annotated(assessment.groups[index].metrics, at: offset, intervals)
        }
        FamilyIntervals(self, settings: settings).annotate(&assessment.disparities)
    }

    /// The square of the largest studentized gap of a part, draw by draw.
    func largest(_ part: Int) -> [Double] {
        collected { $0.appendLargest(part, to: &$1) }
    }

    /// How far the extreme pair's gap fell short in each draw, in standard errors.
    func shortfalls(_ part: Int) -> [Double] {
        collected { $0.appendShortfalls(part, to: &$1) }
    }

    /// The square of the largest studentized deviation of a family of comparisons with a baseline, draw by draw.
    func baselines(_ family: Int) -> [Double] {
        collected { $0.appendBaselines(family, to: &$1) }
    }

    private func collected(_ append: (ResampledBlock, inout [Double]) -> Void) -> [Double] {
        var list: [Double] = []
        list.reserveCapacity(draws)
        for block in blocks { append(block, &list) }
        return list
    }

    private func annotated(
        _ metrics: [MetricEstimate], at offset: Int, _ intervals: [BootstrapInterval?]
    ) -> [MetricEstimate] {
        metrics.map { metric in
            var metric = metric
            if metric.estimate.defined != nil, let form = plan.form(metric.metric) {
                metric.bootstrap = intervals[offset + form]
            }
            return metric
        }
    }

    /// The interval of every statistic, side by side for each group.
    private func groupIntervals() -> [BootstrapInterval?] {
        let groups = plan.sets.flatMap { set in set.groups.indices.map { (set, $0) } }
        return ParallelMap.map(groups.count, workers: settings.workers) { index in
            let (set, group) = groups[index]
            return plan.forms.indices.map { form -> BootstrapInterval? in
                guard let tally = set.groups[group].tally else { return nil }
                return interval(plan.statistic(set, group: group, form: form), plan.forms[form], tally)
            }
        }.flatMap(\.self)
    }

    private func interval(_ statistic: Int, _ form: CountForm, _ tally: Tally) -> BootstrapInterval? {
        let estimate = plan.estimates[statistic]
        guard !estimate.isNaN else { return nil }
        let values = collected { $0.appendValues(statistic, to: &$1) }
        guard Double(values.count) >= Self.leastDefined * Double(draws) else { return nil }
        return BCaInterval.interval(
            values, estimate: estimate, acceleration: BCaInterval.acceleration(form, in: tally, rows: plan.rows),
            confidence: settings.confidence)?.toSixDigits
    }
}
