internal import FairnessMetrics

/// Owen values along a binary tree of players (Owen 1977; Lundberg's partition explainer).
///
/// A node is worth what its players add to two contexts: with all that its siblings further up hold, and without; both
/// halves of the node are then divided in each context. Exact if every node is visited. If the evaluations run out, what a
/// node is worth is spread evenly over its players, and the interval of each runs from where it would have got nothing to
/// where it would have got all of it: bounds as long as no player of the node works against it, not an interval of
/// confidence.
public struct PartitionSHAP: Explainer {
    /// The id in results.
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
        try settings.validate()
        let evaluator = try Evaluator(game)
        let count = evaluator.playerCount
        let tree = tree ?? .balanced(playerCount: count)
        guard tree.playerCount == count else {
            throw ExplanationsError.mismatch(what: "players in the tree", count: tree.playerCount, expected: count)
        }
        guard settings.evaluations >= 2 else {
            throw ExplanationsError.tooFewEvaluations(method: id, given: settings.evaluations, needed: 2)
        }
        let ends = try evaluator.ends()
        var values = [Double](repeating: 0, count: count)
        let root = Part(
            node: tree.root, without: Coalition(playerCount: count), with: .everyone(playerCount: count),
            below: ends.base, above: ends.everyone, weight: 1)
        var open = [root]
        settle(&open, into: &values, tree)
        while !open.isEmpty, (settings.evaluations - evaluator.count) >= 2,
            !isMet(settings, spread(open, tree, playerCount: count))
        {
            // The largest first, of equals the first: all of them at once if they are affordable.
            let affordable = max(1, (settings.evaluations - evaluator.count) / 2)
            if open.count > affordable {
                let order = open.indices.sorted { (open[$0].size, $1) > (open[$1].size, $0) }
                open = order.map { open[$0] }
            }
            let chosen = open.prefix(affordable)
            let next = try halves(chosen, tree, evaluator)
            open = next + open.dropFirst(chosen.count)
            settle(&open, into: &values, tree)
        }
        return attribution(values, open, tree, evaluator.count, ends, settings)
    }

    /// A node between two contexts.
    private struct Part {
        let node: Int
        let without: Coalition, with: Coalition
        let below: Double, above: Double
        let weight: Double

        /// What is divided below the node.
        var credit: Double { weight * (above - below) }
        var size: Double { abs(credit) }
    }

    /// Credits the players among the parts and keeps the nodes.
    private func settle(_ open: inout [Part], into values: inout [Double], _ tree: PlayerTree) {
        for part in open where part.node < tree.playerCount { values[part.node] += part.credit }
        open.removeAll { $0.node < tree.playerCount }
    }

    /// Both halves of each part in both contexts.
    private func halves(_ parts: ArraySlice<Part>, _ tree: PlayerTree, _ evaluator: Evaluator) throws -> [Part] {
        var nodes: [(part: Part, left: Int, right: Int)] = []
        for part in parts {
            guard let left = tree.left(of: part.node), let right = tree.right(of: part.node) else { continue }
            nodes.append((part, left, right))
        }
        func joined(_ coalition: Coalition, _ node: Int) -> Coalition {
            var coalition = coalition
            for player in tree.leaves[node] { coalition[player] = true }
            return coalition
        }
        let between = nodes.map { (joined($0.part.without, $0.left), joined($0.part.without, $0.right)) }
        let values = try evaluator.values(of: between.flatMap { [$0.0, $0.1] })
        return nodes.indices.flatMap { index in
            let (part, left, right) = nodes[index]
            let (withLeft, withRight) = between[index]
            let (leftValue, rightValue) = (values[2 * index], values[2 * index + 1])
            func half(_ node: Int, _ from: Coalition, _ to: Coalition, _ below: Double, _ above: Double) -> Part {
                Part(node: node, without: from, with: to, below: below, above: above, weight: part.weight / 2)
            }
            return [
                half(left, part.without, withLeft, part.below, leftValue),
                half(left, withRight, part.with, rightValue, part.above),
                half(right, part.without, withRight, part.below, rightValue),
                half(right, withLeft, part.with, leftValue, part.above),
            ]
        }
    }

    /// How far below and above its value each player could be.
    private func spread(_ open: [Part], _ tree: PlayerTree, playerCount: Int) -> [(even: Double, range: Interval)] {
        var result = Array(repeating: (even: 0.0, range: Interval(0, 0)), count: playerCount)
        for part in open {
            let players = tree.leaves[part.node]
            for player in players {
                result[player].even += part.credit / Double(players.count)
                result[player].range.lower += min(0, part.credit)
                result[player].range.upper += max(0, part.credit)
            }
        }
        return result
    }

    private func isMet(_ settings: ExplanationSettings, _ spread: [(even: Double, range: Interval)]) -> Bool {
        guard let precision = settings.precision else { return false }
        return spread.allSatisfy { max($0.range.upper - $0.even, $0.even - $0.range.lower) <= precision }
    }

    private func attribution(
        _ values: [Double], _ open: [Part], _ tree: PlayerTree, _ evaluations: Int,
        _ ends: (base: Double, everyone: Double), _ settings: ExplanationSettings
    ) -> Attribution {
        var result = Attribution.exact(
            id, base: ends.base, everyone: ends.everyone, evaluations: evaluations, confidence: settings.confidence,
            values)
        guard !open.isEmpty else { return result }
        result.isExact = false
        for (player, spread) in spread(open, tree, playerCount: values.count).enumerated() {
            result.players[player].value += spread.even
            result.players[player].standardError = nil
            result.players[player].signProbability = nil
            result.players[player].interval = Interval(
                values[player] + spread.range.lower, values[player] + spread.range.upper)
        }
        return result
    }
}
