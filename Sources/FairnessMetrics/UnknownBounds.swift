/// Worst and best cases of a gap between rates when the group of some people is unknown (Manski 1989, Horowitz, Manski
/// 1995).
///
/// Nothing is assumed of the unknown but that each belongs to one of the groups compared. A rate is highest if all unknown
/// people who count above the line belong to its group and nobody else of them, lowest if all the others do.
enum UnknownBounds {
    /// Returns the bounds of the highest minus the lowest rate of `groups`, or nil where nobody is unknown or the metric is
    /// no rate.
    ///
    /// The upper bound is attained. So is the lower one for two groups; for more it is a valid bound that may be too low.
    static func range(_ groups: [Sampled], unknown: Sampled?) -> Interval? {
        guard let above = unknown?.numerator?.weight, let all = unknown?.denominator?.weight, all > 0 else {
            return nil
        }
        var lower = 0.0
        var upper = 0.0
        for (index, first) in groups.enumerated() {
            guard let a = first.numerator?.weight, let n = first.denominator?.weight else { return nil }
            for (other, second) in groups.enumerated() where other != index {
                guard let b = second.numerator?.weight, let m = second.denominator?.weight else { return nil }
                upper = max(upper, (a + above) / (n + above) - b / (m + all - above))
                lower = max(lower, a / (n + all - above) - (b + above) / (m + above))
            }
        }
        return Interval(min(lower, upper), upper)
    }
}
