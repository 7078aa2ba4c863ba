internal import Glibc
public import MatrixKernels

/// A randomised classifier of least error under a parity constraint, learned by a learner that only knows weights
/// (Agarwal, Beygelzimer, Dudík, Langford, Wallach 2018).
///
/// One player learns classifiers, the other raises the multipliers of the constraints that these violate, by
/// exponentiated gradients; what both come to is the saddle point of the error plus the priced violations. After each step
/// the game among the classifiers found so far is also solved exactly, and the better of both mixtures is kept. Any number
/// of groups; the group is needed to learn, not to decide.
public struct ExponentiatedGradient: Sendable {
    /// The choices.
    public struct Settings: Sendable, Hashable {
        /// The largest sum of the multipliers, and so the most that a violation costs.
        public var largestPrice = 100.0
        /// The most steps.
        public var maximumSteps = 50
        /// The size of a step, times the largest price, of the multipliers' logarithms.
        public var stepSize = 2.0
        /// How far from the saddle point is near enough; nil for half a standard error of the first classifier's error.
        public var tolerance: Double?

        /// Makes settings with the usual choices.
        public init() {}
    }

    /// The mixture of classifiers.
    public let scorer: RandomizedScorer
    /// The share of wrong decisions on the rows learned from, by weight, and the largest violation of the constraint.
    public let error: Double, violation: Double
    /// How far the mixture may be from the saddle point, and how near was near enough.
    public let gap: Double, tolerance: Double
    /// The steps taken, and how often something was learned.
    public let steps: Int, fits: Int

    /// Learns.
    ///
    /// - Parameters:
    ///   - features: `[rows, features]`.
    ///   - labels: Whether each row is positive, `[rows]`.
    ///   - groups: The group of each row, from 0 on; nil where it is unknown.
    ///   - weights: How much each row counts; nil counts all alike.
    ///   - constraint: What shall be alike, and how nearly.
    ///   - learner: What learns each classifier, from weighted rows.
    ///   - settings: The price of a violation, and when the game ends.
    public init(
        _ features: Matrix, labels: [Bool], groups: [Int?], weights: [Double]? = nil, constraint: ParityConstraint,
        learner: any WeightedLearner = LogisticLearner(), settings: Settings = Settings()
    ) throws {
        let moments = ParityMoments(
            constraint, labels: labels, groups: groups, weights: weights ?? Array(repeating: 1, count: labels.count))
        var game = SaddleGame(BestResponses(features, moments, learner: learner), price: settings.largestPrice)
        let price = settings.largestPrice
        var logarithms = [Double](repeating: 0, count: moments.count)
        var sums = [Double](repeating: 0, count: moments.count)
        var played: [Int: Double] = [:]
        var step = settings.stepSize / price
        var (tolerance, lastChecked, lastGap) = (settings.tolerance ?? 0, 5, Double.infinity)
        var stepGaps: [Double] = []
        var results: [SaddleGame.Point] = []
        var solved: (classifiers: Int, point: SaddleGame.Point)?
        for number in 0..<settings.maximumSteps {
            let scale = 1 + logarithms.reduce(0) { $0 + exp($1) }
            let multipliers = logarithms.map { price * exp($0) / scale }
            for place in sums.indices { sums[place] += multipliers[place] }
            let chosen = try game.responses.best(multipliers)
            if number == 0 && settings.tolerance == nil {
                tolerance = Self.halfStandardError(game.responses.all[chosen].decisions, labels)
            }
            played[chosen, default: 0] += 1
            let own = try game.point(
                played.mapValues { $0 / Double(number + 1) }, sums.map { $0 / Double(number + 1) }, tolerance)
            stepGaps.append(own.gap)
            var best = own
            if number > 0 {
                if solved?.classifiers != game.responses.all.count {
                    let classifiers = game.responses.all.count
                    let (shares, prices) = game.solve()
                    solved = (classifiers, try game.point(shares, prices, tolerance))
                }
                if let solved, solved.point.gap <= own.gap { best = solved.point }
            }
            results.append(best)
            if best.gap < tolerance && number >= 5 { break }
            if Double(number) >= Double(lastChecked) * 1.6 {
                let least = stepGaps.min() ?? .infinity
                if least > 0.8 * lastGap { step *= 0.8 }
                (lastChecked, lastGap) = (number, least)
            }
            let violations = game.responses.all[chosen].violations
            for place in logarithms.indices { logarithms[place] += step * (violations[place] - constraint.slack) }
        }
        let least = results.map(\.gap).min() ?? .infinity
        // The latest of equally good ones: it mixes the most classifiers.
        let best = results.last { $0.gap <= least + 1e-8 } ?? SaddleGame.Point(shares: [:], gap: least)
        let all = game.responses.all
        let parts = best.shares.filter { $0.value > 0 }.sorted { $0.key < $1.key }
        scorer = RandomizedScorer(parts: parts.map { (all[$0.key].scorer, $0.value) })
        error = parts.reduce(0) { $0 + $1.value * all[$1.key].error }
        violation = game.violations(best.shares).max() ?? 0
        gap = best.gap
        self.tolerance = tolerance
        steps = results.count
        fits = game.responses.fits
    }

