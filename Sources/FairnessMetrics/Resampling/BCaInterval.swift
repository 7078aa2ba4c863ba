internal import Glibc
internal import NumericalKernels

/// Bias-corrected and accelerated bootstrap intervals (Efron 1987).
enum BCaInterval {
    /// Returns the interval from the draws of a quantity, or nil where they do not vary.
    ///
    /// With z₀ = Φ⁻¹ of the share of draws below the estimate (ties by half) and acceleration a, the ends are the quantiles
    /// of the draws at Φ(z₀ + (z₀ ± z) / (1 − a (z₀ ± z))).
    ///
    /// - Parameters:
    ///   - draws: The values, none NaN.
    ///   - acceleration: From the jackknife, or nil where that is undefined: then the plain quantiles are taken.
    static func interval(
        _ draws: [Double], estimate: Double, acceleration: Double?, confidence: Double
    ) -> BootstrapInterval? {
        var (less, equal) = (0, 0)
        for draw in draws {
            less += draw < estimate ? 1 : 0
            equal += draw == estimate ? 1 : 0
        }
        guard draws.count > 1, equal < draws.count else { return nil }
        let z = NormalDistribution.twoSidedCritical(tail: 1 - confidence)
        let count = Double(draws.count)
        let share = min(max((Double(less) + 0.5 * Double(equal)) / count, 0.5 / count), 1 - 0.5 / count)
        let bias = acceleration == nil ? 0 : NormalDistribution.quantile(share)
        func place(_ z: Double) -> Double {
            guard let acceleration else { return NormalDistribution.cumulative(z) }
            let shift = bias + z
            return NormalDistribution.cumulative(bias + shift / max(1e-9, 1 - acceleration * shift))
        }
        let (lower, upper) = OrderStatistics.quantiles(place(-z), place(z), of: draws)
        return BootstrapInterval(
            interval: Interval(min(lower, upper), max(lower, upper)), method: acceleration == nil ? .percentile : .bca,
            draws: draws.count)
    }

    /// Returns the acceleration Σ (θ̄ − θ_c)³ / (6 (Σ (θ̄ − θ_c)²)^{3/2}) over all rows of the table, with θ_c the value
    /// without a row of class c; nil where that is undefined.
    ///
    /// Rows of a class are interchangeable, so leaving out one of each class is leaving out each row: with weights, one that
    /// weighs as much as the class's mean. Rows outside the cell leave the value as it is.
    ///
    /// - Parameters:
    ///   - tally: The cell.
    ///   - rows: All rows of the table.
    static func acceleration(_ form: CountForm, in tally: Tally, rows: Int) -> Double? {
        var weights = tally.masses.map(\.weight)
        let estimate = form.value(weights.span, at: 0)
        var parts = [(value: estimate, rows: Double(rows - tally.everyone.count))]
        for (index, mass) in tally.masses.enumerated() where mass.count > 0 {
            weights[index] = mass.weight - mass.weight / Double(mass.count)
            if mass.count == 1 { weights[index] = 0 }
            parts.append((form.value(weights.span, at: 0), Double(mass.count)))
            weights[index] = mass.weight
        }
        let mean = parts.reduce(0) { $0 + $1.value * $1.rows / Double(rows) }
        let squares = parts.reduce(0) { $0 + $1.rows * (mean - $1.value) * (mean - $1.value) }
        let cubes = parts.reduce(0) { $0 + $1.rows * pow(mean - $1.value, 3) }
        guard squares > 0, squares.isFinite else { return nil }
        return cubes / (6 * squares * squares.squareRoot())
    }
}
