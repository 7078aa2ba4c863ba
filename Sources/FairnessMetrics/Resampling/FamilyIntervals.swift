internal import NumericalKernels

/// Intervals of disparities from joint draws: each on its own, and all of one aggregation at once.
struct FamilyIntervals: Sendable {
    private let resampling: Resampling
    private let settings: AssessmentSettings
    private let single: Double

    init(_ resampling: Resampling, settings: AssessmentSettings) {
        self.resampling = resampling
        self.settings = settings
        single = CriticalValue.single(confidence: settings.confidence)
    }

    private var plan: ResamplingPlan { resampling.plan }

    /// Writes `bootstrap` into every range and `familyInterval` into every disparity.
    func annotate(_ disparities: inout [Disparity]) {
        for aggregation in Aggregation.allCases {
            let members = disparities.indices.filter {
                disparities[$0].aggregation == aggregation && disparities[$0].estimate.defined != nil
            }
            guard !members.isEmpty else { continue }
            if aggregation.isPerGroup {
                annotateBaselines(&disparities, members, aggregation)
            } else {
                annotateRanges(&disparities, members, aggregation)
            }
        }
    }

    private func annotateRanges(_ disparities: inout [Disparity], _ members: [Int], _ aggregation: Aggregation) {
        let parts = members.map { ranges(of: disparities[$0]) }
        let family = Set(parts.flatMap(\.self)).sorted()
        let critical = critical(family)
        // The far end is each range's own: no search for the widest pair, only as many ranges as there are.
        let far = min(critical, CriticalValue.several(comparisons: members.count, confidence: settings.confidence))
        let estimates = members.map { disparities[$0].estimate.defined }
        let found = ParallelMap.map(members.count, workers: settings.workers) { index -> Found in
            guard let estimate = estimates[index], !parts[index].isEmpty else { return Found() }
            let (parts, value) = (parts[index], estimate.value)
            let joint = interval(value, parts, aggregation) { _ in (critical, far) }
            let family = Interval(
                min(joint.lower, estimate.interval.lower), max(joint.upper, estimate.interval.upper))
            guard parts.allSatisfy({ !plan.parts[$0].statistics.isEmpty }) else { return Found(family: family) }
            let near = self.critical(parts)
            return Found(
                family: family,
                own: BootstrapInterval(
                    interval: interval(value, parts, aggregation) { (near, farCritical($0)) }, method: .maxT,
                    draws: settings.bootstrapDraws))
        }
        for (member, found) in zip(members, found) {
            if let family = found.family { disparities[member].familyInterval = family }
            if let own = found.own { disparities[member].bootstrap = own }
        }
    }

    /// The two intervals of a range.
    private struct Found: Sendable {
        var family: Interval?
        var own: BootstrapInterval?
    }

    /// Families of comparisons with a baseline: intervals at the joint critical value, never tighter than their own.
    private func annotateBaselines(
        _ disparities: inout [Disparity], _ members: [Int], _ aggregation: Aggregation
    ) {
        let steady = plan.steadyContrasts[aggregation] ?? 0
        let family = ResamplingPlan.baselineFamilies.firstIndex(of: aggregation) ?? 0
        let critical = JointCritical(
            squaredMaxima: plan.contrasts.contains { $0.family == family } ? resampling.baselines(family) : [],
            tails: Array(repeating: { @Sendable in NormalDistribution.twoSidedTail($0) }, count: steady), floor: single
        ).value(confidence: settings.confidence)
        for member in members {
            guard let estimate = disparities[member].estimate.defined, let group = disparities[member].group,
                let pair = plan.baselines[
                    .init(aggregation: aggregation, metric: disparities[member].metric, group: group)],
                let joint = aggregation == .differenceToOverall
                    ? pair.group.differenceToOverall(pair.base, z: critical)
                    : pair.group.interval(against: pair.base, aggregation, z: critical)
            else { continue }
            disparities[member].familyInterval = Interval(
                min(joint.lower, estimate.interval.lower), max(joint.upper, estimate.interval.upper))
        }
    }

    /// The ranges that a disparity is the widest of.
    private func ranges(of disparity: Disparity) -> [Int] {
        let metrics: [String]
        switch disparity.aggregation {
        case .equalizedOddsDifference, .equalizedOddsRatio: metrics = ["true_positive_rate", "false_positive_rate"]
        case .averageOddsDifference: metrics = [ResamplingPlan.averageOdds]
        default: metrics = [disparity.metric]
        }
        return metrics.compactMap {
            plan.part(disparity.attributes, $0, isRatio: disparity.aggregation.isRatio)
        }
    }

    /// The critical value at which all pairs of all groups of all parts hold at once.
    private func critical(_ parts: [Int]) -> Double {
        var maxima: [Double] = []
        var tails: [@Sendable (Double) -> Double] = []
        for index in parts {
            let part = plan.parts[index]
            guard !part.statistics.isEmpty else {
                let count = part.groups.count
                tails.append { StudentizedRange.upperTail($0 * 2.0.squareRoot(), groups: count) }
                continue
            }
            let own = resampling.largest(index)
            if maxima.isEmpty {
                maxima = own
            } else {
                for draw in own.indices { maxima[draw] = max(maxima[draw], own[draw]) }
            }
        }
        return JointCritical(squaredMaxima: maxima, tails: tails, floor: single).value(confidence: settings.confidence)
    }

    /// The critical value of the end away from "no gap": the quantile of how far the extreme pair's gap falls short.
    private func farCritical(_ part: Int) -> Double {
        var shortfalls = resampling.shortfalls(part)
        return max(single, OrderStatistics.quantile((1 + settings.confidence) / 2, of: &shortfalls))
    }

    /// The interval of the widest of several ranges at two critical values, for the end near "no gap" and the far one.
    private func interval(
        _ value: Double, _ parts: [Int], _ aggregation: Aggregation, _ criticals: (Int) -> (near: Double, far: Double)
    ) -> Interval {
        let intervals = parts.map { index -> Interval in
            let (near, far) = criticals(index)
            let groups = plan.parts[index].groups
            let (inner, outer) = (PairwiseIntervals(groups, z: near), PairwiseIntervals(groups, z: far))
            let own = inner.extremes
            let (low, high) = (groups[own.low].sampled.value, groups[own.high].sampled.value)
            return aggregation.isRatio
                ? inner.ratioRange(low / high, outer: outer) : inner.differenceRange(high - low, outer: outer)
        }
        let lower = intervals.map(\.lower)
        let upper = intervals.map(\.upper)
        return aggregation.isRatio
            ? Interval(min(lower.min() ?? value, value), max(upper.min() ?? value, value))
            : Interval(min(lower.max() ?? value, value), max(upper.max() ?? value, value))
    }
}
