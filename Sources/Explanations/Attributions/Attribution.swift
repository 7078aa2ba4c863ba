public import FairnessMetrics
public import MatrixKernels
internal import NumericalKernels

/// What a method says each player contributes, and how sure it is.
public struct Attribution: Sendable, Equatable {
    /// What one player contributes.
    public struct Player: Sendable, Equatable {
        /// The contribution, in the units of the game.
        public var value: Double
        /// The standard error of the value over the draws of the method: 0 if exact, nil if `interval` is no matter of draws.
        public var standardError: Double?
        /// What bounds the contribution, at the attribution's confidence if there is a standard error.
        public var interval: Interval
        /// The probability that the contribution has the sign of the value; nil without a standard error.
        public var signProbability: Double?
        /// The degrees of freedom of the standard error; infinite if exact.
        public var degreesOfFreedom: Double

        /// Whether the sign is unknown: the interval reaches 0 or crosses it.
        public var isUndetermined: Bool { interval.lower < interval.upper && interval.contains(0) }

        /// A value that is not estimated.
        static func exact(_ value: Double) -> Player {
            Player(
                value: value, standardError: 0, interval: Interval(value, value), signProbability: 1,
                degreesOfFreedom: .infinity)
        }

        /// A value with a standard error, by Student's t.
        static func estimated(
            _ value: Double, variance: Double, degreesOfFreedom: Double, confidence: Double
        ) -> Player {
            let error = max(0, variance).squareRoot()
            guard error > 0 else { return exact(value) }
            let critical = StudentTDistribution.twoSidedCritical(
                tail: 1 - confidence, degreesOfFreedom: degreesOfFreedom)
            let tail = StudentTDistribution.twoSidedTail(value / error, degreesOfFreedom: degreesOfFreedom)
            return Player(
                value: value, standardError: error,
                interval: Interval(value - critical * error, value + critical * error),
                signProbability: 1 - tail / 2, degreesOfFreedom: degreesOfFreedom)
        }
    }

    /// The id of the method, such as `kernel_shap`.
    public var method: String
    /// What nobody is worth; of a local model such as LIME's its intercept.
    public var baseValue: Double
    /// What everyone is worth.
    public var value: Double
    /// How many different coalitions the method asked for.
    public var evaluations: Int
    /// Whether nothing is estimated.
    public var isExact: Bool
    /// The confidence of the intervals.
    public var confidence: Double
    /// In the order of the game.
    public var players: [Player]
    /// The covariance of the values, `[players, players]`; nil if there are no standard errors or all are 0.
    public var covariance: DoubleMatrix?
    /// How well the method's own model of the game fits it, at most 1: LIME's weighted R²; nil if it has none.
    public var score: Double?

    /// The values of the players.
    public var values: [Double] { players.map(\.value) }

    /// The mean, over all pairs of players, of the probability that the one with the larger value contributes more.
    ///
    /// Normal approximation with the covariance: 1 if exact, ½ if the order is noise; two equal exact values count 1. Nil if
    /// there is only one player, or no standard error.
    public var rankStability: Double? {
        guard players.count > 1, players.allSatisfy({ $0.standardError != nil }) else { return nil }
        var sum = 0.0
        for first in players.indices {
            for second in 0..<first {
                let (a, b) = (players[first], players[second])
                var variance = pow2(a.standardError ?? 0) + pow2(b.standardError ?? 0)
                if let covariance { variance -= 2 * covariance[first, second] }
                let gap = abs(a.value - b.value)
                sum += variance > 0 ? NormalDistribution.cumulative(gap / variance.squareRoot()) : 1
            }
        }
        return sum / Double(players.count * (players.count - 1) / 2)
    }

    /// An attribution that nothing is estimated in.
    static func exact(
        _ method: String, base: Double, everyone: Double, evaluations: Int, confidence: Double, _ values: [Double]
    ) -> Attribution {
        Attribution(
            method: method, baseValue: base, value: everyone, evaluations: evaluations, isExact: true,
            confidence: confidence, players: values.map { .exact($0) })
    }

    /// An attribution with standard errors: the diagonal of the covariance.
    static func estimated(
        _ method: String, base: Double, everyone: Double, evaluations: Int, confidence: Double, _ values: [Double],
        covariance: DoubleMatrix, degreesOfFreedom: [Double]
    ) -> Attribution {
        let players = values.indices.map { index in
            Player.estimated(
                values[index], variance: covariance[index, index], degreesOfFreedom: degreesOfFreedom[index],
                confidence: confidence)
        }
        return Attribution(
            method: method, baseValue: base, value: everyone, evaluations: evaluations, isExact: false,
            confidence: confidence, players: players, covariance: covariance)
    }

    /// The largest distance from a value to an end of its interval.
    var widestHalf: Double {
        players.reduce(0) { max($0, $1.interval.upper - $1.value, $1.value - $1.interval.lower) }
    }
}

private func pow2(_ x: Double) -> Double { x * x }
