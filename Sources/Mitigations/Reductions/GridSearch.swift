internal import Glibc
public import MatrixKernels

/// Classifiers learned at a grid of multipliers of a parity constraint, and the one of the best trade-off
/// (Agarwal et al. 2018, section 3.4).
///
/// A multiplier of each group but the last under each condition runs over whole numbers of units on both sides of 0, their
/// absolute values summing to at most the limit. The grid grows with a power of their number: for many groups
/// ``ExponentiatedGradient`` is the better choice. No randomness is in the result.
public struct GridSearch: Sendable {
    /// The choices.
    public struct Settings: Sendable, Hashable {
        /// The number of classifiers.
        public var size = 10
        /// The largest sum of absolute multipliers.
        public var limit = 2.0
        /// How much the violation counts in the choice, from 0 to 1; the error counts the rest.
        public var violationShare = 0.5

        /// Makes settings with the usual choices.
        public init() {}
    }

    /// One classifier of the grid.
    public struct Point: Sendable {
        /// The multipliers: of each condition and group but the last.
        public let multipliers: [Double]
        /// The classifier.
        public let scorer: any RowScorer
        /// The share of wrong decisions on the rows learned from, and the largest violation.
        public let error: Double, violation: Double
    }

    /// All classifiers, in the order of the grid.
    public let points: [Point]
    /// The place of the one chosen.
    public let chosen: Int

    /// Learns.
    ///
    /// - Parameters:
    ///   - features: `[rows, features]`.
    ///   - labels: Whether each row is positive, `[rows]`.
    ///   - groups: The group of each row, from 0 on; nil where it is unknown.
    ///   - weights: How much each row counts; nil counts all alike.
    ///   - constraint: What shall be alike, and how nearly.
    ///   - learner: What learns each classifier, from weighted rows.
    ///   - settings: The size of the grid, and what the choice among its classifiers weighs.
    public init(
        _ features: Matrix, labels: [Bool], groups: [Int?], weights: [Double]? = nil, constraint: ParityConstraint,
        learner: any WeightedLearner = LogisticLearner(), settings: Settings = Settings()
    ) throws {
        let moments = ParityMoments(
            constraint, labels: labels, groups: groups, weights: weights ?? Array(repeating: 1, count: labels.count))
        var responses = BestResponses(features, moments, learner: learner)
        let last = moments.cells.map(\.group).max() ?? 0
        // The violations of the last group follow from the others.
        let free = moments.cells.indices.filter { moments.cells[$0].group != last }
        points = try Self.grid(dimensions: free.count, settings).map { coordinates in
            var multipliers = [Double](repeating: 0, count: moments.count)
            for (place, coordinate) in zip(free, coordinates) {
                multipliers[place] = max(0, coordinate)
                multipliers[moments.cells.count + place] = max(0, -coordinate)
            }
            let response = try responses.learn(multipliers, isScaled: false)
            return Point(
                multipliers: coordinates, scorer: response.scorer, error: response.error,
                violation: response.violations.max() ?? 0)
        }
        let losses = points.map {
            (1 - settings.violationShare) * $0.error + settings.violationShare * $0.violation
        }
        chosen = losses.indices.min { losses[$0] < losses[$1] } ?? 0
    }

    /// The first points of the coarsest grid that has enough, `[size][dimensions]`.
    private static func grid(dimensions: Int, _ settings: Settings) -> [[Double]] {
        guard dimensions > 0 else { return [[]] }
        let each = pow(Double(settings.size) / pow(2, Double(dimensions)), 1 / Double(dimensions))
        var units = max(0, Int((each - 1).rounded(.down)))
        while true {
            let points = wholePoints(dimensions, units)
            if points.count >= settings.size {
                let scale = units > 0 ? settings.limit / Double(units) : 0
                return points.prefix(settings.size).map { $0.map { Double($0) * scale } }
            }
            units += 1
        }
    }

    /// All points of whole coordinates whose absolute values sum to at most `limit`, ascending.
    private static func wholePoints(_ dimensions: Int, _ limit: Int) -> [[Int]] {
        guard dimensions > 0 else { return [[]] }
        return (-limit...limit).flatMap { first in
            wholePoints(dimensions - 1, limit - abs(first)).map { [first] + $0 }
        }
    }
}
