internal import FairnessMetrics

// What a page holds of an assessment: what its tables show.

extension Assessment {
    /// Without standard errors and false discovery rates, and of the measures of whole tables what tables show.
    var shown: Assessment {
        var shown = self
        shown.overall = overall.shown
        shown.groups = groups.map(\.shown)
        shown.disparities = disparities.map(\.shown)
        for index in shown.strata.indices {
            shown.strata[index].groups = strata[index].groups.map(\.shown)
            shown.strata[index].disparities = strata[index].disparities.map(\.shown)
        }
        shown.measures.individual = measures.individual?.shown
        shown.measures.ranking = measures.ranking.map(\.shown)
        return shown
    }
}

extension GroupAssessment {
    fileprivate var shown: GroupAssessment {
        var shown = self
        for index in shown.metrics.indices { shown.metrics[index].estimate = metrics[index].estimate.shown }
        return shown
    }
}

extension Disparity {
    fileprivate var shown: Disparity {
        var shown = self
        shown.estimate = estimate.shown
        shown.falseDiscoveryRate = nil
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
