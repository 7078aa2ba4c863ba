public import FairnessMetrics

/// One number in two audits, and how it changed.
public struct NumberChange: Sendable, Equatable {
    /// Where a number went.
    public enum Direction: String, Sendable, CaseIterable {
        /// Up, and the bounds of the change lie wholly above 0.
        case rose
        /// Down, and the bounds lie wholly below 0.
        case fell
        /// Nowhere: it is the same number of the same rows.
        case same
        /// The bounds contain 0, or there are none.
        case cannotTell = "cannot_tell"
        /// One of the two is missing, or they do not mean the same.
        case notComparable = "not_comparable"
    }

    /// The number in each audit; nil if it was not measured there.
    public let before: Estimate?, after: Estimate?
    /// `after` minus `before`; nil where that means nothing.
    public let difference: Double?
    /// Bounds of the change; see `bounds(before:after:relation:)`.
    public let bounds: Interval?
    /// Whether the bounds come from pairs of rows and not from two summaries.
    public let isPaired: Bool
    /// Where it went.
    public let direction: Direction
    /// Why there is no change to speak of, in words.
    public let obstacle: String?

    /// Compares a number.
    ///
    /// - Parameters:
    ///   - obstacle: Why the two do not mean the same, if they do not.
    ///   - paired: The interval of the change by the rows themselves, where it is known.
    ///   - hasBounds: Whether both intervals hold at the same level, so that they may be joined.
    init(
        before: Estimate?, after: Estimate?, relation: SampleRelation, obstacle: String? = nil, paired: Interval? = nil,
        hasBounds: Bool = true
    ) {
        self.before = before
        self.after = after
        guard obstacle == nil, let first = before?.defined, let second = after?.defined,
            (second.value - first.value).isFinite
        else {
            (difference, bounds, direction, isPaired) = (nil, nil, .notComparable, false)
            self.obstacle = obstacle ?? Self.obstacle(before, after)
            return
        }
        self.obstacle = nil
        difference = second.value - first.value
        bounds = paired ?? (hasBounds ? Self.bounds(before: first, after: second, relation: relation) : nil)
        isPaired = paired != nil
        let isSame =
            relation != .differentFiles && first.value == second.value && first.interval == second.interval
            && first.numerator == second.numerator && first.denominator == second.denominator
        direction = isSame ? .same : Self.direction(bounds)
    }

    /// Returns bounds of `after` − `before` from the intervals of the two.
    ///
    /// Of independent samples it is an interval at the level of the two: variances recovered from their ends (Zou and
    /// Donner 2008), which for two proportions is Newcombe's interval. Of samples that may depend on each other two
    /// summaries do not say how much, so the worst is taken: from the lower end after minus the upper end before to the
    /// upper end after minus the lower end before. Two standard errors never add up to more than their sum, so that this
    /// holds at that level or above whatever the dependence; it is wide.
    static func bounds(before: Estimate.Value, after: Estimate.Value, relation: SampleRelation) -> Interval {
        let change = after.value - before.value
        guard relation.isIndependent, change.isFinite else {
            let (lower, upper) =
                (after.interval.lower - before.interval.upper, after.interval.upper - before.interval.lower)
            // Infinite ends may cancel; then nothing is known on that side.
            let ends = (lower.isNaN ? -Double.infinity : lower, upper.isNaN ? Double.infinity : upper)
            return change.isFinite ? Interval(min(ends.0, change), max(ends.1, change)) : Interval(ends.0, ends.1)
        }
        func distance(_ first: Double, _ second: Double) -> Double { (first * first + second * second).squareRoot() }
        return Interval(
            change - distance(after.value - after.interval.lower, before.interval.upper - before.value),
            change + distance(after.interval.upper - after.value, before.value - before.interval.lower))
    }

    static func direction(_ bounds: Interval?) -> Direction {
        guard let bounds else { return .cannotTell }
        return bounds.lower > 0 ? .rose : bounds.upper < 0 ? .fell : .cannotTell
    }

    private static func obstacle(_ before: Estimate?, _ after: Estimate?) -> String {
        switch (before, after) {
        case (nil, nil): "it is in neither audit"
        case (nil, _): "it is in the audit after alone"
        case (_, nil): "it is in the audit before alone"
        case (.undefined(let reason)?, .undefined(let other)?) where reason == other:
            "it is undefined in both audits: \(reason.withoutFullStop)"
        case (.undefined(let reason)?, .undefined(let other)?):
            "it is undefined in both audits: \(reason.withoutFullStop); \(other.withoutFullStop)"
        case (.undefined(let reason)?, _): "it is undefined in the audit before: \(reason.withoutFullStop)"
        case (_, .undefined(let reason)?): "it is undefined in the audit after: \(reason.withoutFullStop)"
        default: "the change is not finite"
        }
    }
}
