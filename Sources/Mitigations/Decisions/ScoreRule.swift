internal import NumericalKernels

/// The probability of a positive decision as a function of a score that is constant between thresholds.
///
/// One threshold is 1 from it on and 0 below; a draw between two thresholds has a probability between them.
public struct ScoreRule: Sendable, Equatable {
    /// The probability of scores from a threshold up to the next one.
    public struct Step: Sendable, Equatable {
        /// The lowest score that has it.
        public let from: Double
        /// From 0 to 1.
        public let probability: Double

        /// Names a step.
        public init(from: Double, probability: Double) {
            self.from = from
            self.probability = probability
        }
    }

    /// The steps, by falling threshold.
    public let steps: [Step]
    /// The probability of scores below every threshold, 0 to 1.
    public let below: Double

    /// Makes a rule; steps may come in any order, and those that change nothing are left out.
    public init(steps: [Step], below: Double) {
        var kept: [Step] = []
        var last = below
        for step in steps.sorted(by: { $0.from < $1.from }) where step.probability != last {
            kept.append(step)
            last = step.probability
        }
        self.steps = kept.reversed()
        self.below = below
    }

    /// Decides for everybody with the same probability.
    public static func constant(_ probability: Double) -> ScoreRule { ScoreRule(steps: [], below: probability) }

    /// Decides for scores from a threshold on.
    public static func threshold(_ from: Double) -> ScoreRule {
        ScoreRule(steps: [Step(from: from, probability: 1)], below: 0)
    }

    /// Returns the probability of a positive decision, 0 to 1.
    public func probability(_ score: Double) -> Double { steps.first { score >= $0.from }?.probability ?? below }

    /// Whether a draw decides for some scores.
    public var isRandomised: Bool {
        ([below] + steps.map(\.probability)).contains { $0 > 0 && $0 < 1 }
    }

    /// The opposite decisions.
    var inverted: ScoreRule {
        ScoreRule(steps: steps.map { Step(from: $0.from, probability: 1 - $0.probability) }, below: 1 - below)
    }

    /// Returns the rule that follows another one with probability `share`, else this one.
    func mixed(with other: ScoreRule, share: Double) -> ScoreRule {
        if share <= 0 { return self }
        if share >= 1 { return other }
        func mean(_ first: Double, _ second: Double) -> Double {
            // Where both are sure, so is the mixture, whatever rounding makes of it.
            first == second ? first : (1 - share) * first + share * second
        }
        let edges = Set((steps + other.steps).map(\.from))
        return ScoreRule(
            steps: edges.sorted().map { Step(from: $0, probability: mean(probability($0), other.probability($0))) },
            below: mean(below, other.below))
    }
}

/// A rule for each group, and one for everybody who is in none of them.
public struct DecisionRule: Sendable, Equatable {
    /// The rule of each group; nil where the group follows the fallback.
    public let groups: [ScoreRule?]
    /// What is followed where the group is unknown, too small to fit a rule, or was not there.
    public let fallback: ScoreRule

    /// Makes a rule.
    public init(groups: [ScoreRule?], fallback: ScoreRule) {
        self.groups = groups
        self.fallback = fallback
    }

    /// Whether every group follows the same rule, so that nobody need know the group.
    public var isBlind: Bool { groups.allSatisfy { $0 == nil || $0 == fallback } }

    /// Whether a draw decides for some people.
    public var isRandomised: Bool { ([fallback] + groups.compactMap(\.self)).contains(where: \.isRandomised) }

    /// Returns the probability of a positive decision for each row.
    ///
    /// - Parameters:
    ///   - scores: The score of each row, `[rows]`.
    ///   - cells: The group of each row, `[rows]`; nil where it is none of those fitted.
    public func probabilities(_ scores: [Double], cells: [Int?]) -> [Double] {
        zip(scores, cells).map { score, cell in (cell.flatMap { groups[$0] } ?? fallback).probability(score) }
    }

    /// Returns a decision for each row: the draw of a row depends on the seed and the row's number alone.
    ///
    /// - Parameters:
    ///   - probabilities: The probability of a positive decision, `[rows]`.
    ///   - numbers: The number of each row in its file, `[rows]`.
    ///   - seed: The seed of the draws.
    public static func draw(_ probabilities: [Double], numbers: [Int], seed: UInt64) -> [Bool] {
        precondition(
            probabilities.count == numbers.count, "\(numbers.count) rows, \(probabilities.count) probabilities")
        return zip(numbers, probabilities).map { row, probability in
            if probability <= 0 { return false }
            if probability >= 1 { return true }
            var generator = SeededGenerator(seed: seed, stream: UInt64(row))
            return generator.uniform() < probability
        }
    }
}
