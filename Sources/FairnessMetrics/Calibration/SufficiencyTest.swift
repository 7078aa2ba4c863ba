/// The test that the chance of a positive label depends on the score alone and not on the group: sufficiency, or
/// calibration within groups.
///
/// Model: log odds = f(position) + γ_g + δ_g · position, with f a curve common to all groups (`CommonCurve`) and a
/// level and a slope of its own for each group but the largest; tested is γ = δ = 0, by the score test (Rao 1948). A
/// likelihood-ratio test of one recalibration line against one line for each group would take a curve that is bent and
/// the same for all for a difference, wherever the groups' scores are spread differently; and it has no value where a
/// group's labels are separated, which the score test does not mind. Under weights the variance is the empirical one,
/// which makes it the generalised score test (Boos 1992).
///
/// The position of a probability is its log odds. Of other scores only the order means something, so that theirs is the
/// rank among all rows (ties at their middle), and the test does not change if every score is put through the same
/// increasing function.
struct SufficiencyTest {
    /// More groups than this would take long to compare.
    static let mostGroups = 200

    private var group: [Int] = []
    private var labels: [Double] = []
    private var weights: [Double] = []
    private var squaredWeights: [Double] = []
    private var positions: [Double] = []
    private let isWeighted: Bool
    private let largest: Int
    private let groupCount: Int

    /// Gathers the rows of at least two groups.
    init(_ groups: [LabelledRows], isProbability: Bool) {
        groupCount = groups.count
        largest = groups.indices.max { groups[$0].mass.count < groups[$1].mass.count } ?? 0
        let all = groups.reduce(.zero) { $0 + $1.mass }
        let scale = Double(all.count) / all.weight
        isWeighted = abs(all.squaredWeight * scale * scale - Double(all.count)) > 1e-9 * Double(all.count)
        for (index, rows) in groups.enumerated() {
            // From the group's own scale to that of all groups.
            let factor = rows.mass.weight / Double(rows.mass.count) * scale
            group += Array(repeating: index, count: rows.scores.count)
            labels += rows.labels
            weights += rows.weights.map { $0 * factor }
            squaredWeights += rows.squaredWeights.map { $0 * factor * factor }
            positions += isProbability ? rows.logOdds : rows.scores
        }
        if !isProbability { rank() }
    }

    /// Puts the share of the weight below a score, and half of that at it, in its place.
    private mutating func rank() {
        let order = positions.indices.sorted { positions[$0] < positions[$1] }
        let total = weights.reduce(0, +)
        var (start, below) = (0, 0.0)
        var ranks = positions
        while start < order.count {
            var (end, level) = (start, 0.0)
            while end < order.count, positions[order[end]] == positions[order[start]] {
                level += weights[order[end]]
                end += 1
            }
            for index in order[start..<end] { ranks[index] = (below + level / 2) / total }
            below += level
            start = end
        }
        positions = ranks
    }

    /// The outcome; nil where nothing is left to test.
    ///
    /// - Parameter knots: Where the common curve may bend, as positions; ranks need none.
    func outcome(knots candidates: [Double]?) -> TestOutcome? {
        let positives = zip(labels, weights).reduce(0) { $0 + $1.0 * $1.1 }
        let rarer = min(positives, weights.reduce(0, +) - positives)
        let knots = CommonCurve.knots(
            among: candidates ?? (1..<10).map { Double($0) / 10 }, positions: positions, rarer: rarer)
        let curve = CommonCurve(positions: positions, labels: labels, weights: weights, knots: knots)
        let (low, high) = (knots.first ?? 0, knots.last ?? 0)
        let coordinates = positions.map { position -> Double in
            guard high > low else { return position.isFinite ? 0 : position < 0 ? -0.5 : 0.5 }
            return (min(max(position, low), high) - low) / (high - low) - 0.5
        }
        let size = 2 * (groupCount - 1)
        let information = GroupSums(self, curve, coordinates) { index in
            weights[index] * curve.chances[index] * (1 - curve.chances[index])
        }
        var score = Array(repeating: 0.0, count: size)
        for index in group.indices {
            guard let place = place(of: group[index]) else { continue }
            let residual = weights[index] * (labels[index] - curve.chances[index])
            score[place] += residual
            score[place + 1] += residual * coordinates[index]
        }
        // What of each group's level and slope the common curve cannot take up.
        let factor = curve.information(weights)
        let projections = (0..<size).map { factor.solve(information.withCurve[$0]) }
        var variance = Array(repeating: 0.0, count: size * size)
        if isWeighted {
            func squared(_ index: Int) -> Double {
                let residual = labels[index] - curve.chances[index]
                return squaredWeights[index] * residual * residual
            }
            let meat = GroupSums(self, curve, coordinates, squared)
            let common = curve.crossProduct(squared)
            let turned = projections.map { projection in
                (0..<curve.width).map { row in
                    dot(projection, Array(common[row * curve.width..<(row + 1) * curve.width]))
                }
            }
            for i in 0..<size {
                for j in 0..<size {
                    variance[i * size + j] =
                        meat.within(i, j) - dot(projections[i], meat.withCurve[j])
                        - dot(projections[j], meat.withCurve[i]) + dot(projections[i], turned[j])
                }
            }
        } else {
            for i in 0..<size {
                for j in 0..<size {
                    variance[i * size + j] = information.within(i, j) - dot(projections[i], information.withCurve[j])
                }
            }
        }
        let root = SemidefiniteFactor(
            variance, scale: (0..<size).map { isWeighted ? variance[$0 * size + $0] : information.within($0, $0) })
        guard root.rank > 0 else { return nil }
        return CalibrationTests.outcome(root.forward(score).reduce(0) { $0 + $1 * $1 }, root.rank)
    }

    /// Where the level of a group stands among those tested, its slope behind it; nil for the largest group.
    private func place(of group: Int) -> Int? {
        group == largest ? nil : 2 * (group < largest ? group : group - 1)
    }

    private func dot(_ first: [Double], _ second: [Double]) -> Double {
        zip(first, second).reduce(0) { $0 + $1.0 * $1.1 }
    }

    /// Σ factor z zᵀ within each group and Σ factor z bᵀ with the curve, z = (1, position).
    private struct GroupSums {
        private var own: [Moments]
        var withCurve: [[Double]]

        init(
            _ test: SufficiencyTest, _ curve: CommonCurve, _ coordinates: [Double], _ factor: (Int) -> Double
        ) {
            own = Array(repeating: Moments(), count: test.groupCount - 1)
            withCurve = Array(
                repeating: Array(repeating: 0, count: curve.width), count: 2 * (test.groupCount - 1))
            for index in test.group.indices {
                guard let place = test.place(of: test.group[index]) else { continue }
                let value = factor(index)
                own[place / 2].add(value, at: coordinates[index])
                curve.forEachCoefficient(of: index) { column, share in
                    withCurve[place][column] += value * share
                    withCurve[place + 1][column] += value * share * coordinates[index]
                }
            }
        }

        func within(_ i: Int, _ j: Int) -> Double {
            guard i / 2 == j / 2 else { return 0 }
            let moments = own[i / 2]
            return i % 2 != j % 2 ? moments.first : i % 2 == 0 ? moments.sum : moments.second
        }
    }
}
