internal import MatrixKernels

/// Owen values along a binary tree of players (Owen 1977; Lundberg's partition explainer).
///
/// What a node is worth is divided between its halves: each gets half of it, and the left one m / 2 more, the right one m / 2
/// less, where m is the mean, over all ways in which the players of each sibling further up are together present or absent,
/// of what the left half adds less what the right half adds. So every inner node has one number, and if all its contexts
/// are affordable the values are exact.
///
/// Otherwise contexts are drawn for every node (`TreeDesign`), and what was not drawn is predicted by a Gaussian process on
/// coalitions (`InteractionSurrogate`), with each node's mean over all contexts in closed form. Standard errors are those of
/// the process, as large as its leave-one-out errors say. With very few evaluations most of that is prior: nodes about
/// which nothing is known divide what they are worth by the number of players.
/// Where nearly all contexts of a small tree are known the process can be too sure of the rest (`assize-bench games` counts
/// how often the intervals hold).
///
/// Uses at most 4,098 evaluations unless more make the values exact, since solving costs the cube of them.
public struct PartitionSHAP: Explainer {
    /// The id in results.
    public let id = "partition_shap"
    /// What it does, in one line.
    public let summary = "Owen values along a tree of players"
    /// Who published it, with the year.
    public let source = "Owen 1977; Lundberg, Lee 2017"

    /// Who belongs together; nil for the balanced tree over the players in their order.
    public let tree: PlayerTree?

    /// Makes the method.
    public init(tree: PlayerTree? = nil) { self.tree = tree }

    /// Divides the value of a game among its players; see `Explainer`.
    public func explain(_ game: some CoalitionGame, _ settings: ExplanationSettings) throws -> Attribution {
        let evaluator = try Evaluator(game)
        let count = evaluator.playerCount
        let tree = tree ?? .balanced(playerCount: count)
        guard tree.playerCount == count else {
            throw ExplanationsError.mismatch(what: "players in the tree", count: tree.playerCount, expected: count)
        }
        var design = TreeDesign(tree, seed: settings.seed)
        let schedule = try PairSchedule(
            method: id, playerCount: count, total: design.total, most: SurrogateSHAP.mostPairs, fewest: 0,
            settings: settings)
        let ends = try evaluator.ends()
        for look in schedule.looks {
            let sample = design.sample(look)
            let values = try evaluator.values(of: sample.coalitions.flatMap { [$0, $0.complement] })
            let odd = sample.coalitions.indices.map { (values[2 * $0] - values[2 * $0 + 1]) / 2 }
            let division = TreeDivision(tree, difference: ends.everyone - ends.base)
            if sample.isComplete {
                return .exact(
                    id, base: ends.base, everyone: ends.everyone, evaluations: evaluator.count,
                    confidence: settings.confidence, division.values(division.means(odd, sample)))
            }
            let found = try TreeEstimate(division, sample, odd: odd, importance: design.importance)
            let attribution = Attribution.estimated(
                id, base: ends.base, everyone: ends.everyone, evaluations: evaluator.count,
                confidence: settings.confidence, found.values, covariance: found.covariance,
                degreesOfFreedom: Array(repeating: found.degreesOfFreedom, count: count))
            if look == schedule.looks.last || settings.isMet(by: attribution) { return attribution }
        }
        throw ExplanationsError.tooFewEvaluations(method: id, given: settings.evaluations, needed: 2)
    }
}

/// How a tree divides a difference, given half of what the left half of each inner node adds more than the right one.
private struct TreeDivision {
    let tree: PlayerTree
    let difference: Double

    init(_ tree: PlayerTree, difference: Double) {
        self.tree = tree
        self.difference = difference
    }

    /// The values, `[players]`, by half differences, `[inner nodes]`.
    func values(_ halfDifferences: [Double]) -> [Double] {
        var worth = [Double](repeating: difference, count: tree.nodeCount)
        for node in tree.inner.reversed() {
            let (left, right) = tree.halves(of: node)
            worth[left] = worth[node] / 2 + halfDifferences[node - tree.playerCount]
            worth[right] = worth[node] / 2 - halfDifferences[node - tree.playerCount]
        }
        return Array(worth.prefix(tree.playerCount))
    }

