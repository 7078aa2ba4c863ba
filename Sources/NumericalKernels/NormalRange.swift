internal import Glibc

/// The range of independent normal variables with means and deviations of their own.
public enum NormalRange {
    /// Returns E[max − min] = ∫ 1 − ∏ F_i(x) − ∏ (1 − F_i(x)) dx, by the trapezoidal rule: to about 1e-6 of the
    /// largest deviation where all are alike, to a few thousandths of the range where some are far smaller.
    ///
    /// It is never below the range of the means: noise only widens a range, the more so the more variables there are.
    ///
    /// - Parameters:
    ///   - means: The means, at least one.
    ///   - deviations: The standard deviations, none negative, as many.
    /// - Complexity: O(k) for k variables.
    public static func expected(means: [Double], deviations: [Double]) -> Double {
        precondition(means.count == deviations.count && !means.isEmpty, "\(means.count) and \(deviations.count)")
        let low = zip(means, deviations).map { $0 - 6 * $1 }.min() ?? 0
        let high = zip(means, deviations).map { $0 + 6 * $1 }.max() ?? 0
        let widest = deviations.max() ?? 0
        guard widest > 0, let narrowest = deviations.filter({ $0 > 0 }).min() else { return high - low }
        // Between the two, few points where all deviations are alike and not too many where one is tiny.
        let step = max(0.5 * narrowest, (high - low) / 200)
        let count = max(24, Int(((high - low) / step).rounded(.up)))
        let width = (high - low) / Double(count)
        var sum = 0.0
        for index in 1..<count {
            let x = low + width * Double(index)
            var (below, above) = (1.0, 1.0)
            for (mean, deviation) in zip(means, deviations) {
                let z = deviation > 0 ? (x - mean) / deviation : (x >= mean ? .infinity : -.infinity)
                // Six deviations out a share is 0 or 1 to nine digits.
                let share = z < -6 ? 0 : (z > 6 ? 1 : NormalDistribution.cumulative(z))
                below *= share
                above *= 1 - share
                if below < 1e-12, above < 1e-12 { break }
            }
            sum += 1 - below - above
        }
        return sum * width
    }
}
