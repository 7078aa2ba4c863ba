internal import FairnessMetrics
internal import NumericalKernels

/// What a word, feature or class contributes in all rows that have it.
struct ContributionSummary {
    /// What it is called.
    let name: String
    /// The sum of its players' values in each row.
    let values: [Double]

    /// The mean of the sizes of the values, and of the values.
    let size: ExplanationsRecord.Value, mean: ExplanationsRecord.Value

    private init(name: String, values: [Double]) {
        self.name = name
        self.values = values
        size = Self.mean(values.map(\.magnitude))
        mean = Self.mean(values)
    }

    /// The names, or the classes, that most rows have, the largest first.
    ///
    /// - Parameters:
    ///   - explanations: One for each row.
    ///   - key: The name that a player counts under; nil if it does not count.
    ///   - count: How many are wanted.
    ///   - least: The rows that a name must be in.
    static func mostFrequent(
        _ explanations: [ExplanationsRecord.Explanation], count: Int, least: Int,
        _ key: (ExplanationsRecord.Player) -> String?
    ) -> [ContributionSummary] {
        var values: [String: [Double]] = [:]
        for explanation in explanations {
            var sums: [String: Double] = [:]
            for player in explanation.players {
                if let name = key(player) { sums[name, default: 0] += player.value.value }
            }
            for (name, sum) in sums { values[name, default: []].append(sum) }
        }
        return values.filter { $0.value.count >= least }.map { ContributionSummary(name: $0.key, values: $0.value) }
            .sorted { ($1.values.count, $1.size.value, $0.name) < ($0.values.count, $0.size.value, $1.name) }
            .prefix(count).sorted { ($1.size.value, $0.name) < ($0.size.value, $1.name) }
    }

    /// The mean with Student's interval at 95 %.
    private static func mean(_ values: [Double]) -> ExplanationsRecord.Value {
        let count = Double(values.count)
        let mean = values.reduce(0) { $0 + $1 / count }
        var value = ExplanationsRecord.Value(
            value: mean, standardError: nil, interval: nil, signProbability: nil, isUndetermined: false)
        guard values.count > 1 else { return value }
        let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        let error = (squares / (count - 1) / count).squareRoot()
        let half = error * StudentTDistribution.twoSidedCritical(tail: 0.05, degreesOfFreedom: count - 1)
        guard half.isFinite, mean.isFinite else { return value }
        value.standardError = error
        value.interval = Interval(mean - half, mean + half)
        value.isUndetermined = half > 0 && mean.magnitude <= half
        return value
    }
}