    /// What the half difference of each inner node adds to the values, `[players, inner nodes]`.
    var shares: DoubleMatrix {
        var shares = DoubleMatrix(rows: tree.playerCount, columns: tree.inner.count)
        func visit(_ node: Int, above index: Int, _ share: Double) {
            guard node >= tree.playerCount else {
                shares[node, index] = share
                return
            }
            visit(tree.halves(of: node).left, above: index, share / 2)
            visit(tree.halves(of: node).right, above: index, share / 2)
        }
        for node in tree.inner {
            visit(tree.halves(of: node).left, above: node - tree.playerCount, 1)
            visit(tree.halves(of: node).right, above: node - tree.playerCount, -1)
        }
        return shares
    }

    /// The mean of the pairs of each inner node; 0 for one without pairs.
    func means(_ odd: [Double], _ sample: TreeDesign.Sample) -> [Double] {
        var means = [Double](repeating: 0, count: sample.counts.count)
        for (value, node) in zip(odd, sample.nodes) { means[node] += value / Double(sample.counts[node]) }
        return means
    }
}

/// Owen values by the pairs that were drawn and a process that predicts the others.
private struct TreeEstimate {
    let values: [Double]
    let covariance: DoubleMatrix
    let degreesOfFreedom: Double

    init(_ division: TreeDivision, _ sample: TreeDesign.Sample, odd: [Double], importance: [Double]) throws {
        let tree = division.tree
        let observations = odd + [division.difference / 2]
        let signs = DoubleMatrix(signs: sample.coalitions + [.everyone(playerCount: tree.playerCount)])
        let weights = sample.nodes.map { importance[$0] / Double(sample.counts[$0]) }
        // Nearly the least squares of least norm: there may be fewer pairs than players.
        var gram = signs.transposedTimes(signs)
        for player in 0..<tree.playerCount { gram[player, player] += 1e-6 }
        guard let effects = gram.solvingPositiveDefinite(signs.transposed.times(observations)),
            let surrogate = InteractionSurrogate.fitted(
                signs: signs, observations: zip(observations, signs.times(effects)).map { $0 - $1 },
                mainEffects: effects, weights: weights)
        else {
            throw ExplanationsError.tooFewEvaluations(
                method: "partition_shap", given: 2 * odd.count + 2, needed: 4 * odd.count + 2)
        }
        var (halfDifferences, covariance) = surrogate.halfDifferences(tree)
        for node in tree.inner {
            let (left, right) = tree.halves(of: node)
            halfDifferences[node - tree.playerCount] += tree.leaves[left].reduce(0) { $0 + effects[$1] }
            halfDifferences[node - tree.playerCount] -= tree.leaves[right].reduce(0) { $0 + effects[$1] }
        }
        for (node, mean) in division.means(odd, sample).enumerated() where sample.shares[node] == 1 {
            halfDifferences[node] = mean
            for other in halfDifferences.indices {
                covariance[node, other] = 0
                covariance[other, node] = 0
            }
        }
        values = division.values(halfDifferences)

        let squares = surrogate.standardizedSquares
        // What errors at the nodes do to the values counts twice: once evenly and once by its weight, the larger of both.
        let evenly = Scale(squares, weights: squares.indices.map { $0 == odd.count && !odd.isEmpty ? 0 : 1 })
        let byWeight = Scale(squares, weights: zip(weights, sample.nodes).map { $0 * (1 - sample.shares[$1]) } + [0])
        degreesOfFreedom = max(2, min(evenly.degreesOfFreedom, byWeight.degreesOfFreedom))
        let shares = division.shares
        self.covariance = max(evenly.mean, byWeight.mean) * shares.times(covariance.timesTransposed(shares))
    }

    /// A weighted mean of squares, and as how many equal ones it is known.
    private struct Scale {
        var mean = 0.0
        var degreesOfFreedom = Double.infinity

        init(_ squares: [Double], weights: [Double]) {
            var (sum, total, fourths) = (0.0, 0.0, 0.0)
            for (square, weight) in zip(squares, weights) {
                sum += weight * square
                total += weight
                fourths += weight * square * (weight * square)
            }
            if total > 0 { mean = sum / total }
            if fourths > 0 { degreesOfFreedom = sum * sum / fourths }
        }
    }
}
