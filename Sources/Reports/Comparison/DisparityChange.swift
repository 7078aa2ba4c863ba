public import FairnessMetrics
internal import Glibc

/// A comparison between groups in two audits.
public struct DisparityChange: Sendable, Equatable {
    /// What became of a gap.
    public enum Outcome: String, Sendable, CaseIterable {
        /// It is smaller, and the bounds of the change leave no other reading.
        case shrank
        /// It is larger, and the bounds leave no other reading.
        case grew
        /// It is the same number of the same rows.
        case same
        /// The bounds leave both readings open.
        case cannotTell = "cannot_tell"
        /// It is missing in one audit, or does not mean the same in both.
        case notComparable = "not_comparable"
    }

    /// The comparison in each audit; at least one is there.
    public let before: Disparity?, after: Disparity?
    /// Its size in each audit, in its own unit: a difference, or a ratio.
    public let change: NumberChange
    /// What became of the gap, which is the distance from 0 of a difference and from 1, on a logarithmic scale, of a ratio.
    public let outcome: Outcome
    /// Whether it points the other way after than before.
    public let isTurned: Bool

    /// What is compared: the comparison after, or before where there is none after.
    public let subject: Disparity

    init?(
        before: Disparity?, after: Disparity?, relation: SampleRelation, obstacle: String? = nil, hasBounds: Bool = true
    ) {
        guard let subject = after ?? before else { return nil }
        self.subject = subject
        self.before = before
        self.after = after
        change = NumberChange(
            before: before?.estimate, after: after?.estimate, relation: relation, obstacle: obstacle,
            hasBounds: hasBounds)
        guard change.difference != nil, let first = before?.estimate.defined, let second = after?.estimate.defined
        else {
            outcome = .notComparable
            isTurned = false
            return
        }
        let isRatio = subject.aggregation.isRatio
        isTurned = Self.isTurned(before, after, first.value, second.value, isRatio)
        if change.direction == .same {
            outcome = .same
            return
        }
        let (small, large) = (Self.gap(first, isRatio), Self.gap(second, isRatio))
        // Of an infinite distance there is no square.
        let isFinite = (large.value - small.value).isFinite
        let bounds = NumberChange.bounds(before: small, after: large, relation: isFinite ? relation : .sameRows)
        switch NumberChange.direction(hasBounds ? bounds : nil) {
        case .rose: outcome = .grew
        case .fell: outcome = .shrank
        default: outcome = .cannotTell
        }
    }

    /// By how much the gap is smaller or larger: less than 0 if smaller.
    public var growth: Double? {
        guard change.difference != nil, let first = before?.estimate.defined, let second = after?.estimate.defined
        else { return nil }
        let isRatio = subject.aggregation.isRatio
        let growth = Self.gap(second, isRatio).value - Self.gap(first, isRatio).value
        return growth.isNaN ? nil : growth
    }

    /// A distance from "no gap" with its interval.
    private static func gap(_ value: Estimate.Value, _ isRatio: Bool) -> Estimate.Value {
        func distance(_ number: Double) -> Double { isRatio ? abs(log(max(number, 0))) : abs(number) }
        let (first, second) = (distance(value.interval.lower), distance(value.interval.upper))
        let lower = value.interval.contains(isRatio ? 1 : 0) ? 0 : min(first, second)
        var gap = value
        gap.value = distance(value.value)
        gap.interval = Interval(min(lower, gap.value), max(first, second, gap.value))
        return gap
    }

    /// Whether the same two groups have changed places.
    private static func isTurned(
        _ before: Disparity?, _ after: Disparity?, _ first: Double, _ second: Double, _ isRatio: Bool
    ) -> Bool {
        guard let before, let after else { return false }
        if after.aggregation.isPerGroup {
            let neutral = isRatio ? 1.0 : 0
            return (first - neutral) * (second - neutral) < 0
        }
        guard let high = before.highest, let low = before.lowest, before.metric == after.metric, high != low else {
            return false
        }
        return after.highest?.inOrder == low.inOrder && after.lowest?.inOrder == high.inOrder
    }
}
