internal import Glibc
public import MatrixKernels
internal import Models

/// Learns a logistic regression whose decisions tell little of the group: its loss has the mutual information of decision and
/// group added (Kamishima, Akaho, Asoh, Sakuma 2012), here with one model for all groups, which need not be known to decide.
///
/// It minimises Σ wᵢ ℓᵢ + λ₂ / 2 Σ β² + η Σ wᵢ (Pₛ ln (Pₛ / P) + (1 − Pₛ) ln ((1 − Pₛ) / (1 − P))), where Pₛ is the mean
/// probability of the positive label among the rows of the group of row i and P that of all rows whose group is known. The sum
/// is not convex; it is walked down by L-BFGS from the regression without the penalty, so that nothing is random.
public struct PrejudiceRemover: WeightedLearner {
    /// The group of each row learned from; below 0 where it is unknown, which no penalty concerns.
    public var groups: [Int]
    /// η.
    public var strength: Double
    /// λ₂.
    public var ridge = 1.0
    /// The most steps.
    public var maximumSteps = 200

    /// Makes a learner.
    public init(groups: [Int], strength: Double) {
        self.groups = groups
        self.strength = strength
    }

    /// Learns it.
    public func learn(_ features: Matrix, targets: [Bool], weights: [Double]) -> any RowScorer {
        precondition(groups.count == targets.count, "\(groups.count) groups of \(targets.count) rows")
        let start = LogisticFit(
            features: features, targets: targets.map { $0 ? 1 : 0 }, classes: 2, weights: weights,
            settings: LogisticSettings(ridge: ridge, isStandardized: false)
        ).model
        let ones = DoubleMatrix(rows: features.rows, columns: 1, Array(repeating: 1, count: features.rows))
        let design = DoubleMatrix(joining: [DoubleMatrix(features), ones])
        let found = LimitedMemory.minimum(
            from: start.coefficients.values + start.intercepts, maximumSteps: maximumSteps
        ) { objective($0, design, targets, weights) }
        let width = features.columns
        return LogisticRegression(
            classes: 2, coefficients: DoubleMatrix(rows: 1, columns: width, Array(found.point[..<width])),
            intercepts: [found.point[width]])
    }

    private func objective(
        _ parameters: [Double], _ design: DoubleMatrix, _ targets: [Bool], _ weights: [Double]
    ) -> (value: Double, slope: [Double]) {
        let logits = design.times(parameters)
        let probabilities = logits.map { 1 / (1 + exp(-$0)) }
        var objective = 0.0
        var ofGroup: [Int: (mass: Double, positive: Double)] = [:]
        for row in targets.indices {
            let signed = targets[row] ? logits[row] : -logits[row]
            // ln (1 + e^−z) without overflow.
            objective += weights[row] * (max(0, -signed) + log1p(exp(-abs(signed))))
            guard groups[row] >= 0 else { continue }
            ofGroup[groups[row], default: (0, 0)].mass += weights[row]
            ofGroup[groups[row], default: (0, 0)].positive += weights[row] * probabilities[row]
        }
        for value in parameters.dropLast() { objective += ridge / 2 * value * value }
        let mass = ofGroup.sorted { $0.key < $1.key }.reduce(0) { $0 + $1.value.mass }
        let all = Self.inside(
            ofGroup.sorted { $0.key < $1.key }.reduce(0) { $0 + $1.value.positive } / max(mass, 1e-300))
        var odds: [Int: Double] = [:]
        for (group, sums) in ofGroup.sorted(by: { $0.key < $1.key }) where sums.mass > 0 {
            let rate = Self.inside(sums.positive / sums.mass)
            objective +=
                strength * sums.mass * (rate * log(rate / all) + (1 - rate) * log((1 - rate) / (1 - all)))
            odds[group] = log(rate / (1 - rate)) - log(all / (1 - all))
        }
        let residuals = targets.indices.map { row in
            let p = probabilities[row]
            return weights[row] * (p - (targets[row] ? 1 : 0) + strength * (odds[groups[row]] ?? 0) * p * (1 - p))
        }
        var slope = DoubleMatrix(rows: residuals.count, columns: 1, residuals).transposedTimes(design).values
        for place in 0..<slope.count - 1 { slope[place] += ridge * parameters[place] }
        return (objective, slope)
    }

    /// A rate that has a logarithm.
    private static func inside(_ rate: Double) -> Double { min(1 - 1e-12, max(1e-12, rate)) }
}
