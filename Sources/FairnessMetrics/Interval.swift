/// A closed interval of real numbers; an endpoint may be infinite where a ratio has no finite bound.
public struct Interval: Sendable, Hashable {
    /// The lower endpoint.
    public var lower: Double
    /// The upper endpoint, never below `lower`.
    public var upper: Double

    /// Makes the interval [`lower`, `upper`].
    public init(_ lower: Double, _ upper: Double) {
        precondition(lower <= upper, "an interval needs lower ≤ upper, got \(lower) and \(upper)")
        self.lower = lower
        self.upper = upper
    }

    /// Returns whether `value` lies in the closed interval.
    public func contains(_ value: Double) -> Bool { lower <= value && value <= upper }

    /// Returns the interval with its endpoints moved into `range`.
    public func clamped(to range: ClosedRange<Double>) -> Interval {
        Interval(
            min(max(lower, range.lowerBound), range.upperBound), min(max(upper, range.lowerBound), range.upperBound))
    }
}
