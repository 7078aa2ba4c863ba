/// Finds where an increasing or decreasing function crosses zero.
public enum MonotoneRoot {
    /// Returns a place in `range` where `function` is within `tolerance` of its zero, by secants that are kept inside the
    /// bracket (the Illinois rule); the nearer end if the function does not change its sign.
    ///
    /// About eight evaluations for a smooth function, never more than a hundred.
    public static func find(
        in range: ClosedRange<Double>, tolerance: Double = 1e-10, _ function: (Double) -> Double
    ) -> Double {
        let low = function(range.lowerBound)
        if low == 0 { return range.lowerBound }
        return find(in: range, ends: (low, function(range.upperBound)), tolerance: tolerance, function)
    }

    /// The same where the function's values at both ends are known already.
    static func find(
        in range: ClosedRange<Double>, ends: (low: Double, high: Double), tolerance: Double,
        _ function: (Double) -> Double
    ) -> Double {
        var low = (place: range.lowerBound, value: ends.low)
        if low.value == 0 { return low.place }
        var high = (place: range.upperBound, value: ends.high)
        if high.value == 0 { return high.place }
        guard (low.value < 0) != (high.value < 0) else {
            return abs(low.value) <= abs(high.value) ? low.place : high.place
        }
        for step in 0..<100 where high.place - low.place > tolerance {
            var next = high.place - high.value * (high.place - low.place) / (high.value - low.value)
            // Where the function is flat on one side secants creep: halve now and then.
            if step % 3 == 2 || !(next > low.place && next < high.place) { next = 0.5 * (low.place + high.place) }
            let value = function(next)
            if value == 0 { return next }
            // An end that stays gives way a little, so that neither stays for ever.
            if (value < 0) == (low.value < 0) {
                low = (next, value)
                high.value *= 0.5
            } else {
                high = (next, value)
                low.value *= 0.5
            }
        }
        return 0.5 * (low.place + high.place)
    }
}
