/// The mean of a number over the rows of a group, with what is needed to compare it with another group's.
struct GroupMean {
    let value: Double
    /// The variance of the mean over samples of rows, the draws of the explanations included.
    let variance: Double
    /// The part of it that the draws of the explanations cause.
    let drawnVariance: Double
    let degreesOfFreedom: Double

    /// - Parameters:
    ///   - values: One for each row, at least two.
    ///   - variances: Of the draws behind each value.
    ///   - weights: What each row counts for.
    ///
    /// Values that were estimated differ between rows by what the rows are and by what the draws erred: the variance between
    /// rows holds both, so that nothing is added to it. It is never taken for less than what the draws alone cause. Weights
    /// count by Kish's effective number of rows.
    init(_ values: [Double], variances: [Double], weights: [Double]) {
        let total = weights.reduce(0, +)
        let squares = weights.reduce(0) { $0 + $1 * $1 }
        let mean = zip(weights, values).reduce(0) { $0 + $1.0 * $1.1 } / total
        let effective = total * total / squares
        var (between, drawn) = (0.0, 0.0)
        for index in values.indices {
            let share = weights[index] / total
            between += share * share * (values[index] - mean) * (values[index] - mean)
            drawn += share * share * variances[index]
        }
        value = mean
        drawnVariance = drawn
        variance = max(drawn, between * effective / (effective - 1))
        degreesOfFreedom = effective - 1
    }

    /// Returns this mean with its interval.
    func estimate(confidence: Double) -> Attribution.Player {
        .estimated(value, variance: variance, degreesOfFreedom: degreesOfFreedom, confidence: confidence)
    }

    /// Returns this mean less another one with Welch's interval (Welch 1947).
    func less(_ other: GroupMean, confidence: Double) -> Attribution.Player {
        let sum = variance + other.variance
        let degrees =
            sum > 0
            ? sum * sum
                / (variance * variance / degreesOfFreedom + other.variance * other.variance / other.degreesOfFreedom)
            : .infinity
        return .estimated(
            value - other.value, variance: sum, degreesOfFreedom: degrees, confidence: confidence)
    }
}
