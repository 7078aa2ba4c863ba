internal import FairnessMetrics

/// What a page holds of the results: what its sections are made of, so that it can be made again.
///
/// Left out are comparisons without a place on the page; of those with one, adjustments, tests of equivalence, power and
/// resampled intervals, the surest pair and the people in it where no verdict names them, and the reason of a verdict that
/// needs none; of combinations of attributes all metrics but those of the headlines; standard errors, shrunken rates,
/// sensitivity to wrong labels, precision-recall curves and parts of the measures of whole tables.
struct ShownResults {
    let context: ReportContext

    init(_ context: ReportContext) { self.context = context }

    /// The results without what the page does not show.
    var results: AuditResults {
        var results = context.results
        results.assessment = shown(results.assessment)
        return results
    }

    private func shown(_ assessment: Assessment) -> Assessment {
        var shown = assessment
        shown.overall = assessment.overall.shown
        shown.groups = assessment.groups.map(self.shown)
        shown.disparities = assessment.disparities.filter(context.shows).map(self.shown)
        for index in shown.strata.indices {
            shown.strata[index].groups = assessment.strata[index].groups.map(\.shown)
            shown.strata[index].disparities = assessment.strata[index].disparities.map(\.shown)
        }
        for index in shown.curves.indices { shown.curves[index].precisionRecall = nil }
        shown.distributions = assessment.distributions.map(\.shown)
        shown.measures.individual = assessment.measures.individual?.shown
        shown.measures.ranking = assessment.measures.ranking.map(\.shown)
        return shown
    }

    private func shown(_ group: GroupAssessment) -> GroupAssessment {
        var shown = group.shown
        guard group.key.values.count > 1 else { return shown }
        shown.metrics.removeAll { !context.headlineMetrics.contains($0.metric) }
        shown.classes = context.shownClasses(of: group)
        return shown
    }

    private func shown(_ disparity: Disparity) -> Disparity {
        var shown = disparity.shown
        let isHeadline = disparity.aggregation == .difference && context.headlineMetrics.contains(disparity.metric)
        if !isHeadline || disparity.compared <= 2 { shown.corrected = nil }
        if !isHeadline || disparity.attributes.count > 1 { (shown.gapError, shown.criticalValue) = (nil, nil) }
        if !context.isMain(disparity), !disparity.isOfClass { (shown.evidence, shown.peopleCount) = (nil, nil) }
        if disparity.verdict != .cannotTell { shown.reason = "" }
        return shown
    }
}

extension GroupAssessment {
    fileprivate var shown: GroupAssessment {
        var shown = self
        shown.metrics = metrics.map { MetricEstimate(metric: $0.metric, estimate: $0.estimate.shown) }
        return shown
    }
}

extension Disparity {
    fileprivate var shown: Disparity {
        var shown = self
        shown.estimate = estimate.shown
        shown.falseDiscoveryRate = nil
        shown.benjaminiYekutieli = nil
        shown.equivalencePValue = nil
        shown.power = nil
        shown.bootstrap = nil
        shown.familyInterval = nil
        shown.labelNoise = []
        return shown
    }
}

extension Estimate {
    fileprivate var shown: Estimate {
        guard case .defined(var value) = self else { return self }
        value.standardError = nil
        return .defined(value)
    }
}

extension DistributionAssessment {
    /// Without the gaps to everybody else, and without what no table shows of the others.
    fileprivate var shown: DistributionAssessment {
        var shown = self
        shown.gaps = gaps.filter { $0.reference != nil }.map { gap in
            var gap = gap
            gap.reason = ""
            gap.test = nil
            return gap
        }
        return shown
    }
}

extension IndividualMeasures {
    /// The parts of Theil's index, and Theil's index of each group.
    fileprivate var shown: IndividualMeasures {
        var shown = self
        shown.splits = splits.map { split in
            var split = split
            split.parts = split.parts.filter { $0.index == .theil }.map { part in
                var part = part
                part.between = part.between.shown
                part.within = part.within.shown
                part.total = part.total.shown
                return part
            }
            split.groups = split.groups.map { group in
                var group = group
                group.mean = group.mean.shown
                group.indices = group.indices.filter { $0.key == .theil }.mapValues(\.shown)
                return group
            }
            return split
        }
        return shown
    }
}

extension Ranking {
    /// The gaps among the first k and the ratios of exposure, and the tests that a prefix fails.
    fileprivate var shown: Ranking {
        var shown = self
        shown.disparities = disparities.filter { $0.aggregation == .difference || $0.metric.hasPrefix("exposure") }
            .map { disparity in
                var shown = disparity.shown
                shown.reason = ""
                shown.corrected = nil
                (shown.gapError, shown.criticalValue) = (nil, nil)
                shown.pValue = nil
                shown.adjustedPValue = nil
                shown.test = nil
                shown.smallestDetectableGap = nil
                shown.rowsNeeded = nil
                shown.peopleCount = nil
                shown.evidence?.peopleCount = nil
                return shown
            }
        shown.groups = groups.map { group in
            var group = group
            group.topTests = group.topTests.filter { $0.firstShortfall != nil }
            group.topRates = group.topRates.map(\.shown)
            group.exposure = group.exposure.shown
            group.parity = group.parity.shown
            group.perRelevance = group.perRelevance?.shown
            return group
        }
        return shown
    }
}
