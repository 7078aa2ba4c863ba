internal import NumericalKernels

extension PairedEstimates {
    /// Estimates a weighted share; without weights it is `shares`.
    ///
    /// With W = Σw and D = Σwd / W the linearised variance of the change is Σw² (d − D)² / W²; the number of equally weighted
    /// units that would vary as much, at most Kish's (Σw)² / Σw², takes the place of n in the interval of Agresti and Min.
    ///
    /// - Parameters:
    ///   - before: The part of each unit that counts, `[units]`, 0 to 1.
    ///   - after: The same, `[units]`.
    ///   - weights: The weight of each unit, `[units]`, none negative; empty if all weigh 1.
    ///   - confidence: The level of the intervals.
    ///   - what: What a unit is, for the reason why fewer than `fewest` units leave all undefined.
    public static func weightedShares(
        before: [Double], after: [Double], weights: [Double], confidence: Double = 0.95, of what: String
    ) -> PairedEstimates {
        guard !weights.isEmpty else { return .shares(before: before, after: after, confidence: confidence, of: what) }
        precondition(before.count == after.count && weights.count == before.count, "\(weights.count) weights")
        let sum = weights.reduce(0, +)
        guard before.count >= fewest, sum > 0 else {
            let none = Estimate.undefined(
                sum > 0 || before.isEmpty
                    ? "\(before.count) \(what), where an interval needs at least \(fewest)"
                    : "every row that counts here has weight 0")
            return PairedEstimates(before: none, after: none, change: none)
        }
        let squares = weights.reduce(0) { $0 + $1 * $1 }
        let z = NormalDistribution.twoSidedCritical(tail: 1 - confidence)
        func mean(_ values: [Double]) -> Double { zip(weights, values).reduce(0) { $0 + $1.0 * $1.1 } / sum }
        /// The equally weighted units that vary as much as these.
        func size(_ values: [Double], _ mean: Double) -> Double {
            let kish = sum * sum / squares
            let (plain, linear) = zip(weights, values).reduce(into: (0.0, 0.0)) { sums, pair in
                let deviation = (pair.1 - mean) * (pair.1 - mean)
                sums.0 += pair.0 * deviation
                sums.1 += pair.0 * pair.0 * deviation
            }
            return linear > 0 ? min(kish, plain * sum / linear) : kish
        }
        func share(_ values: [Double]) -> Estimate {
            let value = mean(values)
            let n = size(values, value)
            return .defined(
                Estimate.Value(
                    value: value, interval: WilsonInterval.interval(value, n: n, z: z), method: "wilson",
                    numerator: value * sum, denominator: sum, effectiveSize: n))
        }
        let differences = zip(before, after).map { $1 - $0 }
        let value = mean(differences)
        let n = size(differences, value)
        let interval = shareInterval(sum: value * n, squares: mean(differences.map { $0 * $0 }) * n, n: n, z: z)
        return PairedEstimates(
            before: share(before), after: share(after),
            change: .defined(
                Estimate.Value(
                    value: value, interval: interval, method: "agresti_min", denominator: sum, effectiveSize: n)))
    }
}