    private static func halfStandardError(_ decisions: [Bool], _ labels: [Bool]) -> Double {
        let count = Double(labels.count)
        let rate = Double(zip(decisions, labels).count { $0 != $1 }) / count
        return 0.5 * (rate * (1 - rate) * count / max(1, count - 1)).squareRoot() / count.squareRoot()
    }
}

/// The game between classifiers and prices of violations.
struct SaddleGame {
    var responses: BestResponses
    /// The largest sum of the multipliers.
    let price: Double

    /// A mixture of classifiers by their places, and how far it is from the saddle point.
    struct Point {
        let shares: [Int: Double]
        let gap: Double
    }

    init(_ responses: BestResponses, price: Double) {
        self.responses = responses
        self.price = price
    }

    /// The violations of a mixture.
    func violations(_ shares: [Int: Double]) -> [Double] {
        var result = [Double](repeating: 0, count: responses.moments.count)
        for (place, share) in shares.sorted(by: { $0.key < $1.key }) {
            for (index, violation) in responses.all[place].violations.enumerated() {
                result[index] += share * violation
            }
        }
        return result
    }

    /// Error + Σ λ (γ − ε) of a mixture at reduced multipliers.
    private func value(_ shares: [Int: Double], _ multipliers: [Double]) -> Double {
        let error = shares.sorted { $0.key < $1.key }.reduce(0) { $0 + $1.value * responses.all[$1.key].error }
        let slack = responses.moments.constraint.slack
        return zip(multipliers, violations(shares)).reduce(error) { $0 + $1.0 * ($1.1 - slack) }
    }

    /// Returns how much either player could still gain, learning more classifiers to find out.
    mutating func point(_ shares: [Int: Double], _ multipliers: [Double], _ tolerance: Double) throws -> Point {
        let reduced = responses.moments.reduced(multipliers)
        let value = value(shares, reduced)
        let error = shares.sorted { $0.key < $1.key }.reduce(0) { $0 + $1.value * responses.all[$1.key].error }
        let excess = (violations(shares).max() ?? 0) - responses.moments.constraint.slack
        let high = error + price * max(0, excess)
        var low = value
        for factor in [1.0, 2, 5, 10] {
            let place = try responses.best(multipliers.map { factor * $0 })
            low = min(low, self.value([place: 1], reduced))
            if max(value - low, high - value) > tolerance + 1e-8 { break }
        }
        return Point(shares: shares, gap: max(value - low, high - value))
    }

    /// Solves the game among the classifiers found so far.
    func solve() -> (shares: [Int: Double], multipliers: [Double]) {
        let slack = responses.moments.constraint.slack
        let game = MatrixGame(
            responses.all.map { response in
                [response.error] + response.violations.map { response.error + price * ($0 - slack) }
            })
        let shares = Dictionary(uniqueKeysWithValues: game.rowShares.enumerated().filter { $1 > 0 }.map { ($0, $1) })
        return (shares, game.columnShares.dropFirst().map { price * $0 })
    }
}
