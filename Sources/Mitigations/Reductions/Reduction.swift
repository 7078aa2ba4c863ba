public import MatrixKernels

/// A classifier of a constrained problem, learned as a weighted one.
struct BestResponses {
    private let features: Matrix
    private let learner: any WeightedLearner
    let moments: ParityMoments

    /// A classifier that was learned, with what it does to the rows it was learned from.
    struct Response {
        let scorer: any RowScorer
        let decisions: [Bool]
        let error: Double
        let violations: [Double]

        /// Error + Σ λ γ.
        func value(_ multipliers: [Double]) -> Double {
            zip(multipliers, violations).reduce(error) { $0 + $1.0 * $1.1 }
        }
    }

    /// The classifiers so far.
    private(set) var all: [Response] = []
    /// How often something was learned.
    private(set) var fits = 0

    init(_ features: Matrix, _ moments: ParityMoments, learner: any WeightedLearner) {
        self.features = features
        self.moments = moments
        self.learner = learner
    }

    /// Returns what is learned at these multipliers.
    ///
    /// - Parameter isScaled: Whether the weights of the rows are made to average 1.
    mutating func learn(_ multipliers: [Double], isScaled: Bool) throws -> Response {
        let costs = moments.costs(multipliers)
        var weights = costs.map { abs($0) }
        let sum = weights.reduce(0, +)
        if isScaled && sum > 0 { weights = weights.map { Double(costs.count) * $0 / sum } }
        let scorer = try learner.fit(features, targets: costs.map { $0 > 0 }, weights: weights)
        fits += 1
        let decisions = scorer.decisions(features)
        return Response(
            scorer: scorer, decisions: decisions, error: moments.error(decisions),
            violations: moments.violations(decisions))
    }

    /// Learns at these multipliers and returns the place of the best classifier there, which may be an earlier one.
    mutating func best(_ multipliers: [Double]) throws -> Int {
        let response = try learn(multipliers, isScaled: true)
        let values = all.map { $0.value(multipliers) }
        guard let place = values.indices.min(by: { values[$0] < values[$1] }),
            response.value(multipliers) >= values[place] - 1e-8
        else {
            all.append(response)
            return all.count - 1
        }
        return place
    }
}

/// Several classifiers of which one is drawn for each row.
public struct RandomizedScorer: RowScorer {
    /// The classifiers, and how often each is drawn; the shares sum to 1.
    public let parts: [(scorer: any RowScorer, share: Double)]

    /// Makes it of its parts.
    public init(parts: [(scorer: any RowScorer, share: Double)]) { self.parts = parts }

    /// Returns how likely each row is decided positively, `[rows]`: the share of the classifiers that decide so.
    public func probabilities(_ features: Matrix) -> [Double] {
        var result = [Double](repeating: 0, count: features.rows)
        for part in parts {
            for (row, decision) in part.scorer.decisions(features).enumerated() where decision {
                result[row] += part.share
            }
        }
        return result
    }
}
